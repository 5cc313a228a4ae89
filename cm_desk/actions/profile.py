"""All that is known of one person, read together: what stands beside their story."""

from dataclasses import dataclass
from datetime import datetime

from cm_desk.actions import touch as touching
from cm_desk.actions.touch import Line
from cm_desk.desk import Desk
from cm_desk.domain import zones
from cm_desk.domain.known import About
from cm_desk.insight import saydo
from cm_desk.insight.channels import Channels, channels
from cm_desk.insight.hours import Clock, guess
from cm_desk.insight.languages import Languages, languages
from cm_desk.insight.saydo import Month
from cm_desk.store import (
    activity,
    badges,
    consents,
    contacts,
    deeds,
    gestures,
    habits,
    notes,
    promises,
)
from cm_desk.store import known as knowing
from cm_desk.store.activity import Active
from cm_desk.store.badges import Badge
from cm_desk.store.consents import Consent
from cm_desk.store.contacts import Person
from cm_desk.store.gestures import Gesture
from cm_desk.store.known import Known
from cm_desk.store.notes import Note
from cm_desk.store.promises import Promise


@dataclass(frozen=True, slots=True)
class Habits:
    """What was counted, not told: from the newest of what they wrote."""

    languages: Languages
    clock: Clock
    channels: Channels
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    person: Person
    known: Known
    habits: Habits
    active: tuple[Active, ...]
    promises: tuple[Promise, ...]
    gestures: tuple[Gesture, ...]
    notes: tuple[Note, ...]
    touch: Line | None = None
    badges: tuple[Badge, ...] = ()
    consents: tuple[Consent, ...] = ()


async def profile(desk: Desk, contact_id: int) -> Profile | None:
    """None: that person is not here any more. One who was joined leads to the whole person."""
    read = desk.store.read
    person = await read(contacts.person, contact_id)
    if person is None:
        return None
    return Profile(
        person,
        await read(knowing.of, person.id),
        await _habits(desk, person.id),
        tuple(await read(activity.by_month, person.id)),
        tuple(await read(promises.of, person.id)),
        tuple(await read(gestures.of, person.id)),
        tuple(await read(notes.of, person.id)),
        await touching.of(desk, person.id),
        (await read(badges.of, [person.id])).get(person.id, ()),
        tuple(await read(consents.of, person.id)),
    )


async def _habits(desk: Desk, contact_id: int) -> Habits:
    now = desk.now()
    heard = await desk.store.read(habits.heard, contact_id)
    counts = await desk.store.read(deeds.counts, contact_id, saydo.since(now), now)
    return Habits(
        languages((each.lang, each.text) for each in heard),
        guess(each.at for each in heard),
        channels(each.service for each in heard),
        saydo.lanes(((c.year, c.month, c.kind, c.n) for c in counts), now),
    )


def their_clock(found: Profile, now: datetime) -> float | None:
    """Hours ahead of UTC: what they told us, else what their hours of writing say."""
    if told := found.known.one(About.ZONE):
        return zones.offset_h(told.text, now)
    return found.habits.clock.offset_h
