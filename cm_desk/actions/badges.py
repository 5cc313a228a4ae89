"""Badges: suggested with the evidence, awarded by a person with a reason."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import badges as rules
from cm_desk.domain.badges import Criterion
from cm_desk.errors import BadInput
from cm_desk.insight.badges import Deserved, deserved
from cm_desk.insight.board import Helped
from cm_desk.paths import resource
from cm_desk.store import acts, badges, contacts, settings
from cm_desk.store import board as counting
from cm_desk.store.badges import Badge

CRITERIA, PASSED = "badges.criteria", "badges.passed"  # settings
MOST_PASSED = 2000


@dataclass(frozen=True, slots=True)
class Suggestion:
    deserved: Deserved
    who: str
    avatar_url: str


async def criteria(desk: Desk) -> tuple[Criterion, ...]:
    """As a person edited them, or as they came."""
    changed = await desk.store.read(settings.get, CRITERIA)
    return rules.read(changed or resource("badges.json").read_text("utf-8"))


async def set_criteria(desk: Desk, new: Iterable[Criterion]) -> Undo:
    old = await desk.store.read(settings.get, CRITERIA)
    text = rules.text([rules.checked(each) for each in new])
    await desk.store.write(settings.set, CRITERIA, text)
    return Undo("Badges changed.", partial(desk.store.write, settings.set, CRITERIA, old))


async def suggestions(desk: Desk) -> list[Suggestion]:
    """Whose confirmed help fits the words of a badge they do not have."""
    known = await criteria(desk)
    now, longest = desk.now(), max((each.days for each in known), default=1)
    done = await desk.store.read(counting.done, now - timedelta(days=longest), now)
    helped = [Helped(a.act_id, a.contact_id, a.kind, a.quote, a.at) for a in done]
    held = await desk.store.read(badges.held)
    found = deserved(known, helped, held, await _passed(desk), now)
    faces = await desk.store.read(contacts.faces, {each.contact_id for each in found})
    return [Suggestion(each, *faces.get(each.contact_id, ("", ""))) for each in found]


async def award(
    desk: Desk, contact_id: int, key: str, reason: str, act_id: int | None, voice: str = ""
) -> tuple[int, Undo]:
    """Raises BadInput without a reason in words, or without an act of theirs."""
    badge = next((each for each in await criteria(desk) if each.key == key), None)
    if badge is None:
        raise BadInput(f"There is no badge “{key}”.", "Look at: badges")
    if not reason.strip():
        raise BadInput("A badge has a reason.", "Say in your words what it is for.")
    act = await desk.store.read(acts.get, act_id) if act_id else None
    if act is None or act.contact_id != contact_id or act.state != acts.CONFIRMED:
        raise BadInput("A badge is for something they did.", "Choose one of their acts of help.")
    if (contact_id, key) in await desk.store.read(badges.held):
        raise BadInput("They have this badge already.", "Once is enough.")
    new = Badge(
        0, contact_id, key, badge.name, badge.icon, reason.strip(), act.id, voice, desk.now()
    )
    id = await desk.store.write(badges.add, new)
    return id, Undo(f"{badge.name} awarded.", partial(desk.store.write, badges.remove, id))


async def remove(desk: Desk, badge: Badge) -> Undo:
    await desk.store.write(badges.remove, badge.id)
    return Undo(f"{badge.name} taken away.", partial(desk.store.write, badges.add, badge))


async def pass_over(desk: Desk, each: Deserved) -> Undo:
    """Not for this: it comes again when they helped once more."""
    old = await desk.store.read(settings.get, PASSED)
    new = [*json.loads(old or "[]"), [each.acts[0].act_id, each.badge.key]][-MOST_PASSED:]
    await desk.store.write(settings.set, PASSED, json.dumps(new))
    return Undo("Passed over.", partial(desk.store.write, settings.set, PASSED, old))


async def _passed(desk: Desk) -> set[tuple[int, str]]:
    found = json.loads(await desk.store.read(settings.get, PASSED) or "[]")
    return {(int(id), str(key)) for id, key in found}
