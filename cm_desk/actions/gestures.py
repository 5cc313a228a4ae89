"""Small kindnesses, and what they cost."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from cm_desk.actions import allowances, kinds
from cm_desk.actions.attaching import WHY_CHARS, quoted
from cm_desk.actions.files import told
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.kinds import Kind
from cm_desk.errors import BadInput
from cm_desk.store import apologies, contacts, gestures, ledger, messages
from cm_desk.store.allowances import Request
from cm_desk.store.gestures import Direction, Gesture, Given, Quote
from cm_desk.store.ledger import Sift
from cm_desk.store.tx import Tx

COLUMNS = (
    "date", "person", "kind", "direction", "other person", "from", "channel", "reason", "note",
    "cost", "currency", "minutes", "public", "asked", "came back", "came back on",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


async def give(
    desk: Desk,
    contact_id: int,
    kind: str,
    *,
    at: datetime | None = None,
    voice: str = "",
    why: str = "",
    message_id: int | None = None,
    cost_cents: int = 0,
    currency: str = "EUR",
    minutes: int = 0,
    note: str = "",
    public: bool = False,
    conversation_id: int | None = None,
) -> Undo:
    """Write down a gesture; `at` None is now, `voice` who gave it, `why` the quoted reason."""
    return await record(
        desk,
        Gesture(
            0, contact_id, kind, at or desk.now(), voice, why, message_id, cost_cents, currency,
            minutes, note, public, conversation_id,
        ),
    )  # fmt: skip


async def record(desk: Desk, gesture: Gesture, quotes: Sequence[int] = ()) -> Undo:
    """Write down one that was given, or received, without a message of ours. `quotes` are
    messages that are its reasons; the first stands in the ledger."""
    found = await kinds.known(desk, gesture.kind)
    said = [each for id in quotes if (each := await desk.store.read(messages.get, id))]
    if said:
        first = said[0]
        why = gesture.why or first.text[:WHY_CHARS]
        gesture = replace(gesture, message_id=first.id, why=why)
        gesture = replace(gesture, conversation_id=gesture.conversation_id or first.conversation_id)
    _check(gesture, found)
    rest = quoted(said[1:])
    grant = await allowances.grant_for(desk, gesture)
    id = await desk.store.write(_put, gesture, rest, grant)
    return Undo(f"{found.label} noted.", partial(desk.store.write, gestures.remove, id))


async def change(desk: Desk, gesture: Gesture, quotes: Sequence[int] | None = None) -> Undo:
    """Everything of one in the ledger but whom it was for; `quotes` None: as they were."""
    old = await desk.store.read(gestures.get, gesture.id)
    if old is None:
        raise BadInput("That gesture is gone.", "Look at the ledger again.")
    kept = await desk.store.read(gestures.quotes, gesture.id)
    rest = kept
    if quotes is not None:
        said = [each for id in quotes if (each := await desk.store.read(messages.get, id))]
        first = said[0] if said else None
        if first and first.id != old.message_id:
            gesture = replace(gesture, message_id=first.id, why=first.text[:WHY_CHARS])
        elif first is None:
            gesture = replace(gesture, message_id=None)
        rest = quoted(said[1:])
    if gesture.kind != old.kind:
        await kinds.known(desk, gesture.kind)
    _check(gesture, None)
    grant = await allowances.grant_for(desk, gesture)
    await desk.store.write(_put, gesture, rest, grant)
    return Undo("Gesture changed.", partial(desk.store.write, gestures.put, old, kept))


def _put(tx: Tx, gesture: Gesture, quotes: Sequence[Quote], grant: Request | None) -> int:
    id = gestures.put(tx, gesture, quotes)
    allowances.use(tx, grant, id)
    if gesture.kind == "apology" and gesture.direction == Direction.GIVEN:
        apologies.sorry(tx, gesture.contact_id, id)
    return id


def _check(gesture: Gesture, kind: Kind | None) -> None:
    """`kind` None: an old one, which may have no reason."""
    if gesture.cost_cents < 0 or gesture.minutes < 0:
        raise BadInput("A gesture cannot cost less than nothing.")
    if gesture.direction == Direction.BETWEEN and gesture.other_id in (None, gesture.contact_id):
        raise BadInput("A gesture between people has two of them.", "Say who gave it to whom.")
    reason = gesture.why.strip() or gesture.message_id is not None
    if kind and kind.quotes and gesture.direction == Direction.GIVEN and not reason:
        raise BadInput("A gesture has a reason.", "Quote what they said, or say why.")


async def came_back(
    desk: Desk, gesture: Gesture, words: str = "", message_id: int | None = None
) -> Undo:
    """What came of it: a message of theirs, or what happened in a few words. Neither: nothing,
    and that is fine."""
    said = await desk.store.read(messages.get, message_id) if message_id else None
    text = words.strip() or (said.text[:WHY_CHARS] if said else "")
    at = said.sent_at if said else desk.now() if text else None
    if at and at < gesture.at:
        raise BadInput("That was said before the gesture.", "Choose something they said after it.")
    await desk.store.write(gestures.came_back, gesture.id, text, at, said.id if said else None)
    what = "What came back is noted." if text else "Nothing came back, and that is fine."
    before = (gesture.id, gesture.back, gesture.back_at, gesture.back_id)
    return Undo(what, partial(desk.store.write, gestures.came_back, *before))


async def remove(desk: Desk, gesture: Gesture) -> Undo:
    quotes: tuple[Quote, ...] = await desk.store.read(gestures.quotes, gesture.id)
    await desk.store.write(gestures.remove, gesture.id)
    return Undo("Gesture removed.", partial(desk.store.write, gestures.put, gesture, quotes))


async def as_csv(desk: Desk, sift: Sift | None = None) -> tuple[str, int]:
    """The ledger as a table for a spreadsheet, newest first, and how many rows it has."""
    out, rows, cursor = io.StringIO(), 0, None
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    labels = {each.key: each.label for each in await kinds.all(desk)}
    named = await desk.store.read(ledger.channels)
    while True:
        page = await desk.store.read(ledger.page, sift or Sift(), cursor, 200)
        others = {each.gesture.other_id for each in page.items if each.gesture.other_id}
        names = await desk.store.read(contacts.faces, others)
        for each in page.items:
            other = names.get(each.gesture.other_id or 0, ("", ""))[0]
            channel = named.get(each.gesture.account_id or 0, "")
            writer.writerow([_plain(cell) for cell in _cells(each, labels, other, channel)])
        rows, cursor = rows + len(page.items), page.cursor
        if cursor is None:
            return out.getvalue(), rows


async def save_csv(desk: Desk, file: Path, sift: Sift | None = None) -> int:
    """Into a file that a spreadsheet opens; how many rows it has."""
    text, rows = await as_csv(desk, sift)
    _keep(file, text)
    return rows


def _keep(file: Path, text: str) -> None:
    """A spreadsheet takes it for UTF-8 by its first mark."""
    with told(file):
        file.write_text("\ufeff" + text, "utf-8", newline="")


def _cells(each: Given, labels: dict[str, str], other: str, channel: str) -> list[str]:
    g = each.gesture
    yes = {True: "yes", False: "no"}
    return [
        *(f"{g.at.astimezone():%Y-%m-%d %H:%M}", each.who, labels.get(g.kind, g.kind)),
        *(g.direction, other, g.voice, channel, g.why, g.note, f"{g.cost_cents / 100:.2f}"),
        *(g.currency if g.cost_cents else "", str(g.minutes), yes[g.public], yes[g.asked]),
        *(g.back, f"{g.back_at.astimezone():%Y-%m-%d}" if g.back_at else ""),
    ]


def _plain(cell: str) -> str:
    """What strangers wrote must not be run as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
