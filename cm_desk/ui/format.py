"""How dates, times, counts and money read. Times are shown in the computer's own zone."""

from datetime import datetime


def ago(moment: datetime, now: datetime) -> str:
    """ "just now", "3 min ago", "5 h ago" within a day, then the date."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 24 * 60 else date(moment, now)


def clock(moment: datetime) -> str:
    """ "09:41"."""
    return moment.astimezone().strftime("%H:%M")


def date(moment: datetime, now: datetime) -> str:
    """ "12 Oct", with its year where that is not this one."""
    here = moment.astimezone()
    words = f"{here.day} {here.strftime('%b')}"
    return words if here.year == now.astimezone().year else f"{words} {here.year}"


def when(moment: datetime, now: datetime) -> str:
    """ "12:55" today, "12 Oct 09:00" on another day."""
    same = moment.astimezone().date() == now.astimezone().date()
    return clock(moment) if same else f"{date(moment, now)} {clock(moment)}"


def count(number: int, one: str, many: str) -> str:
    """ "1 reply", "4,310 replies"."""
    return f"{number:,} {one if number == 1 else many}"


def size(of_bytes: int) -> str:
    """ "18 MB", "640 KB"; less than one of them is 1 KB."""
    if of_bytes >= 950_000:
        return f"{max(1, round(of_bytes / 1e6)):,} MB"
    return f"{max(1, round(of_bytes / 1e3)):,} KB"


def removed(months: int | None) -> str:
    """What stands in the place of a text that was removed (messages.trimmed); "" where none was."""
    if months is None:
        return ""
    if months == 0:
        return "Erased with the person who wrote it"
    return f"Text removed after {count(months, 'month', 'months')}"


def money(cents: int, currency: str) -> str:
    """ "12.50 EUR", "12 EUR"."""
    whole, rest = divmod(abs(cents), 100)
    sign = "−" if cents < 0 else ""
    return f"{sign}{whole:,}{f'.{rest:02}' if rest else ''} {currency}".strip()
