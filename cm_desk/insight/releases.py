"""What a colleague answered to a request: yes to the draft, words of their own, or no.

A proposal: a person looks at the answer and decides. The first words are resources/phrases.json.
"""

import re
from dataclasses import dataclass

from cm_desk.insight.phrases import begins

YES, WORDS, NO = "yes", "words", "no"
SHORT = 8  # words: a longer answer that begins with yes may hold a text of its own
_WROTE = re.compile(r"^.{0,200}\b(?:wrote|schrieb|a écrit|escribió)\s*:\s*$", re.IGNORECASE)
_GREETING = re.compile(r"^(?:-- ?|__+|—)$")


@dataclass(frozen=True, slots=True)
class Answered:
    """`kind` is YES, WORDS or NO; `text` what they put their name under, "" for a no."""

    kind: str
    text: str


def read(answer: str, draft: str, code: str = "") -> Answered:
    """`draft` is what they were shown. What they quote of it, and the line with the code, is not
    their answer."""
    said = own_words(answer, code)
    few = len(said.split()) <= SHORT
    if few and begins("no", said):
        return Answered(NO, "")
    if not said or (few and begins("yes", said)):
        return Answered(YES, draft) if said else Answered(WORDS, "")
    return Answered(WORDS, said)


def own_words(answer: str, code: str = "") -> str:
    """Without quoted lines, the line that announces them, the code, and what follows "-- "."""
    kept: list[str] = []
    for line in answer.replace("\r\n", "\n").split("\n"):
        if _GREETING.match(line):
            break
        if line.lstrip().startswith(">") or _WROTE.match(line):
            continue
        kept.append((line.replace(code, "") if code else line).rstrip())
    return "\n".join(kept).strip()
