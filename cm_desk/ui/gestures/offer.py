"""What the dialog of a gesture knows before it opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cm_desk.actions import allowances, reaching
from cm_desk.actions import voices as lending
from cm_desk.actions.accounts import capabilities
from cm_desk.actions.reaching import Reach
from cm_desk.desk import Desk
from cm_desk.domain.attached import Attached
from cm_desk.insight.allowance import Item
from cm_desk.store import accounts, contacts, gestures, known, ledger, messages, river, voices
from cm_desk.store.gestures import Gesture
from cm_desk.store.known import Known
from cm_desk.store.messages import Message
from cm_desk.ui.gestures import purse
from cm_desk.ui.gestures.kinds import look
from cm_desk.ui.gestures.purse import Purse

RECENT = 30


@dataclass(frozen=True, slots=True)
class Offer:
    """`messages` are theirs, the newest first; `chosen` those that are quoted at first.

    `voices` are the names that may stand under it, and the ids of those that release their texts
    themselves. `conversation_id` is where it can be written; where there is none, `reach` says
    whether a new message goes to them.
    """

    contact_id: int
    name: str
    messages: tuple[Message, ...]
    chosen: tuple[int, ...]
    voices: Mapping[str, int | None]
    signer: str = ""
    currency: str = "EUR"
    known: Known = field(default_factory=Known)
    conversation_id: int | None = None
    purse: Purse = field(default_factory=Purse)
    because: str = ""  # why this moment deserves an unexpected voice
    reach: Reach | None = None
    unasked: tuple[Item, ...] = ()
    kind: str = ""  # chosen before it opens

    @property
    def writable(self) -> bool:
        return self.conversation_id is not None or bool(self.reach and self.reach.can)


async def read(desk: Desk, contact_id: int, *quotes: int) -> Offer | None:
    """`quotes` are the messages it is about; without one it is about their newest."""
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return None
    await look(desk)
    theirs = await _theirs(desk, contact_id, quotes)
    past = await desk.store.read(gestures.page)
    signers = {each.id: each.signer for each in await desk.store.read(accounts.all) if each.signer}
    lent: dict[str, int | None] = {v.signature: v.id for v in await desk.store.read(voices.all)}
    names = [*signers.values(), *await desk.store.read(ledger.voices), *lent]
    there = {each.id for each in theirs}
    place = await _place(desk, theirs, quotes)
    signer = await signer_of(desk)
    usual = next((g.currency for g in past.items if g.currency), "EUR")
    return Offer(
        contact_id,
        person.name,
        theirs,
        tuple(each for each in quotes if each in there) or tuple(each.id for each in theirs[:1]),
        {name: lent.get(name) for name in names},
        signer,
        usual,
        await desk.store.read(known.of, contact_id),
        place,
        await purse.read(desk, signer, contact_id, usual),
        next((each.because for each in await lending.deserving(desk, contact_id)), ""),
        await reaching.reach(desk, contact_id) if place is None else None,
        await allowances.unasked(desk, signer),
    )


async def _theirs(desk: Desk, contact_id: int, quotes: tuple[int, ...]) -> tuple[Message, ...]:
    recent = await desk.store.read(river.page, contact_id, frozenset({"message"}), None, RECENT)
    found = [e.message for e in recent.items if e.message and not e.message.outgoing]
    for id in quotes:
        asked = await desk.store.read(messages.get, id)
        if asked and not asked.outgoing and id not in [each.id for each in found]:
            found.append(asked)
    return tuple(found)


async def _place(desk: Desk, theirs: tuple[Message, ...], quotes: tuple[int, ...]) -> int | None:
    """The conversation of what is quoted, else their newest one, where we are signed in."""
    ours = await desk.store.read(accounts.all)
    signed_in = {a.id for a in ours if a.base_url and capabilities(desk, a).answers}
    can = [each for each in theirs if each.account_id in signed_in]
    about = [each for each in can if each.id in quotes]
    return next((each.conversation_id for each in (*about, *can)), None)


def attached_of(gesture: Gesture, more: tuple[int, ...] = ()) -> Attached:
    """One of the ledger as the dialog shows it."""
    g = gesture
    first = (g.message_id,) if g.message_id is not None else ()
    return Attached(
        *(g.kind, g.contact_id, (*first, *more), g.voice, g.voice_id, g.note, g.cost_cents),
        *(g.currency or "EUR", g.minutes, g.public, g.asked, g.giver),
    )


async def signer_of(desk: Desk) -> str:
    """Who of us gives, unless it is said."""
    return next((each.signer for each in await desk.store.read(accounts.all) if each.signer), "")
