"""What stands on paper: blocks of plain text, from old to new."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtGui import QImage

from cm_desk.store.messages import Message
from cm_desk.store.river import Entry
from cm_desk.text import show
from cm_desk.ui.art import service_name
from cm_desk.ui.format import removed

MOST_CHARS = 100_000  # of one text; what is left out is said
Told = Callable[[Entry], str]
Pictures = Mapping[str, QImage | str | None]


@dataclass(frozen=True, slots=True)
class Block:
    """`role` is title, day, event, meta, subject, text, quiet or gap. `ours` has a line at its
    edge; `joined` stays on one page with what follows."""

    text: str
    role: str = "text"
    ours: bool = False
    joined: bool = False
    picture: QImage | None = None


def of_messages(messages: Iterable[Message], pictures: Pictures, signer: str) -> Iterator[Block]:
    """`messages` from old to new; `signer` is who answered where nobody signed."""
    day = ""
    for message in messages:
        if (today := _day(message.sent_at)) != day:
            day = today
            yield Block(day, "day", joined=True)
        yield from _message(message, pictures, signer)


def of_story(entries: Iterable[Entry], told: Told, signer: str) -> Iterator[Block]:
    """`entries` from old to new: months, and everything that passed in them. `told` is the
    sentence for what is no message."""
    month = ""
    for entry in entries:
        here = entry.at.astimezone()
        if (this := f"{here:%B %Y}") != month:
            month = this
            yield Block(month, "day", joined=True)
        if entry.message:
            yield from _message(entry.message, {}, signer, dated=True)
        else:
            yield Block(told(entry), "event")


def _message(
    message: Message, pictures: Pictures, signer: str, dated: bool = False
) -> Iterator[Block]:
    """`dated`: the day stands beside the hour."""
    ours, at = message.outgoing, message.sent_at.astimezone()
    who = (message.signer or signer) if ours else show.line(message.who or "Somebody", 120)
    marks = [who, f"{at.day} {at:%b}, {at:%H:%M}" if dated else f"{at:%H:%M}"]
    marks += [service_name(message.service)] if dated else []
    marks += ["edited"] if message.edited_at else []
    marks += ["deleted there, kept here"] if message.deleted else []
    yield Block(" · ".join(marks), "meta", ours, joined=True)
    if message.subject:
        yield Block(show.line(message.subject, 400), "subject", ours, joined=True)
    if message.warning:
        yield Block(f"Content warning: {show.line(message.warning, 400)}", "quiet", ours)
    yield from _said(message, ours)
    for each in message.media:
        yield _media(each.kind, each.alt, pictures.get(each.url), ours)
    if message.poll:
        for option in message.poll.options:
            yield Block(f"○ {show.line(option.text, 200)}", "text", ours)


def _said(message: Message, ours: bool) -> Iterator[Block]:
    if gone := removed(message.trimmed):
        yield Block(gone, "quiet", ours)
        return
    shown = show.page(message.text, MOST_CHARS)
    yield from paragraphs(shown.text, ours)
    if shown.left:
        yield Block(f"{shown.left:,} more characters are not printed.", "quiet", ours)


def paragraphs(text: str, ours: bool = False) -> Iterator[Block]:
    """One block each: every one has the direction of its own letters."""
    for each in text.strip().split("\n"):
        yield Block(each.strip(), "text" if each.strip() else "gap", ours)


def _media(kind: str, alt: str, here: QImage | str | None, ours: bool) -> Block:
    """Only a picture that was opened before is on paper: nothing is fetched."""
    what = {"image": "Picture", "video": "Video", "audio": "Sound"}.get(kind, "File")
    said = show.line(alt, 600) or "without a description"
    picture = here if isinstance(here, QImage) else None
    return Block(f"{what}: {said}", "quiet", ours, picture=picture)


def _day(moment: datetime) -> str:
    here = moment.astimezone()
    return f"{here:%A}, {here.day} {here:%B %Y}"
