"""Introducing two customers: each is asked first, without the other's name."""

from datetime import datetime
from functools import partial

from cm_desk.actions import reply
from cm_desk.actions.reply import UNDO_S, Sending
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import introductions as rules
from cm_desk.domain.introductions import Course
from cm_desk.errors import BadInput
from cm_desk.store import contacts, introductions
from cm_desk.store.drafts import Draft
from cm_desk.store.gestures import Gesture
from cm_desk.store.introductions import Introduction
from cm_desk.store.tx import Tx


async def think_of(
    desk: Desk,
    contact_id: int,
    other_id: int,
    circle: str,
    why: str,
    other_why: str,
    message_id: int | None = None,
    other_message: int | None = None,
) -> tuple[int, Undo]:
    """An idea, with the words of both that made us think of it. Nobody hears of it yet."""
    if contact_id == other_id:
        raise BadInput("One person cannot be introduced to themselves.", "Choose another one.")
    if not why.strip() or not other_why.strip():
        raise BadInput("An introduction needs the words of both.", "Quote what each of them said.")
    idea = Introduction(
        *(0, contact_id, "", other_id, "", circle, why, other_why, message_id, other_message),
        *(Course(), desk.now()),
    )
    id = await desk.store.write(introductions.add, idea)
    return id, Undo("Idea noted.", partial(desk.store.write, introductions.remove, id))


async def ask(
    desk: Desk, introduction: Introduction, draft: Draft, undo_s: float = UNDO_S
) -> Sending:
    """Ask the next of the two by `draft`. Raises BadInput when it names the other one."""
    now = desk.now()
    course = _needed(rules.ask(introduction.course, now), "Nobody is to be asked now.")
    await _nameless(desk, introduction, draft.text)
    gesture = _gesture(introduction, introduction.asked_id, now)
    step = partial(_with, introduction.id, course)
    return await reply.send(desk, draft, undo_s, gesture, step)


async def answered(desk: Desk, introduction: Introduction, yes: bool) -> Undo:
    """What the one who was asked said. A no stays with us."""
    found = rules.answer(introduction.course, yes, desk.now())
    course = _needed(found, "Nobody was asked, or it is over.")
    return await _move(desk, introduction, course, "They said yes." if yes else "They said no.")


async def introduce(
    desk: Desk, introduction: Introduction, draft: Draft, undo_s: float = UNDO_S
) -> Sending:
    """Tell one of them who the other is, after both said yes."""
    now = desk.now()
    course = _needed(rules.introduce(introduction.course, now), "Both must say yes first.")
    gesture = _gesture(introduction, introduction.contact_id, now)
    step = partial(_with, introduction.id, course)
    return await reply.send(desk, draft, undo_s, gesture, step)


async def tell_other(
    desk: Desk, introduction: Introduction, draft: Draft, undo_s: float = UNDO_S
) -> Sending:
    """Tell the second one, too, after the first knows."""
    if not introduction.met_at:
        raise BadInput("The first must know before the second.", "Introduce them first.")
    gesture = _gesture(introduction, introduction.other_id, desk.now())
    return await reply.send(desk, draft, undo_s, gesture)


async def look_back(
    desk: Desk, introduction: Introduction, outcome: str, talking: bool | None
) -> Undo:
    """What came of it, as far as one of them told."""
    await desk.store.write(introductions.look, introduction.id, outcome, talking, desk.now())
    was = (introduction.outcome, introduction.talking, introduction.looked_at)
    return Undo("Noted.", partial(desk.store.write, introductions.look, introduction.id, *was))


async def remove(desk: Desk, introduction: Introduction) -> Undo:
    """What was asked and given stays in both stories; only the idea goes."""
    await desk.store.write(introductions.remove, introduction.id)
    return Undo("Taken away.", partial(desk.store.write, introductions.restore, introduction))


async def lapse(desk: Desk) -> int:
    """End what nobody answered in time; how many that were."""
    known = await desk.store.read(introductions.all)
    over = [(i, c) for i in known if (c := rules.lapse(i.course, desk.now())) != i.course]
    for each, course in over:
        await desk.store.write(introductions.move, each.id, course)
    return len(over)


def _with(id: int, course: Course, tx: Tx, gesture_id: int) -> None:
    introductions.move_with(tx, id, course, gesture_id)


async def _move(desk: Desk, introduction: Introduction, course: Course, what: str) -> Undo:
    await desk.store.write(introductions.move, introduction.id, course)
    back = partial(desk.store.write, introductions.move, introduction.id, introduction.course)
    return Undo(what, back)


async def _nameless(desk: Desk, introduction: Introduction, text: str) -> None:
    """A name crosses over only after both said yes."""
    whom = introduction.asked_id
    hidden = introduction.other_id if whom == introduction.contact_id else introduction.contact_id
    person = await desk.store.read(contacts.person, hidden)
    known = [] if person is None else [person.name]
    known += [each.handle for each in person.identities] if person else []
    for name in known:
        if name.strip() and name.casefold().strip("@") in text.casefold():
            raise BadInput(f"This names {name}, who has not said yes.", "Ask without the name.")


def _gesture(introduction: Introduction, contact_id: int, at: datetime) -> Gesture:
    first = contact_id == introduction.contact_id
    why = introduction.why if first else introduction.other_why
    message = introduction.message_id if first else introduction.other_message
    return Gesture(0, contact_id, "introduction", at, why=why, message_id=message)


def _needed(course: Course | None, why: str) -> Course:
    if course is None:
        raise BadInput(why, "Look at where it stands.")
    return course
