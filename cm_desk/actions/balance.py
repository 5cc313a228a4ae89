"""Give and ask: what we gave for each thing we asked, by account, by month and by person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import months
from cm_desk.domain.account import Account
from cm_desk.domain.months import Month
from cm_desk.errors import BadInput
from cm_desk.insight import turns
from cm_desk.insight.balance import GIVES_FIRST, Turn
from cm_desk.insight.turns import Act, Sum
from cm_desk.store import accounts, asks, kinds, settings
from cm_desk.store import turns as reading
from cm_desk.store.asks import ANYWAY, NOTHING, Verdict
from cm_desk.store.store import Db
from cm_desk.store.turns import Gave, Spoken

FIRST = "balance.first"  # the setting: how many gives before an ask
BACK = timedelta(days=180)
MONTHS = 6
Acts = list[tuple[int | None, Act]]  # (account, what we did through it)


@dataclass(frozen=True, slots=True)
class Line:
    """A month of an account; `account` None: gestures through none of them."""

    month: Month
    account: Account | None
    sum: Sum


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a person before an ask, and with the account today."""

    person: Sum
    today: Sum


async def gives_first(desk: Desk) -> int:
    found = await desk.store.read(settings.get, FIRST)
    return int(found) if found.isdecimal() else GIVES_FIRST


async def set_gives_first(desk: Desk, number: int) -> Undo:
    """A habit of the house; 0: an ask never waits."""
    if number < 0:
        raise BadInput("That is less than nothing.", "Write 0 or more.")
    old = await desk.store.read(settings.get, FIRST)
    await desk.store.write(settings.set, FIRST, str(number))
    return Undo("Noted.", partial(desk.store.write, settings.set, FIRST, old))


async def by_month(desk: Desk, account_id: int | None = None, back: int = MONTHS) -> list[Line]:
    """The newest month first, and in it the account that asked most for what it gave."""
    now = desk.now()
    since = months.start(months.after(months.of(now), 1 - back))
    whole = await _acts(desk, since, now + timedelta(seconds=1))
    known = {each.id: each for each in await desk.store.read(accounts.all)}
    by: dict[tuple[Month, int | None], list[Act]] = defaultdict(list)
    for account, act in whole:
        if account_id is None or account == account_id:
            by[months.of(act.at), account].append(act)
    first = await gives_first(desk)
    lines = [
        Line(month, known.get(account or 0), turns.total(acts, first))
        for (month, account), acts in by.items()
    ]
    return sorted((each for each in lines if each.sum.acts), key=_order)


def _order(line: Line) -> tuple[int, int, float, int]:
    year, month = line.month
    share = line.sum.balance.share
    return -year, -month, 1.0 if share is None else share, line.account.id if line.account else 0


async def with_person(desk: Desk, contact_id: int) -> Sum:
    """Only what we did to this person counts, in 180 days."""
    now = desk.now()
    whole = await _acts(desk, now - BACK, now + timedelta(seconds=1), contact_id)
    return turns.total((act for _, act in whole), await gives_first(desk))


async def before_asking(desk: Desk, contact_id: int, account_id: int) -> Standing:
    now = desk.now()
    here = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    day = await _acts(desk, here, now + timedelta(seconds=1))
    ours = (act for account, act in day if account == account_id)
    person = await with_person(desk, contact_id)
    return Standing(person, turns.total(ours, await gives_first(desk)))


async def _acts(
    desk: Desk, since: datetime, until: datetime, contact_id: int | None = None
) -> Acts:
    return await desk.store.read(_weighed, since, until, contact_id)


def _weighed(db: Db, since: datetime, until: datetime, contact_id: int | None) -> Acts:
    """In the reading lane, where months of words are looked through. A message that a gesture left
    with counts once."""
    said = reading.spoken(db, since, until, contact_id)
    given = reading.gave(db, since, until, contact_id)
    told = asks.since(db, since - timedelta(days=1))
    cleared = [each.text.strip() for each in told if each.verdict == NOTHING]
    left_with = {each.message_id for each in given if each.message_id is not None}
    words = [each for each in said if each.message_id not in left_with]
    texts = {each.message_id: each for each in said}
    weighs = {each.key: Turn(each.turn) for each in kinds.all(db)}
    return [*_spoken(words, cleared), *_given(given, texts, cleared, weighs)]


def _spoken(said: Iterable[Spoken], cleared: list[str]) -> list[tuple[int | None, Act]]:
    return [(each.account_id, _word(each, cleared)) for each in said]


def _word(each: Spoken, cleared: list[str]) -> Act:
    of = (each.at, each.contact_id, each.message_id)
    return turns.said(each.text, each.lang, each.answers, cleared, *of)


def _given(
    given: Iterable[Gave], texts: dict[int, Spoken], cleared: list[str], weighs: dict[str, Turn]
) -> list[tuple[int | None, Act]]:
    """A gesture whose words ask is an ask: it thanks and asks in one breath."""
    found: list[tuple[int | None, Act]] = []
    for each in given:
        words = texts.get(each.message_id or 0)
        act = _word(words, cleared) if words else None
        if act is None or not act.phrases:
            turn = weighs.get(each.kind, Turn.GIVE)
            of = (each.contact_id, each.message_id, turn)
            act = turns.gave(each.kind, each.what, each.at, *of)
        found.append((each.account_id, act))
    return found


async def ask_anyway(
    desk: Desk, contact_id: int, account_id: int, text: str, reason: str
) -> tuple[int, Undo]:
    """Before its time, for a reason that is kept. Raises BadInput without one."""
    if not reason.strip():
        raise BadInput("An ask before its time has a reason.", "Say why it cannot wait.")
    return await _say(desk, contact_id, account_id, text, ANYWAY, reason.strip(), "Reason kept.")


async def asks_nothing(desk: Desk, contact_id: int, account_id: int, text: str) -> tuple[int, Undo]:
    """What sounded like an ask is none; it is not counted as one."""
    return await _say(desk, contact_id, account_id, text, NOTHING, "", "Not counted as an ask.")


async def _say(
    desk: Desk, contact_id: int, account_id: int, text: str, verdict: str, reason: str, what: str
) -> tuple[int, Undo]:
    new = Verdict(0, contact_id, account_id, text, verdict, reason, desk.now())
    id = await desk.store.write(asks.add, new)
    return id, Undo(what, partial(desk.store.write, asks.remove, id))
