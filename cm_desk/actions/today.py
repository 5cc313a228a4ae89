"""Today's cards: who could be surprised, why, and with what. Nothing leaves without a hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from cm_desk.actions import reply, why
from cm_desk.actions.gestures import kinds
from cm_desk.actions.reply import UNDO_S, Sending
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import doors, rules, zones
from cm_desk.domain.doors import Facts
from cm_desk.domain.rules import Rules
from cm_desk.errors import BadInput
from cm_desk.insight import drafting, hours, languages, serendipity
from cm_desk.insight.attention import Care, overlooked
from cm_desk.insight.serendipity import Chosen, Limits, OpenDoor, Person, Reason, Rule
from cm_desk.store import (
    accounts,
    cards,
    habits,
    messages,
    promises,
    requests,
    settings,
    standing,
    voices,
)
from cm_desk.store.cards import Card
from cm_desk.store.drafts import Draft
from cm_desk.store.gestures import Gesture
from cm_desk.store.standing import Standing
from cm_desk.store.tx import Tx

LOOKED_AT = 300  # messages that tell somebody's hours and language
SPARE = 4  # times as many people as cards are looked at closely
SUIT: dict[Rule, tuple[str, ...]] = {  # what fits, the dearest wish first
    Rule.HURT: ("apology",),
    Rule.KEPT: ("thank-you", "surprise", "favour"),
    Rule.HELPED: ("thank-you", "gift", "shout-out", "surprise", "favour"),
    Rule.PRAISE: ("thank-you", "surprise", "gift", "favour"),
    Rule.OCCASION: ("surprise", "gift", "thank-you", "favour"),
    Rule.SILENCE: ("thank-you", "surprise", "favour", "gift"),
    Rule.TOUCH: ("thank-you", "surprise", "favour", "gift"),
}


@dataclass(frozen=True, slots=True)
class Today:
    """The cards of the day, done ones too, and why the others were left out, in words: how many
    people each reason kept back."""

    day: date
    cards: tuple[Card, ...]
    left_out: Mapping[str, int]

    @property
    def open(self) -> tuple[Card, ...]:
        return tuple(each for each in self.cards if each.state == cards.OPEN)


async def rules_now(desk: Desk) -> Rules:
    return rules.read(await desk.store.read(settings.get, rules.NAME))


async def set_rules(desk: Desk, new: Rules) -> Undo:
    """From the next card on; those of today that are open are chosen anew."""
    old = await desk.store.read(settings.get, rules.NAME)
    await desk.store.write(_set_rules, rules.text(new), _day(desk))
    return Undo("Rules changed.", partial(desk.store.write, _set_rules, old, _day(desk)))


def _set_rules(tx: Tx, text: str, day: date) -> None:
    settings.set(tx, rules.NAME, text)
    cards.drop(tx, day)


async def today(desk: Desk) -> Today:
    """Chosen once a day and then kept. Fewer are filled up when something new comes to light."""
    day, set_ = _day(desk), await rules_now(desk)
    known = await desk.store.read(cards.of_day, day)
    chosen, left_out = await _choose(desk, set_, day)
    there = {each.contact_id for each in known}
    fresh = [each for each in chosen if each.person.contact_id not in there]
    made = [c for each in fresh[: set_.most - len(known)] if (c := await _card(desk, each, day))]
    if made:
        await desk.store.write(cards.keep, made)
        known = await desk.store.read(cards.of_day, day)
    return Today(day, tuple(known), left_out)


async def do(desk: Desk, card: Card, text: str, undo_s: float = UNDO_S) -> Sending:
    """The reply, the gesture in the ledger and the card's end are one; undo takes all of it back.

    Raises BadInput for what cannot leave: no words, a voice that has not released them.
    """
    if card.state != cards.OPEN:
        raise BadInput("This card is decided already.", "Choose another one.")
    draft = Draft(
        0, card.conversation_id, card.account_id, text, visibility=await _seen(desk, card)
    )
    gesture = Gesture(
        *(0, card.contact_id, card.kind, desk.now(), card.voice, card.quote, card.message_id),
        voice_id=card.voice_id,
        conversation_id=card.conversation_id,
    )
    done = partial(_done, card, desk.now())
    return await reply.send(desk, draft, undo_s, gesture, done)


async def later(desk: Desk, card: Card) -> Undo:
    """Another day. It says nothing of the person."""
    days = (await rules_now(desk)).later_days
    return await _put_off(desk, card, cards.LATER, days, "", "Later, then.")


async def skip(desk: Desk, card: Card, why: str = "", never: bool = False) -> Undo:
    """Not this one: `why` is counted where everybody sees it. `never`: no card of theirs again."""
    days = None if never else (await rules_now(desk)).skip_days
    return await _put_off(desk, card, cards.SKIPPED, days, why, "Skipped.")


async def saw(desk: Desk, card: Card) -> None:
    if card.shown_at is None:
        await desk.store.write(cards.show, card.id, desk.now())


async def _put_off(
    desk: Desk, card: Card, state: str, days: int | None, why: str, what: str
) -> Undo:
    until = date.max if days is None else _day(desk) + timedelta(days=days)
    await desk.store.write(cards.decide, card.id, state, desk.now(), until.isoformat(), why)
    return Undo(what, partial(desk.store.write, cards.decide, card.id, cards.OPEN, None))


def _done(card: Card, at: datetime, tx: Tx, gesture_id: int) -> None:
    cards.done(tx, card.id, gesture_id, at)
    if card.rule == Rule.KEPT:
        promises.tell(tx, card.contact_id, gesture_id)


async def _choose(desk: Desk, set_: Rules, day: date) -> tuple[list[Chosen], dict[str, int]]:
    """First by what the record says at once, then the few that are left by their hours."""
    now = desk.now()
    reasons = await why.by_person(desk, set_)
    where = await desk.store.read(standing.of, reasons.keys(), now)
    care = await desk.store.read(standing.attention, now)
    gaps = {
        each.contact_id: each.gap
        for each in overlooked({id: Care(*both) for id, both in care.items()})
    }
    people = [
        _person(id, where[id], found, gaps.get(id, 0.0), now)
        for id, found in reasons.items()
        if id in where
    ]
    limits = Limits(
        set_.rest_days, set_.most * SPARE, set_.spoke_days, set_.night_from, set_.night_until
    )
    best = {each.person.contact_id for each in serendipity.cards(people, day, limits)}
    timed = [
        await _with_hour(desk, each, where[each.contact_id], now)
        for each in people
        if each.contact_id in best
    ]
    left_out: dict[str, int] = {}
    for each in (*timed, *(p for p in people if p.contact_id not in best)):
        if reason := serendipity.waits(each, day, limits):
            left_out[reason] = left_out.get(reason, 0) + 1
    return serendipity.cards(timed, day, limits), left_out


def _person(
    id: int, found: Standing, reasons: Iterable[Reason], gap: float, now: datetime
) -> Person:
    ways = tuple(
        OpenDoor(
            way.account_id,
            way.service,
            way.conversation_id,
            doors.door(way.service, Facts(said_at=way.said_at), now),
            way.private,
        )
        for way in found.ways
    )
    return Person(
        contact_id=id,
        name=found.name,
        reasons=tuple(reasons),
        doors=ways,
        overlooked=gap,
        last_gesture=_local(found.last_gesture),
        complaint=found.complaint,
        overdue=found.overdue,
        leave_alone=found.leave_alone,
        spoke_on=_local(found.spoke_at),
        resting=date.fromisoformat(found.until) if found.until else None,
        given=frozenset(found.given),
    )


async def _with_hour(desk: Desk, person: Person, found: Standing, now: datetime) -> Person:
    """The hour of their day: what they told us goes before what their messages tell."""
    ahead = zones.offset_h(found.zone, now) if found.zone else None
    if ahead is None:
        heard = await desk.store.read(habits.heard, person.contact_id, LOOKED_AT)
        ahead = hours.guess(each.at for each in heard).offset_h
    hour = None if ahead is None else (now + timedelta(hours=ahead)).hour
    return replace(person, hour=hour)


async def _card(desk: Desk, chosen: Chosen, day: date) -> Card | None:
    """None: everything that fits was given to this person before."""
    person, reason, door = chosen.person, chosen.reason, chosen.door
    signer = await _signer(desk, door.account_id)
    names = {signer: None} | await _lent(desk, person.contact_id)
    suit = [kind for kind in SUIT[reason.rule] if kind in kinds()]
    fit = serendipity.fitting(reason.rule, suit, list(names), person.given)
    if fit is None:
        return None
    kind, voice = fit
    lang = await _language(desk, person.contact_id)
    words = drafting.draft(reason.rule, person.name, reason.quote, voice.partition(",")[0], lang)
    return Card(
        *(0, day.isoformat(), person.contact_id, person.name, reason.rule, reason.message_id),
        *(drafting.quoted(reason.quote), reason.at, reason.because, kind, voice, names[voice]),
        *(door.account_id, door.conversation_id, words),
    )


async def _signer(desk: Desk, account_id: int) -> str:
    account = await desk.store.read(accounts.get, account_id)
    return (account.signer or account.name or account.handle) if account else ""


async def _lent(desk: Desk, contact_id: int) -> dict[str, int | None]:
    """Voices that released a text for this person and have not sent it, by their signature."""
    known = {each.id: each.signature for each in await desk.store.read(voices.all)}
    asked = await desk.store.read(requests.of, contact_id)
    return {
        known[each.voice_id]: each.voice_id
        for each in asked
        if each.state == requests.RELEASED and not each.used_key and each.voice_id in known
    }


async def _language(desk: Desk, contact_id: int) -> str:
    heard = await desk.store.read(habits.heard, contact_id, LOOKED_AT)
    spoken = languages.languages((each.lang, each.text) for each in heard).spoken
    return spoken[0][0] if spoken else "en"


async def _seen(desk: Desk, card: Card) -> str:
    """As private as their message was."""
    found = await desk.store.read(messages.get, card.message_id)
    return found.visibility if found and found.account_id == card.account_id else ""


def _day(desk: Desk) -> date:
    return desk.now().astimezone().date()


def _local(at: datetime | None) -> date | None:
    return None if at is None else at.astimezone().date()
