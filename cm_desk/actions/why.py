"""Every reason for a kind word that the record gives today, by person, each with their words."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cm_desk.actions.undo import count
from cm_desk.desk import Desk
from cm_desk.domain import occasions
from cm_desk.domain.rules import Rules
from cm_desk.insight import rhythm
from cm_desk.insight.serendipity import Reason, Rule
from cm_desk.store import cadences, known, reasons, settings
from cm_desk.store.reasons import Found

Reasons = dict[int, list[Reason]]
DAY = timedelta(days=1)


async def reasons_by_rule(desk: Desk, set_: Rules) -> dict[Rule, list[tuple[Found, str]]]:
    """(what was found, because …) for each rule that is on."""
    found = {
        Rule.HURT: _hurt, Rule.KEPT: _kept, Rule.HELPED: _helped, Rule.PRAISE: _praise,
        Rule.OCCASION: _occasion, Rule.SILENCE: _silence, Rule.TOUCH: _touch,
    }  # fmt: skip
    return {rule: await make(desk, set_) for rule, make in found.items() if rule not in set_.off}


async def by_person(desk: Desk, set_: Rules) -> Reasons:
    found: Reasons = defaultdict(list)
    for rule, rows in (await reasons_by_rule(desk, set_)).items():
        for each, because in rows:
            reason = Reason(rule, each.quote, each.message_id, each.at, because)
            found[each.contact_id].append(reason)
    return dict(found)


Rows = list[tuple[Found, str]]


async def _moments_on(desk: Desk) -> bool:
    """Moments are read only where a person switched them on."""
    return await desk.store.read(settings.get, known.CARE) == "1"


async def _hurt(desk: Desk, _set: Rules) -> Rows:
    if not await _moments_on(desk):
        return []
    return [
        (each, "we let them down, and nobody has said sorry")
        for each in await desk.store.read(reasons.hurts)
    ]


async def _kept(desk: Desk, _set: Rules) -> Rows:
    found = await desk.store.read(reasons.kept)
    return [(each, f"you kept a promise, and they do not know yet: {each.what}") for each in found]


async def _helped(desk: Desk, set_: Rules) -> Rows:
    found = await desk.store.read(reasons.helped, desk.now() - set_.helped_days * DAY)
    return [
        (each, f"helped {count(each.n, 'time', 'times')} since anybody thanked them")
        for each in found
    ]


async def _praise(desk: Desk, set_: Rules) -> Rows:
    if not await _moments_on(desk):
        return []
    now = desk.now()
    until = now - timedelta(hours=set_.praise_hours)
    found = await desk.store.read(reasons.praised, now - set_.praise_days * DAY, until)
    return [(each, "kind words that nobody has answered") for each in found]


async def _occasion(desk: Desk, set_: Rules) -> Rows:
    today = desk.now().astimezone().date()
    rows: Rows = []
    for each, name, month, day, year in await desk.store.read(lambda db: list(reasons.days(db))):
        next_ = occasions.coming(month, day, year, True, today)
        if next_ and next_.days <= set_.lead_days:
            rows.append((each, f"{name} {_in_days(next_.days)}"))
    near = [today + n * DAY for n in range(set_.lead_days + 1)]
    days = [f"{each:%m-%d}" for each in near]
    for each in await desk.store.read(reasons.met_on, days, set_.years_least):
        if years := _years(each.at, near):
            rows.append((each, f"{count(years, 'year', 'years')} with us"))
    quiet = timedelta(days=set_.return_days)
    for each in await desk.store.read(reasons.back_again, desk.now() - 3 * DAY, quiet):
        rows.append((each, f"back after {count(each.n, 'day', 'days')} of silence"))
    return rows


async def _silence(desk: Desk, set_: Rules) -> Rows:
    now, rows = desk.now(), []
    since, until = now - set_.lost_days * DAY, now - set_.quiet_days * DAY
    for each in await desk.store.read(reasons.close_and_quiet, set_.close_turns, since, until):
        touches = await _touched(desk, each.contact_id)
        usual = rhythm.usual_gap(touches)
        gone = (now.astimezone().date() - max(touches)).days if touches else 0
        if usual is not None and gone > 2 * usual:
            because = f"quiet for {gone} days; you spoke every {usual:.0f} days before"
            rows.append((each, because))
    return rows


async def _touch(desk: Desk, _set: Rules) -> Rows:
    today, rows = desk.now().astimezone().date(), []
    for wish in await desk.store.read(cadences.all):
        touches = await _touched(desk, wish.contact_id)
        found = rhythm.touch(touches, today, wish.ideal_days, wish.longest_days)
        last = await desk.store.read(reasons.newest, wish.contact_id)
        if found.state in ("yellow", "red") and last:
            wanted = f"you wanted to speak every {count(wish.ideal_days, 'day', 'days')}"
            rows.append((last, f"{found.days} days ago you spoke; {wanted}"))
    return rows


async def _touched(desk: Desk, contact_id: int) -> list[date]:
    since = cadences.usual(desk.now())
    found = await desk.store.read(cadences.touches, contact_id, since)
    return [each.astimezone().date() for each in found]


def _years(first: datetime, near: Iterable[date]) -> int:
    met = first.date()
    same = (each for each in near if (each.month, each.day) == (met.month, met.day))
    return next((each.year - met.year for each in same), 0)


def _in_days(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
