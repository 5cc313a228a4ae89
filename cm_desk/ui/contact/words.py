"""How a story reads: one sentence for each row, on screen and for screen readers."""

from datetime import datetime

from cm_desk.store.merges import Merge
from cm_desk.store.messages import Message
from cm_desk.store.river import Entry
from cm_desk.store.surveys import Survey
from cm_desk.text import show
from cm_desk.ui.art import service_name
from cm_desk.ui.contact.story import Happened, Mark, Quiet, Row
from cm_desk.ui.format import clock, date
from cm_desk.ui.gestures.words import cost, counted, gesture_title, promise_state

COUNTED = {
    "message": ("{} message", "{} messages"),
    "gesture": ("{} gesture", "{} gestures"),
    "promise": ("{} promise", "{} promises"),
    "note": ("{} note", "{} notes"),
    "survey": ("{} survey", "{} surveys"),
}
SIGNALS = {
    "like": ("liked what we wrote once", "liked what we wrote {} times"),
    "boost": ("boosted us once", "boosted us {} times"),
    "follow": ("started to follow us", "started to follow us {} times"),
    "quote": ("quoted us once", "quoted us {} times"),
}
SIGNAL_ICON = {"like": "heart", "boost": "repeat-2", "follow": "user-round-check", "quote": "quote"}


def month(year: int, number: int) -> str:
    return datetime(year, number, 1).strftime("%B %Y")  # noqa: DTZ001  only its name


def day_month(moment: datetime) -> str:
    """For the spine, where the month's own row says the year."""
    local = moment.astimezone()
    return f"{local.day} {local:%b}"


def mark_counts(mark: Mark) -> str:
    """Empty until the whole month is loaded: a number that grows while read would mislead."""
    if not mark.whole:
        return ""
    counts = [(what, mark.counts[what]) for what in COUNTED if what in mark.counts]
    return " · ".join(counted(n, *COUNTED[what]) for what, n in counts)


def quiet(row: Quiet) -> str:
    if row.until is None:
        return counted(
            row.months, "{} month of quiet, until today", "{} months of quiet, until today"
        )
    return counted(row.months, "{} month of quiet", "{} months of quiet")


def signals(kind: str, count: int, at: datetime) -> str:
    one, many = SIGNALS[kind]
    what = one if count == 1 else many.format(f"{count:,}")
    return f"{what[0].upper()}{what[1:]} in {at.astimezone():%B}"


def merge(each: Merge) -> str:
    """ "E-mail joined with Mastodon"; by their names when no service tells them apart."""
    theirs, ours = each.gone_services, each.kept_services
    if not theirs or not ours or set(theirs) & set(ours):
        return f"Joined with {show.line(each.gone_name, 60)}"
    return " joined with ".join(", ".join(map(service_name, side)) for side in (theirs, ours))


def survey(each: Survey) -> str:
    """ "7 of 10", or that they answered in words."""
    if each.score is None:
        return "Answered in words"
    low = f", from {each.low:g}" if each.low not in (0, 1) else ""
    return f"{each.score:g} of {each.high:g}{low}"


def sender(message: Message) -> str:
    return (message.signer or "We") if message.outgoing else message.who


def spoken(row: Row, now: datetime) -> str:
    """The row as one sentence."""
    match row:
        case Mark():
            return ". ".join(filter(None, (month(row.year, row.month), mark_counts(row))))
        case Quiet():
            return quiet(row)
        case Happened(entry):
            when = f"{date(entry.at, now)}, {clock(entry.at)}"
            return f"{when}. {_spoken(entry, now)}"


def _spoken(entry: Entry, now: datetime) -> str:
    if message := entry.message:
        deleted = ", deleted later" if message.deleted else ""
        return f"{sender(message)} wrote{deleted}: {show.line(message.text, 400)}"
    if gesture := entry.gesture:
        parts = (gesture_title(gesture), gesture.voice and f"from {gesture.voice}", cost(gesture))
        return ", ".join(part for part in parts if part)
    if promise := entry.promise:
        return f"Promise: {promise.text}. {promise_state(promise, now)[0]}"
    if note := entry.note:
        return f"Note: {note.text}"
    if asked := entry.survey:
        told = (f"Survey: {survey(asked)}", asked.question, asked.text, asked.source)
        return ". ".join(show.line(part, 400) for part in told if part.strip())
    if entry.merge:
        return f"{merge(entry.merge)}. Enter undoes the merge"
    if entry.what == "signals":
        return signals(str(entry.signal_kind), entry.count, entry.at)
    return "First contact"
