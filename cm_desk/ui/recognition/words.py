"""How help reads on the page of recognition."""

from datetime import datetime

from cm_desk.domain.help import KINDS, Sign
from cm_desk.domain.months import Month
from cm_desk.insight.board import Board, Row
from cm_desk.store.helping import Proposal
from cm_desk.text import show
from cm_desk.ui.contact.words import month as month_name
from cm_desk.ui.format import date
from cm_desk.ui.gestures.words import counted

SIGNS = {
    Sign.THANKED: "{} said thanks",
    Sign.SOLVED: "{} asked, and took it as the solution",
    Sign.LIKED: "{} asked, and liked it",
    Sign.WELCOMED: "{} wrote for the first time",
    Sign.MET: "{} came and answered",
    Sign.MENDED: "{} said that it is mended",
}
RECENT = "Last 90 days"


def period(month: Month | None) -> str:
    return RECENT if month is None else month_name(*month)


def what(kind: str, context: str) -> str:
    """ "Answered others, about Repairs"."""
    told = KINDS.get(kind, kind)
    return f"{told}, about {show.line(context, 40)}" if context else told


def sign(each: Proposal) -> str:
    """ "Nils Berg said thanks: “Danke!”"; "" for what a person noted by themselves."""
    if each.act.sign not in SIGNS:
        return ""
    said = SIGNS[Sign(each.act.sign)].format(show.line(each.by, 60) or "We")
    return f"{said}: “{show.line(each.proof, 200)}”" if each.proof else said


def thanked(row: Row, now: datetime) -> str:
    return date(row.thanked_at, now) if row.thanked_at else "Never thanked"


def spoken(name: str, row: Row, badges: int, now: datetime) -> str:
    """A row of the board as a sentence."""
    parts = [
        show.line(name, 100),
        counted(row.aided, "helped others once", "helped others {} times"),
        counted(row.turns, "we turned to them once", "we turned to them {} times"),
    ]
    if row.unconfirmed:
        parts.append(counted(row.unconfirmed, "{} more to look at", "{} more to look at"))
    parts.append(f"Last thanked {date(row.thanked_at, now)}" if row.thanked_at else "Never thanked")
    parts += ["Overlooked by us"] if row.gap else []
    parts += [counted(badges, "{} badge", "{} badges")] if badges else []
    return ". ".join([*parts, f"“{show.line(row.latest, 200)}”"])


def fairness(board: Board) -> str:
    """How evenly we turned to people; says so where they are too few for a number."""
    people = counted(board.people, "{} person", "{} people")
    if board.gini is None:
        return f"How even our attention was is told from ten people on; this is {people}."
    return (
        f"Our attention over {people}: Gini {board.gini:.2f}, where 0 is the same for everybody"
        " and 1 is one person alone."
    )
