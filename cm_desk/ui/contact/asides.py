"""What can stand beside a story, read from the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cm_desk.desk import Desk
from cm_desk.domain.account import Account
from cm_desk.store import accounts, posts, signals
from cm_desk.store.messages import Message
from cm_desk.store.river import Entry
from cm_desk.store.signals import Felt
from cm_desk.ui.art import service_name
from cm_desk.ui.contact import words
from cm_desk.ui.contact.beside import Line
from cm_desk.ui.format import count

AWAY = "What it was about is not on this computer."
DID = {
    "like": "Liked",
    "boost": "Boosted",
    "follow": "Started to follow us",
    "quote": "Quoted",
    "solved": "Took as the solution",
}


@dataclass(frozen=True, slots=True)
class Aside:
    """`nothing` is said where there are no lines."""

    title: str
    below: str
    lines: tuple[Line, ...]
    nothing: str


async def happening(desk: Desk, at: datetime) -> Aside:
    """Our own public posts from the day before to the day after."""
    found = await desk.store.read(posts.around, at)
    ours = await desk.store.read(accounts.all)
    below = f"Our public posts, {span(at)}"
    nothing = "We posted nothing in public from the day before to the day after."
    return Aside("What was happening", below, tuple(_posted(found, ours)), nothing)


def span(at: datetime) -> str:
    """ "13 to 15 March 2025", "31 December 2025 to 2 January 2026"."""
    first, _, last = posts.days(at)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {last:%B %Y}"
    begin = f"{first.day} {first:%B}" if first.year == last.year else f"{first.day} {first:%B %Y}"
    return f"{begin} to {last.day} {last:%B %Y}"


def _posted(found: Sequence[Message], ours: Sequence[Account]) -> list[Line]:
    names = {each.id: each.name or each.handle for each in ours}
    return [
        Line(m.sent_at, m.service, names[m.account_id], m.text, m.conversation_id, m.id)
        for m in found
    ]


async def liked(desk: Desk, contact_id: int, entry: Entry) -> Aside:
    """Each of the signals that the story tells in one line."""
    found = await desk.store.read(
        signals.of_month, contact_id, entry.service, entry.signal_kind, entry.at
    )
    title = words.signals(entry.signal_kind, entry.count, entry.at)
    below = service_name(entry.service)
    if len(found) < entry.count:
        below = f"{below}. The newest {count(len(found), 'one', 'ones')} of them"
    return Aside(title, below, tuple(_felt(each, entry.service) for each in found), "")


def _felt(each: Felt, service: str) -> Line:
    text = each.text or ("" if each.kind == "follow" else AWAY)
    return Line(each.at, service, DID[each.kind], text, each.conversation_id, each.message_id)
