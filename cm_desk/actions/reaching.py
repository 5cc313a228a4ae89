"""A first message to somebody: no conversation with them can be answered, and a door is open."""

from dataclasses import dataclass, replace

from cm_desk.actions import attaching
from cm_desk.actions.accounts import capabilities
from cm_desk.actions.doors import CHAT, WayTo, doors_of
from cm_desk.desk import Desk
from cm_desk.domain import doors
from cm_desk.domain.attached import Attached
from cm_desk.domain.model import Author, Capabilities
from cm_desk.errors import BadInput
from cm_desk.store import accounts, contacts, drafts
from cm_desk.store.drafts import Draft


@dataclass(frozen=True, slots=True)
class Reach:
    """`ways` are all that lead to them; `can` are open, and take a message nobody asked for."""

    ways: tuple[WayTo, ...] = ()
    can: tuple[WayTo, ...] = ()

    def way(self, public: bool) -> WayTo | None:
        """The first that is as public as wanted. Where private messages go by a door of their
        own nothing private is said at the other one."""
        return next((each for each in self.can if _fits(each, public)), None)


def _fits(way: WayTo, public: bool) -> bool:
    return way.private != public if way.service + CHAT in doors.rules() else True


async def reach(desk: Desk, contact_id: int) -> Reach:
    ways = await doors_of(desk, contact_id)
    offered = {a.id: capabilities(desk, a) for a in await desk.store.read(accounts.all)}
    begins = {id for id, offers in offered.items() if offers.answers and offers.begins}
    return Reach(ways, tuple(w for w in ways if w.door.is_open and w.account_id in begins))


async def begin(desk: Desk, attached: Attached) -> Draft:
    """The draft of a new message to them, with the gesture. One to the same door that was begun
    before keeps its words. Raises BadInput where no door is open any more."""
    way = (await reach(desk, attached.contact_id)).way(attached.public)
    if way is None:
        raise BadInput("No door to them is open.", "Record the gesture without a message.")
    draft = await _begun(desk, await _blank(desk, way, attached.contact_id, attached.public))
    if not draft.text.strip():
        words = await attaching.first_words(desk, attached)
        draft = replace(draft, text=words, cursor=len(words))
    draft = replace(draft, gesture=attached, saved_at=desk.now())
    return replace(draft, id=await desk.store.write(drafts.save, draft))


async def write(desk: Desk, contact_id: int) -> Draft:
    """The draft of a first message, between the two of us where that can be. Raises BadInput
    where no door is open."""
    found = await reach(desk, contact_id)
    if not found.can:
        raise BadInput("No door to them is open from here.", "Sync, and look again.")
    way = found.way(public=False) or found.can[0]
    draft = await _begun(desk, await _blank(desk, way, contact_id, public=False))
    draft = replace(draft, saved_at=desk.now())
    return replace(draft, id=await desk.store.write(drafts.save, draft))


async def _begun(desk: Desk, new: Draft) -> Draft:
    """With the words of one to the same door that was begun before."""
    old = next((d for d in await desk.store.read(drafts.page) if _same(d, new)), None)
    if old is None:
        return new
    return replace(new, id=old.id, text=old.text, subject=old.subject, gesture=old.gesture)


async def _blank(desk: Desk, way: WayTo, contact_id: int, public: bool) -> Draft:
    account = await desk.store.read(accounts.get, way.account_id)
    offers = capabilities(desk, account) if account else Capabilities()
    return Draft(
        *(0, None, way.account_id, ""),
        visibility=_seen_by(way, offers, public),
        lang=await attaching.language(desk, contact_id) if offers.language else "",
        to=(await _author(desk, way, contact_id),),
    )


def _seen_by(way: WayTo, offers: Capabilities, public: bool) -> str:
    """Between the two of us, unless it is to be public."""
    wanted = "public" if public else "direct"
    if way.private or wanted in offers.visibilities:
        return wanted
    return next(iter(offers.visibilities), "")


async def _author(desk: Desk, way: WayTo, contact_id: int) -> Author:
    for each in await desk.store.read(contacts.identities, contact_id):
        if (each.service, each.handle) == (way.service, way.handle):
            return Author(each.key, each.handle, each.name, each.url)
    raise BadInput("That profile is gone.", "Record the gesture without a message.")


def _same(old: Draft, new: Draft) -> bool:
    keys = [each.key for each in new.to]
    ours = (old.conversation_id, old.account_id) == (None, new.account_id)
    return ours and [each.key for each in old.to] == keys
