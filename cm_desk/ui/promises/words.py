"""How promises read: their state, their day, and the share that was kept."""

from datetime import date, datetime, time

from cm_desk.actions.promises import Kept, Month
from cm_desk.insight.intervals import share_text
from cm_desk.ui import format
from cm_desk.ui.gestures.words import counted

TONES = {
    "overdue": "risk",
    "late": "wait",
    "broken": "risk",
    "on time": "good",
    "due soon": "wait",
    "open": "calm",
}


def day(on: date, now: datetime) -> str:
    """ "12 Oct", with its year where that is not this one."""
    return format.date(datetime.combine(on, time(12)).astimezone(), now)


def state(each: Kept, now: datetime) -> str:
    """What is true of it today, as it was: late is late."""
    today = now.astimezone().date()
    settled = each.promise.settled_at and each.promise.settled_at.astimezone().date()
    late = ((settled or today) - each.counts).days
    return {
        "overdue": counted(late, "{} day overdue", "{} days overdue"),
        "late": counted(late, "Kept {} day late", "Kept {} days late"),
        "broken": "Not kept",
        "on time": "Kept on time",
        "due soon": "Due today" if each.counts == today else "Due soon",
        "open": "Open",
    }[each.state]


def below(each: Kept, now: datetime) -> str:
    """The quote behind it, or the other day that was asked for."""
    if each.asked and each.promise.state == "open":
        return f"Asked for {day(each.asked, now)}, counts once they agree"
    return f"“{each.promise.quote}”" if each.promise.quote.strip() else ""


def name(month: Month) -> str:
    """ "November 2026"; all of them without one."""
    if not month.name:
        return "All time"
    year, number = map(int, month.name.split("-"))
    return f"{date(year, number, 1):%B %Y}"


def share(month: Month) -> str:
    """ "14 of 20 = 70 % (48–85 %)" or "no data yet"."""
    return share_text(month.word.on_time, month.word.settled)


def rest(month: Month) -> str:
    """What is not in the share: how the others ended, and what is still open."""
    states, days = month.word.states, month.word.late_days
    late = f" (median {days:g} days)" if days and states["late"] else ""
    parts = (
        f"{states['late']} late{late}" if states["late"] else "",
        f"{states['broken']} not kept" if states["broken"] else "",
        f"{states['overdue']} overdue" if states["overdue"] else "",
        f"{waiting} open" if (waiting := states["open"] + states["due soon"]) else "",
    )
    return ", ".join(part for part in parts if part)
