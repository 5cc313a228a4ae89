"""The first words of a kind message, for a person to make their own.

They begin with the reader's name and quote what they said. The templates are resources/drafts.json,
and the desk's owner may have others, by language and rule.
"""

import json
import re
from collections.abc import Mapping
from functools import cache

from cm_desk.paths import resource

QUOTE_CHARS = 160
SLOTS = ("name", "quote", "signer")
Words = Mapping[str, Mapping[str, str]]  # by language, then by rule
_SLOT = re.compile(r"\{(\w*)\}")
_INNER = str.maketrans('„“”«»"', "‚‘’‹›'")
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s+")


def draft(
    rule: str, name: str, said: str, signer: str, lang: str = "en", own: Words | None = None
) -> str:
    """`own` are the person's templates; a language without any gets English."""
    return _filled(template(rule, lang, own or {}), name, said, signer)


def _filled(words: str, name: str, said: str, signer: str) -> str:
    """Quotation marks of theirs are single ones, because double ones stand around it all."""
    said = quoted(said).translate(_INNER)
    slots = {"name": first_name(name), "quote": said, "signer": signer}
    return _SLOT.sub(lambda slot: slots.get(slot[1], slot[0]), words).strip()


def template(rule: str, lang: str, own: Words) -> str:
    """Their own in this language, else ours in it, else the English one."""
    code = lang[:2].lower()
    here = code if code in own or code in templates() else "en"
    return own.get(here, {}).get(rule) or templates().get(here, templates()["en"])[rule]


def odd_slots(words: str) -> list[str]:
    """What stands in braces and is none of ours: it would be sent as it is."""
    return [each for each in _SLOT.findall(words) if each not in SLOTS]


def for_kind(kind: str, name: str, said: str, signer: str, lang: str = "en") -> str:
    """For a gesture of that kind; of a kind that has no words of its own, as for "own"."""
    known = templates()
    ours = known.get(lang[:2].lower()) or known["en"]
    rule = f"kind {kind}" if f"kind {kind}" in ours else "kind own"
    words = ours[rule] if said.strip() else "{name}, {signer}"
    return _filled(words, name, said, signer)


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
