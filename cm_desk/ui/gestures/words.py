"""How gestures and promises read: costs, dates, states."""

from datetime import datetime

from cm_desk.domain import months
from cm_desk.domain.months import Month
from cm_desk.store.gestures import Direction, Gesture
from cm_desk.store.ledger import Sums
from cm_desk.store.promises import Promise
from cm_desk.text import show
from cm_desk.ui.format import date
from cm_desk.ui.gestures.kinds import kind

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


def counted(number: int, one: str, many: str) -> str:
    """`one` and `many` are whole phrases with {} for the number, so that they can be translated."""
    return (one if number == 1 else many).format(f"{number:,}")


def long_day(moment: datetime) -> str:
    """ "3 March 2021"."""
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y}"


def month_name(month: Month) -> str:
    """ "March 2026"."""
    return f"{months.start(month).astimezone():%B %Y}"


def money(cents: int, currency: str) -> str:
    """ "€4", "€4.50", "12 SEK"; nothing when it cost nothing."""
    if not cents:
        return ""
    whole, rest = divmod(cents, 100)
    amount = f"{whole:,}.{rest:02}" if rest else f"{whole:,}"
    sign = SIGNS.get(currency)
    return f"{sign}{amount}" if sign else f"{amount} {currency}".strip()


def plain_money(cents: int) -> str:
    """As one types it: "4.50", "4", "" for nothing."""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02}" if rest else str(whole) if whole else ""


def cost(gesture: Gesture) -> str:
    spent = [money(gesture.cost_cents, gesture.currency)]
    spent += [f"{gesture.minutes} min"] if gesture.minutes else []
    return " · ".join(part for part in spent if part)


def summed(sums: Sums) -> str:
    """ "42 gestures · €120 · 3 h 20 min · 12 times something came back"."""
    parts = [counted(sums.gestures, "{} gesture", "{} gestures")]
    parts += [money(cents, currency) for currency, cents in sums.cents]
    parts += [minutes(sums.minutes)] if sums.minutes else []
    back = counted(sums.came_back, "once something came back", "{} times something came back")
    return " · ".join([*parts, back] if sums.came_back else parts)


def minutes(number: int) -> str:
    """ "20 min", "3 h 20 min"."""
    hours, rest = divmod(number, 60)
    parts = [f"{hours:,} h"] if hours else []
    return " ".join([*parts, f"{rest} min"] if rest or not hours else parts)


def gesture_title(gesture: Gesture) -> str:
    """ "Gift: A burr set", "Gift from them: A mug", "Favour to somebody else"."""
    way = {Direction.RECEIVED: " from them", Direction.BETWEEN: " to somebody else"}
    label = kind(gesture.kind).label + way.get(Direction(gesture.direction), "")
    return f"{label}: {gesture.note.splitlines()[0]}" if gesture.note.strip() else label


def what_for(promise: Promise, most: int = 160) -> str:
    """What can be counted on, and that it is theirs where it is."""
    words = show.line(promise.text, most)
    return f"From them: {words}" if promise.theirs else words


def promise_state(promise: Promise, now: datetime) -> tuple[str, str]:
    """Words and tone of the chip."""
    if promise.state == "kept":
        return "Kept " + date(promise.settled_at or promise.due, now), "good"
    if promise.state == "broken":
        return "Not kept", "risk"
    return due(promise.due, now)


def due(at: datetime, now: datetime) -> tuple[str, str]:
    days = (at.astimezone().date() - now.astimezone().date()).days
    if days < 0:
        return counted(-days, "{} day late", "{} days late"), "risk"
    if days == 0:
        return "Due today", "wait"
    if days == 1:
        return "Due tomorrow", "wait"
    if days < 7:
        return f"Due {at.astimezone():%A}", "wait"
    return "Due " + date(at, now), "calm"
