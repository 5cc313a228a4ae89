"""Rewards given as gestures: the shelf, the ledger and the story change together, and back."""

from collections.abc import Iterable
from functools import partial

from cm_desk.actions import allowances, kinds
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import rewards as rules
from cm_desk.domain.rewards import NAME, Reward
from cm_desk.errors import BadInput
from cm_desk.insight.attention import first_in_line
from cm_desk.store import acts, gestures, settings
from cm_desk.store.allowances import Request
from cm_desk.store.gestures import Gesture
from cm_desk.store.tx import Tx


async def shelf(desk: Desk) -> tuple[Reward, ...]:
    return rules.read(await desk.store.read(settings.get, NAME))


async def set_shelf(desk: Desk, new: Iterable[Reward]) -> Undo:
    old = await desk.store.read(settings.get, NAME)
    text = rules.text([rules.checked(each) for each in new])
    await desk.store.write(settings.set, NAME, text)
    return Undo("Shelf changed.", partial(desk.store.write, settings.set, NAME, old))


async def give(desk: Desk, contact_id: int, name: str, act_id: int, voice: str = "") -> Undo:
    """For an act of theirs. Raises BadInput when none is left, or without such an act."""
    reward = next((each for each in await shelf(desk) if each.name == name), None)
    if reward is None:
        raise BadInput(f"There is no reward “{name}”.", "Look at the shelf.")
    act = await desk.store.read(acts.get, act_id)
    if act is None or act.contact_id != contact_id or act.state != acts.CONFIRMED:
        raise BadInput("A reward is for something they did.", "Choose one of their acts of help.")
    await kinds.known(desk, reward.kind)
    given = Gesture(
        0, contact_id, reward.kind, desk.now(), voice, act.quote, act.message_id,
        reward.cost_cents, reward.currency, reward.minutes, reward.name,
    )  # fmt: skip
    grant = await allowances.grant_for(desk, given)
    id = await desk.store.write(_give, reward.name, given, grant)
    if id is None:
        raise BadInput(f"No {name} is left.", "Choose another one, or fill the shelf.")
    return Undo(f"{name} given.", partial(desk.store.write, _take_back, name, id))


def _give(tx: Tx, name: str, given: Gesture, grant: Request | None) -> int | None:
    left = rules.taken(rules.read(settings.get(tx.db, NAME)), name)
    if left is None:
        return None
    settings.set(tx, NAME, rules.text(left))
    id = gestures.add(tx, given)
    allowances.use(tx, grant, id)
    return id


def _take_back(tx: Tx, name: str, gesture_id: int) -> None:
    if gestures.remove(tx, gesture_id):
        back = rules.taken(rules.read(settings.get(tx.db, NAME)), name, -1)
        settings.set(tx, NAME, rules.text(back or ()))


def draw(seed: str, names: Iterable[str]) -> list[str]:
    """A fair draw among those who fit: the same seed and names give the same order to anybody."""
    return first_in_line(seed, names)
