"""The parts of a message: its words, folded or not, its pictures, poll and doubtful links."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

from cm_desk.domain.model import Media, Poll
from cm_desk.store.messages import Message
from cm_desk.text import links, show
from cm_desk.text.mail import from_original
from cm_desk.ui import theme
from cm_desk.ui.format import removed
from cm_desk.ui.inbox.bubble import Box, Choice, Knob, Note, Part, Picture, note, words
from cm_desk.ui.inbox.paragraphs import Span

BOX = 380  # px; pictures and polls need no more
ICONS = {"image": "image", "gif": "image", "video": "play", "audio": "megaphone"}


@dataclass
class Opened:
    """What the person opened with a click: folded messages by id, pictures by address.

    A picture is None while it is fetched, and a sentence where that failed. `known_hosts` are
    the servers of our accounts: a host that only looks like one of them is pointed out.
    """

    unfolded: set[int] = field(default_factory=set)
    pictures: dict[str, QImage | str | None] = field(default_factory=dict)
    known_hosts: tuple[str, ...] = ()
    saved: dict[str, str] = field(default_factory=dict)  # where files went, by address


def parts(message: Message, width: float, opened: Opened) -> list[Part]:
    """Everything in the bubble from top to bottom."""
    found: list[Part] = []
    if message.subject:
        found.append(words(show.line(message.subject), width, "uiStrong"))
    if message.warning:
        found += _fold(message, width, opened)
        if message.id not in opened.unfolded:
            return found
    found += _text(message, width, opened)
    if message.poll:
        found.append(_poll(message.poll, width))
    found += [_media(each, width, opened) for each in message.media]
    if from_original(message.url)[0]:
        found.append(
            Knob("Show the original", "original", message.url, "scroll-text", "text.muted")
        )
    return found


def _fold(message: Message, width: float, opened: Opened) -> Iterator[Part]:
    yield note("eye-off", show.line(message.warning, 300), width, "text.primary")
    label = "Hide again" if message.id in opened.unfolded else "Show the message"
    yield Knob(label, "fold", str(message.id), "eye")


def _text(message: Message, width: float, opened: Opened) -> Iterator[Part]:
    shown = show.block(message.text)
    if gone := removed(message.trimmed):
        yield words(gone, width, "body", "text.muted")
        return
    if not shown.text:
        if not message.media and not message.poll:
            yield words("No words", width, "body", "text.muted")
        return
    spans = [Span(each.start, each.end, each.url) for each in links.links(shown.text)]
    tips = {span.url: _leads(span.url) for span in spans}
    yield words(shown.text, width, links=spans, tips=tips)
    if shown.left:
        left = f"Show {shown.left:,} more characters"
        yield Knob(left, "whole", str(message.id), "scroll-text")
    for url in tips:
        if links.warning(url, opened.known_hosts):
            yield note("triangle-alert", _leads(url, opened.known_hosts), width, "risk.text")


def _leads(url: str, known: Iterable[str] = ()) -> str:
    """Where a click would go, and what is odd about it."""
    odd = links.warning(url, known)
    return f"Leads to {links.true_host(url)}" + (f", which {odd}" if odd else "")


def _poll(poll: Poll, width: float) -> Part:
    width = min(width, theme.now().px(BOX))
    inner = width - theme.now().px(20)
    total = sum(option.votes or 0 for option in poll.options)
    rows: list[Part] = [
        Choice(show.line(option.text, 120), option.votes, total, inner) for option in poll.options
    ]
    return Box([*rows, note("list-checks", f"Poll, {total} votes", inner)], width)


def _media(media: Media, width: float, opened: Opened) -> Part:
    width = min(width, theme.now().px(BOX))
    inner = width - theme.now().px(20)
    picture = opened.pictures.get(media.url)
    found: list[Part] = []
    if isinstance(picture, QImage):
        found.append(Picture(picture, QSizeF(inner, theme.now().px(320)), media.url))
    found.append(_described(media, inner))
    if isinstance(picture, str):
        found.append(note("circle-alert", picture, inner, "risk.text"))
    if media.kind == "image" and media.url and not isinstance(picture, QImage):
        found.append(_loader(media, media.url in opened.pictures and picture is None))
    if from_original(media.url)[0]:
        if saved := opened.saved.get(media.url):
            found.append(note("circle-check", show.line(saved, 200), inner))
        found.append(Knob("Save the file", "file", media.url, "download"))
    return Box(found, width)


def _described(media: Media, width: float) -> Note:
    given = show.block(media.alt, 1500).text
    alt = given or ("No description" if media.kind == "image" else "")
    name = show.file_name(media.name)
    kind = show.line(media.kind, 20).capitalize() or "File"
    return note(
        ICONS.get(media.kind, "paperclip"), ": ".join(filter(None, (name or kind, alt))), width
    )


def _loader(media: Media, busy: bool) -> Part:
    if busy:
        return note("loader", "Loading…", 200)
    return Knob("Load the picture", "image", media.url, "download")
