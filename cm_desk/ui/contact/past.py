"""The piece of a story that is loaded: it grows at both ends, and lets go of what is far away.

No Qt. A coroutine says whether it changed something; one that was overtaken changes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass

from cm_desk.desk import Desk
from cm_desk.store import river
from cm_desk.store.paging import Slice
from cm_desk.store.places import BOTTOM, TOP, Place
from cm_desk.store.river import Entry

PAGE, ABOVE = 50, 25
MOST, KEPT = 400, 300  # entries: more are never held, and then so many stay


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose story, and what of it. `accounts` None: everything, wherever it was."""

    contact_id: int = 0
    kinds: frozenset[str] = river.KINDS
    accounts: frozenset[int] | None = None


class Past:
    """`begun`: nothing newer is missing, `ended`: nothing older."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.asked = Asked()
        self.entries: list[Entry] = []
        self.begun = self.ended = False
        self._turn = 0  # rises with each new beginning

    async def begin(self, asked: Asked, place: Place = TOP) -> bool:
        """Load around a place: what stands below it, and a little above."""
        self._turn += 1
        turn, self.asked = self._turn, asked
        below = await self._page(place, PAGE)
        above: Slice[Entry] = Slice(())
        if place != TOP:
            above = await self._page(place, ABOVE, newer=True)
        if turn != self._turn:
            return False
        self.entries = [*above.items, *below.items]
        self.begun, self.ended = above.cursor is None, below.cursor is None
        return True

    async def older(self) -> bool:
        if self.ended or not self.entries:
            return False
        turn, last = self._turn, self.entries[-1].place
        found = await self._page(last, PAGE)
        if turn != self._turn or self.entries[-1].place != last:
            return False
        self.entries += found.items
        self.ended = found.cursor is None
        if len(self.entries) > MOST:
            self.entries, self.begun = self.entries[-KEPT:], False
        return True

    async def newer(self) -> bool:
        if self.begun or not self.entries:
            return False
        turn, first = self._turn, self.entries[0].place
        found = await self._page(first.above(), PAGE, newer=True)
        if turn != self._turn or self.entries[0].place != first:
            return False
        self.entries = [*found.items, *self.entries]
        self.begun = found.cursor is None
        if len(self.entries) > MOST:
            self.entries, self.ended = self.entries[:KEPT], False
        return True

    async def again(self, near: Place) -> bool:
        """Something of this person changed: read what is loaded again, but no message twice.

        Where very much came in between, only what is around `near`.
        """
        turn, one = self._turn, self.asked
        while True:
            ends = self._ends()
            known = {each.message.id: each for each in self.entries if each.message}
            found = await self._desk.store.read(
                river.between, one.contact_id, one.kinds, one.accounts, *ends, known.keys(), MOST
            )
            if turn != self._turn:
                return False
            if ends == self._ends():  # no page came meanwhile
                break
        if found is None:
            return await self.begin(self.asked, near.above())
        stay = [each for id, each in known.items() if id in found.message_ids]
        self.entries = sorted((*found.entries, *stay), key=lambda e: e.place, reverse=True)
        return True

    async def said_again(self, conversation_ids: Collection[int]) -> bool:
        """Messages of these conversations were edited, or taken back."""
        turn, known = self._turn, self.entries
        ids = [
            e.message.id
            for e in known
            if e.message and e.message.conversation_id in conversation_ids
        ]
        if not ids:
            return False
        fresh = {e.place: e for e in await self._desk.store.read(river.said, ids)}
        if turn != self._turn:
            return False
        now = [fresh.get(each.place, each) for each in self.entries]
        changed = now != self.entries
        self.entries = now
        return changed

    def _ends(self) -> tuple[Place, Place]:
        """All that is loaded stands from the first of these up to the second."""
        if not self.entries:
            return BOTTOM, TOP
        low = BOTTOM if self.ended else self.entries[-1].place
        return low, TOP if self.begun else self.entries[0].place.above()

    async def _page(self, place: Place, limit: int, newer: bool = False) -> Slice[Entry]:
        one = self.asked
        return await self._desk.store.read(
            river.page, one.contact_id, one.kinds, str(place), limit, one.accounts, newer
        )
