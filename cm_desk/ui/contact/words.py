"""How a story reads: one sentence for each row, on screen and for screen readers."""

from collections.abc import Callable
from datetime import datetime

from cm_desk.store.merges import Merge
from cm_desk.store.messages import Message
from cm_desk.store.requests import Signed
from cm_desk.store.river import Entry
from cm_desk.store.surveys import Survey
from cm_desk.text import show
from cm_desk.ui.art import service_name
from cm_desk.ui.contact.story import Happened, Mark, Quiet, Row
from cm_desk.ui.format import clock, date, removed
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
    "solved": ("took an answer as the solution", "took {} answers as the solution"),
}
SIGNAL_ICON = {
    "like": "heart",
    "boost": "repeat-2",
    "follow": "user-round-check",
    "quote": "quote",
    "solved": "check",
}


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


def merge(each: Merge, turn: str = "joined") -> str:
    """ "E-mail joined with Mastodon"; by their names when no service tells them apart."""
    if turn == "parted":
        return f"{show.line(each.gone_name, 60)} and {show.line(each.kept_name, 60)} are two again"
    theirs, ours = each.gone_services, each.kept_services
    if each.parted_at or not theirs or not ours or set(theirs) & set(ours):
        return f"Joined with {show.line(each.gone_name, 60)}"
    return " joined with ".join(", ".join(map(service_name, side)) for side in (theirs, ours))


def survey(each: Survey) -> str:
    """ "7 of 10", or that they answered in words."""
    if each.score is None:
        return "Answered in words"
    low = f", from {each.low:g}" if each.low not in (0, 1) else ""
    return f"{each.score:g} of {each.high:g}{low}"


def promise(entry: Entry, now: datetime) -> tuple[str, str]:
    """(what happened, what else there is to say) at this turn of a promise."""
    one = entry.promise
    if one is None:
        return "", ""
    whose = "Their promise" if one.theirs else "Promise"
    match entry.turn:
        case "moved" if entry.was_due and entry.due:
            told = f"It was due {date(entry.was_due, now)}, now {date(entry.due, now)}."
            return f"{whose} moved: {show.line(one.text)}", told
        case "kept":
            days = (entry.at.astimezone().date() - one.due.astimezone().date()).days
            late = counted(days, "{} day late.", "{} days late.") if days > 0 else "In time."
            return f"{whose} kept: {show.line(one.text)}", late
        case "broken":
            told = f"It was due {date(one.due, now)}."
            return f"{whose} not kept: {show.line(one.text)}", told
    return f"{whose}: {show.line(one.text)}", promise_state(one, now)[0]


def answered(entry: Entry) -> str:
    """ "In answer to Nils: Eight without looking for the screw."; "" for what answers nothing."""
    message, parent = entry.message, entry.parent
    if parent is None:
        known = message is not None and bool(message.reply_to)
        return "In answer to a message that is not on this computer" if known else ""
    said = (f"In answer to {show.line(parent.who, 40)}", show.line(parent.text, 160))
    return ": ".join(filter(None, said))


def introduction(entry: Entry) -> tuple[str, str]:
    """(what happened, what else there is to say)."""
    one, name = entry.introduction, show.line(entry.with_whom, 60)
    if one is None:
        return "", ""
    if entry.turn == "outcome":
        talking = {True: "They still talk.", False: "They do not talk.", None: ""}[one.talking]
        return f"What came of meeting {name}", " ".join(filter(None, (one.outcome, talking)))
    return f"Introduced to {name}", f"Both said yes. About: {one.circle}" if one.circle else ""


def apology(entry: Entry) -> tuple[str, str]:
    """(what happened, what else there is to say)."""
    one, step = entry.apology, entry.step
    if one is None:
        return "", ""
    if step is not None:
        owner = f"{show.line(step.owner, 40)} saw to it." if step.owner.strip() else ""
        return f"Put right, with proof: {show.line(step.text)}", owner
    if entry.turn == "closed":
        theirs = (
            f"They said: “{show.line(one.word)}”" if one.word else "Every step proven and told."
        )
        return "Apology closed", theirs
    return "We let them down", f"“{show.line(one.quote, 300)}”"


def signed(found: Signed | None, now: datetime) -> str:
    """ "First time from R. Ito, Head of Service. Released by R. Ito on 5 Mar, to the letter." """
    if found is None:
        return ""
    voice = show.line(found.voice, 60)
    first = f"First time from {show.line(found.who, 80)}. " if found.is_first else ""
    return f"{first}Released by {voice} on {date(found.released_at, now)}, to the letter."


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


def on_paper(now: Callable[[], datetime], entry: Entry) -> str:
    """The sentence without what a key would do."""
    if entry.merge:
        at = entry.at.astimezone()
        return f"{at.day} {at:%b %Y, %H:%M}. {merge(entry.merge, entry.turn)}"
    return spoken(Happened(entry), now())


def _spoken(entry: Entry, now: datetime) -> str:
    if message := entry.message:
        deleted = ", deleted later" if message.deleted else ""
        said = removed(message.trimmed) or show.line(message.text, 400)
        told = f"{sender(message)} wrote{deleted}: {said}"
        return ". ".join(filter(None, (told, answered(entry))))
    if gesture := entry.gesture:
        parts = (gesture_title(gesture), gesture.voice and f"from {gesture.voice}", cost(gesture))
        told = ", ".join(part for part in parts if part)
        return ". ".join(filter(None, (told, signed(entry.signed, now))))
    if entry.promise:
        return ". ".join(promise(entry, now))
    if note := entry.note:
        return f"Note: {note.text}"
    if asked := entry.survey:
        answers = (f"Survey: {survey(asked)}", asked.question, asked.text, asked.source)
        return ". ".join(show.line(part, 400) for part in answers if part.strip())
    if badge := entry.badge:
        for_what = (f"Badge: {badge.name}", badge.reason, badge.quote)
        return ". ".join(show.line(part, 400).rstrip(".") for part in for_what if part.strip())
    if entry.apology:
        return ". ".join(filter(None, apology(entry)))
    if entry.introduction:
        return ". ".join(filter(None, introduction(entry)))
    if entry.merge:
        undo = ". Enter shows who left" if entry.merge.parted_at else ". Enter undoes the merge"
        return f"{merge(entry.merge, entry.turn)}{undo}"
    if entry.what == "signals":
        told = signals(entry.signal_kind, entry.count, entry.at)
        return f"{told} on {service_name(entry.service)}. Enter shows each"
    return "First contact"
