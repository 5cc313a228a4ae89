"""Who could be introduced to whom, and the first words of each step."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from cm_desk.actions import introductions as introducing
from cm_desk.actions.accounts import capabilities
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.introductions import Stage
from cm_desk.errors import BadInput
from cm_desk.insight import meeting
from cm_desk.insight.pairs import Pair, pairs
from cm_desk.store import accounts, contacts, settings, standing
from cm_desk.store import pairs as reading
from cm_desk.store.contacts import Person
from cm_desk.store.drafts import Draft
from cm_desk.store.introductions import Introduction

PASSED = "introductions.passed"  # the setting with pairs that a person passed over
ASKED = timedelta(days=60)
QUOTE = 300  # characters
MOST_PASSED = 2000


@dataclass(frozen=True, slots=True)
class Proposed:
    pair: Pair
    first: str
    second: str


async def proposed(desk: Desk) -> list[Proposed]:
    """Pairs who never wrote in one conversation. Nobody hears of them."""
    read = desk.store.read
    asked = await read(reading.asked, desk.now() - ASKED)
    helped, circles = await read(reading.helped), await read(reading.circles)
    alone, passed = await read(reading.alone), await _passed(desk)
    known: set[tuple[int, int]] = set(passed)
    while True:  # whoever met is found out for the few that would be shown
        found = pairs(asked, helped, circles, known, alone)
        met = await read(reading.met, [each.key for each in found])
        if not met & {each.key for each in found}:
            break
        known |= met
    ids = {id for each in found for id in each.key}
    faces = await read(contacts.faces, ids)
    named = ((each, faces[each.first.contact_id], faces[each.second.contact_id]) for each in found)
    return [Proposed(each, first[0], second[0]) for each, first, second in named]


async def take(desk: Desk, pair: Pair) -> tuple[int, Undo]:
    """A good idea: it is noted, and still nobody hears of it."""
    first, second = pair.first, pair.second
    return await introducing.think_of(
        *(desk, first.contact_id, second.contact_id, pair.circle),
        *(first.quote[:QUOTE], second.quote[:QUOTE], first.message_id, second.message_id),
    )


async def pass_over(desk: Desk, pair: Pair) -> Undo:
    old = await desk.store.read(settings.get, PASSED)
    new = json.dumps([*json.loads(old or "[]"), list(pair.key)][-MOST_PASSED:])
    await desk.store.write(settings.set, PASSED, new)
    return Undo("Passed over.", partial(desk.store.write, settings.set, PASSED, old))


async def _passed(desk: Desk) -> set[tuple[int, int]]:
    found = json.loads(await desk.store.read(settings.get, PASSED) or "[]")
    return {(int(a), int(b)) for a, b in found}


async def words(desk: Desk, one: Introduction, second: bool = False) -> Draft:
    """A draft for the next step: to whom it goes, through which door, in private where it can.

    `second`: for the second one, once the first knows.
    """
    told = one.course.stage in (Stage.BOTH_YES, Stage.INTRODUCED)
    to = one.asked_id or (one.other_id if second else one.contact_id)
    first = to == one.contact_id
    person = await _person(desk, to)
    if told:
        other = await _person(desk, one.other_id if first else one.contact_id)
        handle = next((each.handle for each in other.identities), "")
        quote = one.other_why if first else one.why
        text = meeting.telling(person.name, other.name, handle, quote)
    else:
        text = meeting.asking(person.name, one.why if first else one.other_why)
    return replace(await _door(desk, to), text=text, cursor=len(text))


async def _person(desk: Desk, id: int) -> Person:
    person = await desk.store.read(contacts.person, id)
    if person is None:
        raise BadInput("That person is not here any more.", "Take the idea away.")
    return person


async def _door(desk: Desk, contact_id: int) -> Draft:
    """Where they last wrote to us, in private before in public."""
    ways = (await desk.store.read(standing.ways, [contact_id]))[contact_id]
    if not ways:
        raise BadInput("There is no way to write to them.", "Ask them where you meet.")
    way = min(ways, key=lambda each: not each.private)
    account = await desk.store.read(accounts.get, way.account_id)
    direct = account and "direct" in capabilities(desk, account).visibilities
    return Draft(0, way.conversation_id, way.account_id, "", visibility="direct" if direct else "")
