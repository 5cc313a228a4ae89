"""How voices and their requests read."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cm_desk.insight.voices import MONTH, TIRED
from cm_desk.store.requests import ASKED, RELEASED, Request
from cm_desk.store.voices import Voice
from cm_desk.text import show
from cm_desk.ui.format import date, when

OFTEN = ((3, "3 days"), (7, "a week"), (14, "two weeks"), (30, "a month"), (90, "three months"))


def load(voice: Voice, asked: Sequence[datetime], now: datetime) -> tuple[str, str, str]:
    """(words, tone, more words) of how much they were asked lately; `asked` newest first."""
    if voice.left_at:
        return f"Retired {date(voice.left_at, now)}", "calm", "They lend their voice no more."
    lately = sum(each > now - MONTH for each in asked)
    free = asked[0] + timedelta(days=voice.every_days) if asked else now
    if lately >= TIRED:
        return (
            f"Asked {_times(lately)} this month",
            "wait",
            "Let them rest, or choose another voice.",
        )
    if free > now:
        return f"Rests until {date(free, now)}", "wait", f"They were asked {when(asked[0], now)}."
    if asked:
        return "Can be asked", "good", f"They were last asked {date(asked[0], now)}."
    return "Never asked", "good", "Nobody asked them yet."


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"


def tired(voice: Voice, asked: Sequence[datetime], now: datetime) -> bool:
    """Shown greyed: they left, or were asked often lately."""
    return bool(voice.left_at) or sum(each > now - MONTH for each in asked) >= TIRED


def limit(voice: Voice) -> str:
    """ "At most once in a week" """
    named = dict(OFTEN).get(voice.every_days, f"{voice.every_days} days")
    return f"At most once in {named}"


def agreed(voice: Voice, now: datetime) -> str:
    """What they agreed to, in their words, with its day."""
    if not voice.agreed.strip():
        return "Nothing is noted of what they agreed to. Ask them first."
    day = f", {date(voice.agreed_at, now)}" if voice.agreed_at else ""
    return f"“{show.line(voice.agreed, 240)}”{day}"


def state(request: Request, now: datetime) -> tuple[str, str, str]:
    """(words, tone, icon) of a request."""
    at = date(request.answered_at or request.asked_at, now)
    if request.state == ASKED:
        return f"Asked {date(request.asked_at, now)}, no answer yet", "wait", "hourglass"
    if request.state != RELEASED:
        return f"Declined {at}", "calm", "x"
    if request.used_key:
        return f"Sent as released {at}", "good", "send"
    return f"Released {at}, not sent yet", "info", "circle-check"
