"""The words of a search as the full text takes them, and how they look in a text."""

import re
from collections.abc import Sequence
from unicodedata import normalize

from cm_desk.domain.query import Term
from cm_desk.store.keys import clean, literal

TOKEN = re.compile(r"[^\W_]+")
# Languages written without blanks have no words to index
NO_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
MOST = 32  # words of a search or a phrase; more are ignored: each costs a list of hits
LONGEST = 1_000  # characters; of what is longer the beginning is searched


def blankless(terms: Sequence[Term]) -> bool:
    """Whether the texts themselves must be read for what is wanted."""
    return any(NO_BLANKS.search(term.text) for term in terms if not term.without)


def expression(terms: Sequence[Term]) -> str:
    """What FTS5 is asked: every word quoted, so that nothing typed is an operator.

    A word that its tokenizer splits ("don't", "a-b") is asked as the phrase of its parts. What
    is to be left out stands after NOT; "" when nothing is wanted.
    """
    wanted = [_quoted(term) for term in terms if not term.without][:MOST]
    without = either(terms)
    whole = " ".join(wanted)
    return f"({whole}) NOT ({without})" if whole and without else whole


def either(terms: Sequence[Term]) -> str:
    """For FTS5, any of what is to be left out; without blanks it is in `likes`."""
    return " OR ".join(
        _quoted(term) for term in terms if term.without and not NO_BLANKS.search(term.text)
    )


def likes(terms: Sequence[Term], without: bool) -> list[str]:
    """Patterns of `like … escape '\\'` for what is read in the texts: every wanted word where one
    is blankless, and the blankless ones to be left out."""
    found = [term for term in terms if term.without is without]
    if without or not blankless(terms):
        found = [term for term in found if NO_BLANKS.search(term.text)]
    return [f"%{literal(clean(term.text))}%" for term in found][:MOST]


def _quoted(term: Term) -> str:
    text = " ".join(clean(term.text).replace('"', " ").split()[:MOST])
    return f'"{text[:LONGEST]}"{"*" if term.prefix or len(text) > LONGEST else ""}'


# --- how they look in a text --------------------------------------------------------------------

Part = tuple[str, bool]  # a piece of a text, and whether it is marked


def marks(terms: Sequence[Term]) -> re.Pattern[str] | None:
    """What the wanted words look like in a folded text; None when there are none."""
    start, end = ("", "") if blankless(terms) else (r"(?<![^\W_])", r"(?![^\W_])")
    looks = []
    for term in terms:
        tokens = [] if term.without else TOKEN.findall(folded(term.text))[:MOST]
        looks += [f"{start}{re.escape(token)}{end}" for token in tokens]
        if tokens and term.prefix:
            looks[-1] = f"{start}{re.escape(tokens[-1])}"
    return re.compile("|".join(looks)) if looks else None


def parts(text: str, looks: re.Pattern[str] | None, width: int = 160) -> tuple[Part, ...]:
    """The piece of `text` around the first word found."""
    found = list(looks.finditer(folded(text))) if looks else []
    start = max(0, found[0].start() - width // 3) if found else 0
    end, at = min(len(text), start + width), start
    out = [("…" if start else "", False)]
    for match in found:
        if match.end() > end:
            break
        out += [(text[at : match.start()], False), (text[match.start() : match.end()], True)]
        at = match.end()
    out += [(text[at:end], False), ("…" if end < len(text) else "", False)]
    return tuple(part for part in out if part[0])


def folded(text: str) -> str:
    """Without accents and capitals, and of the same length."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded, text))


def _folded(char: str) -> str:
    base = normalize("NFD", char)[0]
    small = base.casefold()
    return small if len(small) == 1 else base.lower()[0]
