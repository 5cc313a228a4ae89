"""How each row of a story is drawn, right of the spine."""

from datetime import datetime

from PySide6.QtCore import QRectF

from cm_desk.actions.touch import HOW
from cm_desk.domain.model import Kind, Media
from cm_desk.store.badges import Badge
from cm_desk.store.gestures import Gesture
from cm_desk.store.merges import Merge
from cm_desk.store.messages import Message
from cm_desk.store.notes import Note
from cm_desk.store.river import Entry
from cm_desk.store.surveys import Survey
from cm_desk.text import show
from cm_desk.ui import art, theme
from cm_desk.ui.contact import words
from cm_desk.ui.contact.column import Column
from cm_desk.ui.contact.story import Happened, Mark, Quiet, Row
from cm_desk.ui.format import removed
from cm_desk.ui.gestures import words as given
from cm_desk.ui.gestures.kinds import kind

UNDO_MERGE = "Undo merge"
MOST_LINES = 16
MEDIA = {"image": "Picture", "video": "Video", "audio": "Sound", "file": "File"}
TURNS = {"kept": ("check", "good"), "broken": ("x", "risk"), "moved": ("history", "calm")}
SORRY = {"proven": ("circle-check", "good"), "closed": ("hand-heart", "good")}
SEEN_BY = {
    "direct": "Direct message",
    "private": "Followers only",
    "unlisted": "Unlisted",
    "held": "Waits for approval",
}


def draw(col: Column, row: Row, now: datetime) -> None:
    match row:
        case Mark():
            _mark(col, row)
        case Quiet():
            col.gap(8)
            col.text(words.quiet(row), "ui", "text.muted")
            col.gap(8)
        case Happened(entry):
            _entry(col, entry, now)


def gutter_icon(row: Row) -> tuple[str, str]:
    """(icon, tone) of the mark on the spine; a message shows its service instead."""
    if not isinstance(row, Happened):
        return "", ""
    entry = row.entry
    if entry.gesture:
        return kind(entry.gesture.kind).icon, "joy"
    return {
        "promise": TURNS.get(entry.turn, ("flag", "wait")),
        "note": ("phone-call", "good") if _spoke(entry) else ("pencil-line", "calm"),
        "signals": (words.SIGNAL_ICON.get(str(entry.signal_kind), "star"), "calm"),
        "merge": ("users-round", "accent"),
        "survey": ("clipboard-list", "info"),
        "badge": (entry.badge.icon if entry.badge else "award", "joy"),
        "introduction": ("handshake", "joy"),
        "apology": SORRY.get(entry.turn, ("heart-crack", "risk")),
        "first": ("sprout", "good"),
    }.get(entry.what, ("", ""))


def _mark(col: Column, row: Mark) -> None:
    col.gap(11)
    col.line(
        [
            (words.month(row.year, row.month), "heading", "text.primary"),
            (words.mark_counts(row), "small", "text.muted"),
        ]
    )
    col.gap(9)


def _entry(col: Column, entry: Entry, now: datetime) -> None:
    col.gap(4 if entry.gesture or entry.note else 10)
    if entry.message:
        _message(col, entry.message, words.answered(entry))
    elif entry.gesture:
        _gesture(col, entry.gesture, words.signed(entry.signed, now))
    elif entry.promise:
        _promise(col, entry, now)
    elif entry.note:
        _note(col, entry.note)
    elif entry.merge:
        _merge(col, entry.merge, entry.turn)
    elif entry.survey:
        _survey(col, entry.survey)
    elif entry.badge:
        _badge(col, entry.badge)
    elif entry.apology:
        _sorry(col, entry)
    elif entry.introduction:
        what, more = words.introduction(entry)
        col.text(what, "uiStrong", max_lines=2)
        if more:
            col.text(show.line(more), "ui", "text.secondary", max_lines=4)
    elif entry.what == "signals":
        said = words.signals(entry.signal_kind, entry.count, entry.at)
        more = "Show it" if entry.count == 1 else "Show each"
        col.line([(said, "ui", "text.secondary"), (more, "small", "accent.text")])
    else:
        col.text("First contact", "uiStrong")
    col.gap(11)


def _message(col: Column, message: Message, answered: str) -> None:
    if answered:
        col.icon_line("reply", answered)
        col.gap(3)
    if message.outgoing:
        who = f"{words.sender(message)} answered" if message.signer else "We answered"
        col.line([(who, "small", "accent.text")])
        col.gap(3)
        col.card(lambda c: _body(c, message), "bubble.out", "", pad=11)
    else:
        _body(col, message)
    about = [SEEN_BY.get(message.visibility, ""), "edited" if message.edited_at else ""]
    about += ["deleted by its author"] if message.deleted else []
    about += ["direct message"] if message.kind == Kind.DIRECT and not about[0] else []
    if any(about):
        col.gap(3)
        col.line([(" · ".join(filter(None, about)), "small", "text.muted")])


def _body(col: Column, message: Message) -> None:
    if message.subject:
        col.text(show.line(message.subject), "uiStrong", max_lines=2)
        col.gap(2)
    if message.warning:
        col.chip(show.line(message.warning), "wait", "eye-off")
        col.gap(4)
        col.text("Behind a content warning. Open its conversation to read it.", "ui", "text.muted")
        return
    if gone := removed(message.trimmed):
        col.text(gone, "ui", "text.muted")
    if message.text.strip():
        col.text(message.text.strip(), max_lines=MOST_LINES)
    for each in message.media[:4]:
        col.gap(4)
        col.icon_text("image", "text.muted", _media(each), color="text.secondary", max_lines=2)
    if message.poll:
        options = " · ".join(show.line(option.text) for option in message.poll.options[:8])
        col.gap(4)
        col.icon_text("list-checks", "text.muted", f"Poll: {options}", color="text.secondary")


def _media(each: Media) -> str:
    what = MEDIA.get(each.kind, "File")
    return f"{what}: {show.line(each.alt)}" if each.alt.strip() else f"{what} without a description"


def _sorry(col: Column, entry: Entry) -> None:
    what, more = words.apology(entry)
    col.text(what, "uiStrong", max_lines=3)
    if more:
        col.gap(2)
        col.text(more, "ui", "text.secondary", max_lines=4)


def _gesture(col: Column, gesture: Gesture, signed: str = "") -> None:
    def inside(c: Column) -> None:
        title = (given.gesture_title(gesture), "uiStrong", "text.primary")
        c.line([title], (given.cost(gesture), "small", "text.muted"))
        if gesture.voice:
            c.gap(4)
            _voice(c, gesture.voice)
        if signed:
            c.gap(3)
            c.text(signed, "small", "joy.text", max_lines=2)
        if gesture.why.strip():
            c.gap(4)
            c.text(f"“{show.line(gesture.why)}”", "ui", "text.secondary", max_lines=4)
        if not gesture.public:
            c.gap(3)
            c.line([("In private", "small", "text.muted")])

    col.card(inside, "bg.surface", "line.subtle", "joy.base")


def _spoke(entry: Entry) -> bool:
    return entry.note is not None and bool(entry.note.touch)


def _note(col: Column, note: Note) -> None:
    """A call or a meeting says so above what it was about."""

    def inside(c: Column) -> None:
        how = HOW.get(note.touch, "")
        if how:
            c.line([(how, "uiStrong", "text.primary")])
        if note.text != how:
            c.text(note.text, "ui")

    col.card(inside, "note.bg", "note.line")


def _badge(col: Column, badge: Badge) -> None:
    def inside(c: Column) -> None:
        c.line([(f"Badge: {show.line(badge.name, 60)}", "uiStrong", "text.primary")])
        c.gap(2)
        c.text(show.line(badge.reason), "ui", "text.secondary", max_lines=4)
        if badge.quote.strip():
            c.gap(3)
            c.text(f"“{show.line(badge.quote)}”", "ui", "text.muted", max_lines=3)

    col.card(inside, "bg.surface", "line.subtle", "joy.base")


def _voice(col: Column, voice: str) -> None:
    t = theme.now()
    side = t.px(20)
    if col.p:
        art.paint_avatar(col.p, QRectF(col.x, col.y, side, side), voice)
    inner = Column(col.p, col.x + side + t.px(7), col.y + t.px(1), col.width - side - t.px(7))
    inner.line([(voice, "ui", "text.primary")])
    col.y += side


def _merge(col: Column, merge: Merge, turn: str) -> None:
    """While they are one, `UNDO_MERGE` is its last line: the delegate knows where that is."""
    col.text(words.merge(merge, turn), "uiStrong", max_lines=2)
    if merge.why and turn == "joined":
        col.gap(2)
        col.text(show.line(merge.why), "small", "text.secondary", max_lines=2)
    if merge.parted_at is None:
        col.gap(3)
        col.line([(UNDO_MERGE, "small", "accent.text")])


def _survey(col: Column, survey: Survey) -> None:
    if survey.question.strip():
        col.text(show.line(survey.question), "ui", "text.secondary", max_lines=2)
        col.gap(2)
    source = (show.line(survey.source, 60), "small", "text.muted")
    col.line([(words.survey(survey), "uiStrong", "text.primary"), source])
    if survey.text.strip():
        col.gap(2)
        col.text(f"“{survey.text.strip()}”", max_lines=MOST_LINES)


def _promise(col: Column, entry: Entry, now: datetime) -> None:
    """The chip says how it stands today; a later turn only what happened then."""
    what, more = words.promise(entry, now)
    col.text(what, "ui", weight=500, max_lines=4)
    col.gap(4)
    if entry.promise and entry.turn == "made":
        said, tone = given.promise_state(entry.promise, now)
        col.chip(said, tone, "flag")
    else:
        col.text(more, "small", "text.secondary")
