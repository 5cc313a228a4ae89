"""Who may be one person. A person decides; what they decided is remembered."""

from collections import defaultdict
from datetime import timedelta
from functools import partial
from itertools import combinations

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.insight.duplicates import Side, Suggestion, best, compare, keys
from cm_desk.store import duplicates

CROWD = 8  # what more people share says nothing about any two of them
LATER = timedelta(days=30)


async def suggestions(desk: Desk) -> list[Suggestion]:
    """The surest first. Compares only those who share a key, page by page."""
    sharing: dict[str, list[Side]] = defaultdict(list)
    after = 0
    while rows := await desk.store.read(duplicates.page, after):
        for row in rows:
            side = Side(*row)
            for each in keys(side):
                sharing[each].append(side)
        after = rows[-1][1]
    known = await desk.store.read(duplicates.judged, desk.now())
    pairs = {
        (a.identity_id, b.identity_id): (a, b)
        for group in sharing.values()
        if len(group) <= CROWD
        for a, b in combinations(group, 2)
        if a.contact_id != b.contact_id and (a.identity_id, b.identity_id) not in known
    }
    return best(found for a, b in pairs.values() if (found := compare(a, b)).shown)


async def not_the_same(desk: Desk, a: int, b: int) -> Undo:
    """By identity. They are never suggested again."""
    await desk.store.write(duplicates.judge, a, b)
    return Undo("Not the same person.", partial(desk.store.write, duplicates.forget, a, b))


async def later(desk: Desk, a: int, b: int) -> Undo:
    """By identity. They are suggested again in a month."""
    await desk.store.write(duplicates.judge, a, b, desk.now() + LATER)
    return Undo("Asked again in a month.", partial(desk.store.write, duplicates.forget, a, b))
