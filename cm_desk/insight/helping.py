"""Help to others, noticed in a conversation: proposals with their proof, never more than that.

Only what is shown by somebody else counts: thanks, a like or a “solved” of who asked, a first
message that was greeted, somebody who came because they were named, a fault that we said is
mended. The lists of words are resources/help.json.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from cm_desk.domain.help import Line, Sign
from cm_desk.paths import resource

WITHIN = timedelta(days=30)  # a thank-you later than that is for something else
_NAME = 3  # letters of a first name that is looked for in a text


@dataclass(frozen=True, slots=True)
class Help:
    """`line` is what they wrote, `proof` the message that shows that it helped."""

    kind: str
    line: Line
    sign: Sign
    proof: Line

    @property
    def key(self) -> tuple[int, str]:
        return self.line.message_id, self.kind


def noticed(lines: Sequence[Line]) -> list[Help]:
    """Every act of help once, with its first proof. `lines` in the order they were said."""
    found: dict[tuple[int, str], Help] = {}
    for look in (_solved, _thanked, _liked, _welcomed, _met, _mended):
        for each in look(lines):
            found.setdefault(each.key, each)
    return sorted(found.values(), key=lambda each: (each.line.at, each.key))


def _solved(lines: Sequence[Line]) -> Iterator[Help]:
    """The proof is the question: the mark itself has no words."""
    for n, line in enumerate(lines):
        asked = next((e for e in lines[:n] if e.contact_id in line.solved_for), None)
        if asked and _other(line, asked):
            yield Help("answers", line, Sign.SOLVED, asked)


def _thanked(lines: Sequence[Line]) -> Iterator[Help]:
    """Somebody thanks whom they answer or whom they name, and does not mean us."""
    for n, thanks in enumerate(lines):
        if thanks.contact_id is None or not _has("thanks", thanks.text):
            continue
        for line in _meant(lines[:n], thanks):
            yield Help("answers", line, Sign.THANKED, thanks)


def _meant(before: Sequence[Line], thanks: Line) -> list[Line]:
    """The newest words of each helper that the thanks are for."""
    newest = {each.contact_id: each for each in before if _other(each, thanks)}
    near = {id: each for id, each in newest.items() if thanks.at - each.at <= WITHIN}
    named = [each for each in near.values() if _names(thanks.text, each)]
    if named:
        return named
    to = next((each for each in before if each.message_id == thanks.answers), None)
    if to is not None:
        return [to] if to.contact_id in near and thanks.at - to.at <= WITHIN else []
    return [before[-1]] if before and before[-1] in near.values() else []


def _liked(lines: Sequence[Line]) -> Iterator[Help]:
    asked = lines[0] if lines else None
    for line in lines[1:]:
        if asked and asked.contact_id in line.liked_by and _other(line, asked):
            yield Help("answers", line, Sign.LIKED, asked)


def _welcomed(lines: Sequence[Line]) -> Iterator[Help]:
    for n, line in enumerate(lines):
        if line.contact_id is None or not _has("welcomes", line.text):
            continue
        greeted = next((each for each in lines[:n] if each.first and _other(each, line)), None)
        if greeted:
            yield Help("welcomes", line, Sign.WELCOMED, greeted)


def _met(lines: Sequence[Line]) -> Iterator[Help]:
    """A handle is named, and whose it is comes and answers; they had said nothing before."""
    for n, line in enumerate(lines):
        spoke = {each.contact_id for each in lines[:n]}
        for later in lines[n + 1 :]:
            new = later.contact_id not in spoke and _other(later, line)
            if new and line.contact_id is not None and _at(line.text, later.handle):
                yield Help("introduces", line, Sign.MET, later)
                break


def _mended(lines: Sequence[Line]) -> Iterator[Help]:
    """Who opened the conversation with a fault that we later said is mended."""
    report = lines[0] if lines else None
    if report is None or report.contact_id is None or not _has("broken", report.text):
        return
    for line in lines[1:]:
        if line.contact_id is None and _has("fixed", line.text):
            yield Help("reports", report, Sign.MENDED, line)
            return


def _other(line: Line, than: Line) -> bool:
    return line.contact_id is not None and line.contact_id != than.contact_id


def _names(text: str, who: Line) -> bool:
    """By handle, or by the first of their names."""
    first = who.name.split()[0] if who.name.split() else ""
    word = len(first) >= _NAME and re.search(rf"(?<!\w){re.escape(first)}(?!\w)", text)
    return bool(word) or _at(text, who.handle)


def _at(text: str, handle: str) -> bool:
    """Named with an @, with or without the host."""
    known = handle.lstrip("@")
    return bool(known) and any(
        re.search(rf"@{re.escape(each)}(?![\w.-])", text, re.I)
        for each in {known, known.split("@")[0]}
        if each
    )


def _has(kind: str, text: str) -> bool:
    return bool((pattern := _pattern(kind)) and pattern.search(text))


@cache
def _pattern(kind: str) -> re.Pattern[str] | None:
    lists = json.loads(resource("help.json").read_text("utf-8"))
    phrases = [each for some in lists[kind].values() for each in some]
    return (
        re.compile(rf"(?:(?<!\w)|(?<=[⺀-鿿가-힯]))(?:{'|'.join(phrases)})", re.I)
        if phrases
        else None
    )
