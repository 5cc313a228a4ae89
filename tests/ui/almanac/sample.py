"""A month in which everything happens; today is the fifth of March 2026."""

from datetime import timedelta

from cm_desk.actions import almanac, dates, promises, touch
from cm_desk.desk import Desk
from cm_desk.domain.model import Page
from cm_desk.store import contacts, messages
from cm_desk.store.tx import Tx
from tests.conftest import NOW
from tests.ui.inbox.sample import LONG, MINSEO, OMAR
from tests.ui.people import said, settle_in

DAY = timedelta(days=1)


def _others(tx: Tx) -> list[int]:
    found = []
    for n, who in enumerate((LONG, MINSEO, OMAR)):
        messages.save(tx, 1, Page((said(who, f"o{n}", 2, "Hello", thread=f"o{n}"),)), "new")
        id = contacts.resolve(tx.db, "mastodon", who.key)
        assert id is not None
        found.append(id)
    return found


async def month(desk: Desk) -> int:
    priya = await settle_in(desk)
    long, minseo, omar = await desk.store.write(_others)
    await dates.add(desk, priya, "Birthday", "12.3.1990")
    await dates.add(desk, minseo, "Birthday", "12 March")
    await dates.add(desk, omar, "Wedding day", "2026-03-27", yearly=False)
    await dates.add(desk, long, "The day of " + "x" * 500, "12 March")
    await promises.promise(desk, omar, "Send the lid 🎂", NOW + 2 * DAY)
    await touch.wish(desk, priya, "every 3 weeks")
    await almanac.name_day(desk, "Spring letters", "20 March")
    return priya
