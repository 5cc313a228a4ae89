"""The first words of a kind message, for a person to make their own.

They begin with the reader's name and quote what they said. The templates are resources/drafts.json,
and the desk's owner may have others.
"""

import json
import re
from collections.abc import Mapping
from functools import cache

from cm_desk.paths import resource

QUOTE_CHARS = 160
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s+")


def draft(
    rule: str,
    name: str,
    said: str,
    signer: str,
    lang: str = "en",
    own: Mapping[str, str] | None = None,
) -> str:
    """`own` are the person's templates by rule; a language without a list gets the English one."""
    known = templates()
    ours = known.get(lang[:2].lower()) or known["en"]
    words = (own or {}).get(rule) or ours[rule]
    slots = {"name": first_name(name), "quote": quoted(said), "signer": signer}
    return re.sub(r"\{(name|quote|signer)\}", lambda slot: slots[slot[1]], words).strip()


def for_kind(kind: str, name: str, said: str, signer: str, lang: str = "en") -> str:
    """For a gesture of that kind; of a kind that has no words of its own, as for "own"."""
    known = templates()
    ours = known.get(lang[:2].lower()) or known["en"]
    rule = f"kind {kind}" if f"kind {kind}" in ours else "kind own"
    words = ours[rule] if said.strip() else "{name}, {signer}"
    return draft(rule, name, said, signer, lang, {rule: words})


def quoted(said: str, limit: int = QUOTE_CHARS) -> str:
    """The first sentences of what they said, as many as fit; cut at a word at the worst."""
    words = " ".join(said.split())
    kept = ""
    for sentence in _SENTENCE.split(words):
        if len(kept) + len(sentence) > limit:
            break
        kept = f"{kept} {sentence}".strip()
    if kept:
        return kept
    return words if len(words) <= limit else words[: limit - 1].rsplit(" ", 1)[0] + "…"


def first_name(name: str) -> str:
    """How one says it in a letter: the first of several names, a name without blanks whole."""
    return name.split()[0] if name.split() else name


@cache
def templates() -> dict[str, dict[str, str]]:
    """By language, then by rule."""
    found = json.loads(resource("drafts.json").read_text("utf-8"))
    return {lang: rules for lang, rules in found.items() if lang != "about"}
