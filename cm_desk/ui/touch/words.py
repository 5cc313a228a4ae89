"""How a wish to stay in touch reads."""

from datetime import date, datetime

from cm_desk.actions.touch import Line
from cm_desk.ui.gestures.words import counted
from cm_desk.ui.promises.words import day

TONES = {
    "red": "risk",
    "yellow": "wait",
    "never": "wait",
    "spoke": "info",
    "later": "calm",
    "green": "good",
}


def state(line: Line, now: datetime) -> str:
    """What the chip says."""
    today = now.astimezone().date()
    over = (today - line.touch.due).days if line.touch.due else 0
    later = line.wish.later
    return {
        "red": counted(over, "{} day over", "{} days over"),
        "yellow": "Due today" if not over else counted(over, "{} day over", "{} days over"),
        "never": "Never spoke",
        "spoke": "Just wrote",
        "later": f"Not before {day(later.astimezone().date(), now)}" if later else "",
        "green": "In touch",
    }[line.state]


def due(on: date | None, now: datetime) -> str:
    return day(on, now) if on else "Now"


def last(line: Line, now: datetime) -> str:
    return day(line.last.astimezone().date(), now) if line.last else "Never"


def told(line: Line, now: datetime) -> str:
    """ "Due 18 Dec, last spoke 20 Nov"."""
    return f"Due {due(line.touch.due, now)}, last spoke {last(line, now)}"
