"""Who gets a card today: what the record says of everybody, then a closer look at a few."""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice

from cm_desk.actions import allowances, why, wishes
from cm_desk.actions.accounts import capabilities
from cm_desk.desk import Desk
from cm_desk.domain import doors, zones
from cm_desk.domain.doors import Facts
from cm_desk.domain.kinds import Kind, offered
from cm_desk.domain.rules import Rules
from cm_desk.insight import drafting, hours, languages, serendipity
from cm_desk.insight.attention import Care, overlooked
from cm_desk.insight.serendipity import Limits, OpenDoor, Person, Reason, Rule
from cm_desk.store import accounts, cards, habits, kinds, requests, standing, voices
from cm_desk.store.cards import Card
from cm_desk.store.standing import Standing, Way

LOOKED_AT = 300  # messages that tell somebody's hours and language
CLOSELY = 20  # people at a time whose doors and hours are looked up
AT_MOST = 400  # people whose doors and hours are looked up in one day
QUIET = (Rule.SILENCE, Rule.TOUCH)  # rules that do not hold the day after a talk
SUIT: dict[Rule, tuple[str, ...]] = {  # what fits, the dearest wish first
    Rule.HURT: ("apology",),
    Rule.KEPT: ("thank-you", "surprise", "favour", "early-look"),
    Rule.HELPED: ("thank-you", "gift", "shout-out", "surprise", "favour", "early-look"),
    Rule.PRAISE: ("thank-you", "surprise", "gift", "favour", "early-look"),
    Rule.OCCASION: ("surprise", "gift", "congratulation", "thank-you", "favour"),
    Rule.SILENCE: ("thank-you", "surprise", "favour", "gift", "early-look"),
    Rule.TOUCH: ("thank-you", "surprise", "favour", "gift", "early-look"),
}
SETTLED = "what called for it is settled"
GIVEN_ALL = "was given everything that fits before"


@dataclass(slots=True)
class Choice:
    """The new cards, and how many people each reason kept back."""

    cards: list[Card] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


async def choose(desk: Desk, set_: Rules, day: date, besides: Collection[int], n: int) -> Choice:
    """`n` cards at most, none for people who have one (`besides`)."""
    made, limits = Choice(), limits_of(set_)
    fit = []
    where, people = await _people(desk, await why.by_person(desk, set_))
    for each in people:
        if reason := serendipity.held_back(each, day, limits):
            made.left_out[reason] += 1
        elif each.contact_id not in besides:
            fit.append(each)
    if n <= 0:
        return made
    async for person in _closely(desk, serendipity.in_order(fit, day), where):
        reason = serendipity.unreachable(person, limits)
        card = None if reason else await _card(desk, person, where[person.contact_id], day)
        if card is None:
            made.left_out[reason or GIVEN_ALL] += 1
        else:
            made.cards.append(card)
        if len(made.cards) == n:
            break
    return made


async def barred(desk: Desk, set_: Rules, day: date, known: Sequence[Card]) -> dict[int, str]:
    """What speaks against open cards since they were made, by card: a night, a complaint …"""
    opens = {each.contact_id: each for each in known if each.state == cards.OPEN}
    if not opens:
        return {}
    found, limits = {}, limits_of(set_)
    reasons = await why.by_person(desk, set_, opens.keys())
    same = {id: [r for r in reasons.get(id, []) if r.rule == opens[id].rule] for id in opens}
    where, people = await _people(desk, same)
    async for person in _closely(desk, people, where):
        gone = "" if person.reasons or person.complaint else SETTLED
        if reason := gone or serendipity.waits(person, day, limits):
            found[opens[person.contact_id].id] = reason
    return found


async def about(desk: Desk, set_: Rules, day: date, contact_id: int) -> tuple[Card | None, str]:
    """The card they would get if the day were theirs alone, or why they get none; not kept."""
    limits = limits_of(set_)
    reasons = (await why.by_person(desk, set_, {contact_id})).get(contact_id, [])
    where, people = await _people(desk, {contact_id: reasons})
    async for person in _closely(desk, people, where):
        if reason := serendipity.waits(person, day, limits):
            return None, reason
        card = await _card(desk, person, where[contact_id], day)
        return card, "" if card else GIVEN_ALL
    return None, "is not here"


def limits_of(set_: Rules) -> Limits:
    return Limits(set_.rest_days, set_.most, set_.spoke_days, set_.night_from, set_.night_until)


async def _people(
    desk: Desk, reasons: dict[int, list[Reason]]
) -> tuple[dict[int, Standing], list[Person]]:
    """What the record says of them at once. Doors and hours are not looked up yet."""
    now = desk.now()
    where = await desk.store.read(standing.of, reasons.keys(), now)
    quiet = [id for id, each in reasons.items() if any(r.rule in QUIET for r in each)]
    spoke = await desk.store.read(standing.last_words, quiet)
    care = await desk.store.read(standing.attention, now)
    missed = overlooked({id: Care(*both) for id, both in care.items()})
    gaps = {each.contact_id: each.gap for each in missed}
    return where, [
        _person(id, where[id], found, gaps.get(id, 0.0), spoke.get(id))
        for id, found in reasons.items()
        if id in where
    ]


def _person(
    id: int, found: Standing, reasons: Iterable[Reason], gap: float, spoke: datetime | None
) -> Person:
    return Person(
        contact_id=id,
        name=found.name,
        reasons=tuple(reasons),
        overlooked=gap,
        last_gesture=_local(found.last_gesture),
        complaint=found.complaint,
        overdue=found.overdue,
        leave_alone=found.leave_alone,
        spoke_on=_local(spoke),
        resting=date.fromisoformat(found.until) if found.until else None,
        given=frozenset(found.given),
        privately=found.privately,
        ours=found.ours,
    )


async def _closely(
    desk: Desk, people: Iterable[Person], where: dict[int, Standing]
) -> AsyncIterator[Person]:
    """With their doors and the hour of their day."""
    rest, now = islice(people, AT_MOST), desk.now()
    able = {a.id: capabilities(desk, a) for a in await desk.store.read(accounts.all)}
    discreet = {id for id, each in able.items() if "direct" in each.visibilities}
    while some := list(islice(rest, CLOSELY)):
        ways = await desk.store.read(standing.ways, [each.contact_id for each in some])
        for each in some:
            answered = [way for way in ways[each.contact_id] if able[way.account_id].answers]
            found = tuple(_door(each, way, now, discreet) for way in answered)
            hour = await _hour(desk, each.contact_id, where[each.contact_id].zone, now)
            yield replace(each, doors=found, hour=hour)


def _door(person: Person, way: Way, now: datetime, discreet: Collection[int]) -> OpenDoor:
    """Where a service has direct messages, an answer to public words can be private, too."""
    private = way.private or (person.privately and way.account_id in discreet)
    state = doors.door(way.service, Facts(said_at=way.said_at), now)
    return OpenDoor(way.account_id, way.service, way.conversation_id, state, private)


async def _hour(desk: Desk, contact_id: int, zone: str, now: datetime) -> int | None:
    """The hour of their day: what they told us goes before what their messages tell."""
    ahead = zones.offset_h(zone, now) if zone else None
    if ahead is None:
        heard = await desk.store.read(habits.heard, contact_id, LOOKED_AT)
        ahead = hours.guess(each.at for each in heard).offset_h
    return None if ahead is None else (now + timedelta(hours=ahead)).hour


async def _card(desk: Desk, person: Person, found: Standing, day: date) -> Card | None:
    """None: everything that fits was given to this person before."""
    reason, door = serendipity.reason(person), serendipity.door(person)
    if reason is None or door is None:
        return None
    if (lent := await _lent(desk, person, reason)) is not None:
        kind, voice, voice_id, words = lent
    else:
        signer, voice_id = await _signer(desk, door.account_id), None
        suit = [key for key in SUIT[reason.rule] if key in await _allowed(desk, found, signer)]
        fit = serendipity.fitting(reason.rule, suit, [signer], person.given)
        if fit is None:
            return None
        kind, voice = fit
        words = await _words(desk, person, reason, voice)
    return Card(
        *(0, day.isoformat(), person.contact_id, person.name, reason.rule, reason.message_id),
        *(drafting.quoted(reason.quote), reason.at, reason.because, kind, voice, voice_id),
        *(door.account_id, door.conversation_id, words),
    )


async def _allowed(desk: Desk, found: Standing, giver: str) -> set[str]:
    """Kinds that may be given without asking anybody: nobody is named before others who did not
    agree to it, and what a kind usually costs fits the allowance."""
    allowed = set()
    for kind in offered(await desk.store.read(kinds.all)):
        open_ = not kind.public or (found.named and not found.privately)
        if open_ and (not kind.cost_cents or await _affordable(desk, kind, giver)):
            allowed.add(kind.key)
    return allowed


async def _affordable(desk: Desk, kind: Kind, giver: str) -> bool:
    left = await allowances.room(desk, giver, kind.key, kind.currency)
    return not left.over(kind.cost_cents)


async def _signer(desk: Desk, account_id: int) -> str:
    account = await desk.store.read(accounts.get, account_id)
    return (account.signer or account.name or account.handle) if account else ""


async def _lent(
    desk: Desk, person: Person, reason: Reason
) -> tuple[str, str, int | None, str] | None:
    """(kind, signature, voice, words) that a colleague released for this person, to the letter."""
    known = {each.id: each.signature for each in await desk.store.read(voices.all)}
    for each in await desk.store.read(requests.of, person.contact_id):
        free = each.state == requests.RELEASED and not each.used_key and each.voice_id in known
        if free and (each.kind == "apology") is (reason.rule is Rule.HURT):
            return each.kind, known[each.voice_id], each.voice_id, each.released
    return None


async def _words(desk: Desk, person: Person, reason: Reason, voice: str) -> str:
    lang = await _language(desk, person.contact_id)
    signer = voice.partition(",")[0]
    own = (await wishes.now(desk)).words
    return drafting.draft(reason.rule, person.name, reason.quote, signer, lang, own)


async def _language(desk: Desk, contact_id: int) -> str:
    heard = await desk.store.read(habits.heard, contact_id, LOOKED_AT)
    spoken = languages.languages((each.lang, each.text) for each in heard).spoken
    return spoken[0][0] if spoken else "en"


def _local(at: datetime | None) -> date | None:
    return None if at is None else at.astimezone().date()
