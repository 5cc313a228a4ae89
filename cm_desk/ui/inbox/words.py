"""How conversations read: titles, times, waiting, and one sentence for screen readers."""

from datetime import datetime, timedelta
from typing import NamedTuple

from cm_desk.domain.views import State, View
from cm_desk.store.conversations import InboxRow
from cm_desk.text import show
from cm_desk.ui.art import service_name

TITLES = {
    View.NEEDS_REPLY: "Needs reply",
    View.WAITING: "Waiting for them",
    View.SNOOZED: "Snoozed",
    View.MENTIONS: "Mentions",
    View.DONE: "Done",
    View.UNREAD: "Unread",
    View.ALL: "Everything",
}
VISIBILITIES = {
    "public": "public",
    "unlisted": "quiet public",
    "private": "followers only",
    "direct": "direct message",
    "held": "waits for approval",
}
AMBER, RED = timedelta(hours=24), timedelta(hours=48)


class Blank(NamedTuple):
    """An empty state; `tone` colours its picture."""

    icon: str
    title: str
    text: str
    tone: str = "accent"


NIGHT = timedelta(hours=12)  # so long a time of day is clear without its day
EMPTY = {
    View.NEEDS_REPLY: Blank("coffee", "Nobody is waiting", "Everyone who wrote has an answer."),
    View.WAITING: Blank("clock", "No answers are due", "Nobody owes you a reply.", "calm"),
    View.SNOOZED: Blank(
        "alarm-clock",
        "Nothing is snoozed",
        "Press H on a conversation to bring it back later.",
        "calm",
    ),
    View.MENTIONS: Blank("at-sign", "No open mentions", "Mentions of you arrive here.", "calm"),
    View.DONE: Blank(
        "circle-check", "Nothing is done yet", "Press E when nothing is left.", "calm"
    ),
    View.UNREAD: Blank("mail-open", "Everything is read", "New messages arrive here.", "calm"),
    View.ALL: Blank("inbox", "No messages yet", "Press F5 to get what your accounts have.", "calm"),
}


class Wait(NamedTuple):
    text: str
    tone: str  # calm, wait from 24 h, risk from 48 h


def waiting(row: InboxRow, now: datetime) -> Wait | None:
    """How long they wait for us, or we for them; None when nobody does."""
    if row.waiting_since is None or row.state is not State.OPEN:
        return None
    age = max(now - row.waiting_since, timedelta())
    if row.last_outgoing:
        return Wait(f"No answer for {span(age)}", "calm")
    tone = "risk" if age >= RED else "wait" if age >= AMBER else "calm"
    return Wait(f"Waiting {span(age)}", tone)


def span(age: timedelta) -> str:
    """In the largest whole unit: "5 min", "3 h", "2 d"."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 24 * 60 else f"{minutes // (24 * 60)} d"


def row_time(at: datetime, now: datetime) -> str:
    """Local: the time today and last night, the weekday within a week, then the date."""
    here, today = at.astimezone(), now.astimezone()
    days = (today.date() - here.date()).days
    if days == 0 or now - NIGHT < at < now:
        return here.strftime("%H:%M")
    if 0 < days < 7:
        return here.strftime("%a")
    return day(here) if here.year == today.year else f"{day(here)} {here.year}"


def day(at: datetime) -> str:
    return f"{at.day} {at.strftime('%b')}"


def full_day(at: datetime, now: datetime) -> str:
    """A heading between messages: "Today", "Yesterday", "Sunday 12 October"."""
    here, today = at.astimezone(), now.astimezone()
    days = (today.date() - here.date()).days
    if days in (0, 1):
        return ("Today", "Yesterday")[days]
    words = f"{here.strftime('%A')} {here.day} {here.strftime('%B')}"
    return words if here.year == today.year else f"{words} {here.year}"


def moment(at: datetime, now: datetime) -> str:
    """When something comes back or leaves: "today 15:00", "Wed 15 Oct 09:00"."""
    here = at.astimezone()
    today = here.date() == now.astimezone().date()
    return f"{'today' if today else here.strftime('%a ') + day(here)} {here.strftime('%H:%M')}"


def first_words(subject: str, text: str, outgoing: bool) -> str:
    """What a row shows of the conversation: our own words begin with "You:"."""
    shown = show.line(text, 160) or "No words"
    if subject and not text.startswith(subject):
        shown = f"{show.line(subject, 80)}: {shown}"
    return f"You: {shown}" if outgoing else shown


def sentence(row: InboxRow, now: datetime, marked: bool = False) -> str:
    """The whole row for somebody who hears it."""
    wait = waiting(row, now)
    parts = [
        ("Selected. " if marked else "") + ("Unread. " if row.unread else "") + show.line(row.who),
        f"on {service_name(row.service)} to {row.account_name}",
        first_words(row.subject, row.text, row.last_outgoing),
        *(label.name for label in row.labels),
        f"Snoozed until {moment(row.snoozed_until, now)}" if row.snoozed_until else "",
        wait.text if wait else "",
        "Draft" if row.has_draft else "",
        row_time(row.last_at, now),
    ]
    return ", ".join(part for part in parts if part)
