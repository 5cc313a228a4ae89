"""Every reason for a kind word that the record gives today, by person, each with their words."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from cm_desk.actions.undo import count
from cm_desk.desk import Desk
from cm_desk.domain import occasions
from cm_desk.domain.rules import Rules
from cm_desk.insight import rhythm
from cm_desk.insight.serendipity import Reason, Rule
from cm_desk.store import cadences, known, reasons, settings
from cm_desk.store.reasons import Found, Who

Reasons = dict[int, list[Reason]]
DAY = timedelta(days=1)
RECENT = 3 * DAY  # in which a return or a hundredth answer is news


async def by_person(desk: Desk, set_: Rules, who: Who = None) -> Reasons:
    """Of everybody, or of some."""
    made = {
        Rule.HURT: _hurt, Rule.KEPT: _kept, Rule.HELPED: _helped, Rule.PRAISE: _praise,
        Rule.OCCASION: _occasion, Rule.SILENCE: _silence, Rule.TOUCH: _touch,
    }  # fmt: skip
    found: Reasons = defaultdict(list)
    for rule in (each for each in made if each not in set_.off):
        for each, because in await made[rule](desk, set_, who):
            reason = Reason(rule, each.quote, each.message_id, each.at, because)
            found[each.contact_id].append(reason)
    return dict(found)


Rows = list[tuple[Found, str]]


async def _moments_on(desk: Desk) -> bool:
    """Moments are read only where a person switched them on."""
    return await desk.store.read(settings.get, known.CARE) == "1"


async def _hurt(desk: Desk, _set: Rules, who: Who) -> Rows:
    if not await _moments_on(desk):
        return []
    return [
        (each, "we let them down, and nobody has said sorry")
        for each in await desk.store.read(reasons.hurts, who)
    ]


async def _kept(desk: Desk, set_: Rules, who: Who) -> Rows:
    found = await desk.store.read(reasons.kept, desk.now() - set_.kept_days * DAY, who)
    return [(each, f"you kept a promise, and they do not know yet: {each.what}") for each in found]


async def _helped(desk: Desk, set_: Rules, who: Who) -> Rows:
    found = await desk.store.read(reasons.helped, desk.now() - set_.helped_days * DAY, who)
    return [
        (each, f"helped {count(each.n, 'time', 'times')} since anybody thanked them")
        for each in found
    ]


async def _praise(desk: Desk, set_: Rules, who: Who) -> Rows:
    if not await _moments_on(desk):
        return []
    now = desk.now()
    until = now - timedelta(hours=set_.praise_hours)
    found = await desk.store.read(reasons.praised, now - set_.praise_days * DAY, until, who)
    return [(each, "kind words that nobody has answered") for each in found]


async def _occasion(desk: Desk, set_: Rules, who: Who) -> Rows:
    today = desk.now().astimezone().date()
    rows: Rows = []
    for each, name, day, yearly in await desk.store.read(lambda db: list(reasons.days(db, who))):
        next_ = occasions.coming(*day, yearly, today)
        if next_ and next_.days <= set_.lead_days:
            rows.append((each, f"{name} {_in_days(next_.days)}"))
    near = [today + n * DAY for n in range(set_.lead_days + 1)]
    for each in await desk.store.read(reasons.met_on, _calendar(near), set_.years_least, who):
        if years := _years(each.at, near):
            rows.append((each, f"{count(years, 'year', 'years')} with us"))
    since = desk.now() - RECENT
    for each in await desk.store.read(reasons.rounds, since, who):
        rows.append((each, f"gave their {each.n}th answer to others"))
    quiet = timedelta(days=set_.return_days)
    for each in await desk.store.read(reasons.back_again, since, quiet, who):
        rows.append((each, f"back after {count(each.n, 'day', 'days')} of silence"))
    return rows


async def _silence(desk: Desk, set_: Rules, who: Who) -> Rows:
    now, rows = desk.now(), []
    since, until = now - set_.lost_days * DAY, now - set_.quiet_days * DAY
    found = await desk.store.read(reasons.close_and_quiet, set_.close_turns, since, until, who)
    touched = await _touched(desk, [each.contact_id for each in found])
    for each in found:
        touches = touched[each.contact_id]
        usual = rhythm.usual_gap(touches)
        gone = (now.astimezone().date() - max(touches)).days if touches else 0
        if usual is not None and gone > 2 * usual:
            because = f"quiet for {gone} days; you spoke every {usual:.0f} days before"
            rows.append((each, because))
    return rows


async def _touch(desk: Desk, _set: Rules, who: Who) -> Rows:
    today, due = desk.now().astimezone().date(), {}
    every = [
        wish
        for wish in await desk.store.read(cadences.all)
        if (who is None or wish.contact_id in who) and not wish.put_off(desk.now())
    ]
    last = await desk.store.read(cadences.last_touches, [each.contact_id for each in every])
    for wish in every:
        spoke = [last[wish.contact_id].astimezone().date()] if wish.contact_id in last else []
        found = rhythm.touch(spoke, today, wish.ideal_days, wish.longest_days)
        if found.state in ("yellow", "red"):
            wanted = f"you wanted to speak every {count(wish.ideal_days, 'day', 'days')}"
            due[wish.contact_id] = f"{found.days} days ago you spoke; {wanted}"
    said = await desk.store.read(reasons.newest, due)
    return [(said[id], because) for id, because in due.items() if id in said]


async def _touched(desk: Desk, ids: Collection[int]) -> dict[int, list[date]]:
    found = await desk.store.read(cadences.touched, ids, cadences.usual(desk.now()))
    return {id: [at.astimezone().date() for at in touches] for id, touches in found.items()}


def _calendar(days: Collection[date]) -> list[str]:
    """29 February is kept on the 28th in years that have none."""
    found = {f"{each:%m-%d}" for each in days}
    common = {each.year for each in days if not occasions.possible(2, 29, each.year)}
    leap = {"02-29"} if any(date(year, 2, 28) in days for year in common) else set()
    return sorted(found | leap)


def _years(first: datetime, near: Iterable[date]) -> int:
    met = first.date()
    same = (each for each in near if occasions.in_year(met.month, met.day, each.year) == each)
    return next((each.year - met.year for each in same), 0)


def _in_days(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
