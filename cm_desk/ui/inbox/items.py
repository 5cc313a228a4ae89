"""What stands in a conversation, from old to new: days, messages, gestures, what is leaving."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cm_desk.store.gestures import Gesture
from cm_desk.store.messages import Message
from cm_desk.store.outbox import OutboxItem
from cm_desk.store.promises import Promise
from cm_desk.text import show
from cm_desk.ui.gestures.kinds import kind
from cm_desk.ui.gestures.words import gesture_title
from cm_desk.ui.inbox import words


@dataclass(frozen=True, slots=True)
class Day:
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Said:
    message: Message

    @property
    def key(self) -> str:
        return f"message {self.message.id}"


@dataclass(frozen=True, slots=True)
class Event:
    """A gesture, a promise or a wake-up between the messages; a pill in the colour of `tone`."""

    text: str
    tone: str
    icon: str
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """Our words that are still here: waiting, being sent, held or refused."""

    item: OutboxItem

    @property
    def key(self) -> str:
        return f"outbox {self.item.id}"


Item = Day | Said | Event | Leaving


def given(gesture: Gesture) -> Event:
    what, icon = show.line(gesture_title(gesture), 100), kind(gesture.kind).icon
    by = f", from {show.line(gesture.voice, 40)}" if gesture.voice else ""
    return Event(f"{what}{by}", "joy", icon, gesture.at, f"gesture {gesture.id}")


def promised(promise: Promise) -> Event:
    who = "They promised" if promise.theirs else "Promised"
    text = f"{who} for {words.day(promise.due.astimezone())}: {show.line(promise.text, 60)}"
    tone = {"kept": "good", "broken": "risk"}.get(promise.state, "wait")
    return Event(text, tone, "flag", promise.made_at, f"promise {promise.id}")


def build(
    messages: Sequence[Message],
    events: Iterable[Event],
    outbox: Iterable[OutboxItem],
    now: datetime,
    whole: bool = True,
) -> list[Item]:
    """`messages` newest first, as the store pages them. `whole` is False while older ones wait:
    then events from before the oldest loaded message wait with them.
    """
    said: list[Said | Event] = [Said(message) for message in reversed(messages)]
    since = messages[-1].sent_at if messages and not whole else None
    said += [event for event in events if since is None or event.at >= since]
    said.sort(key=_at)
    return [*_with_days(said, now), *(Leaving(item) for item in outbox)]


def _at(item: Said | Event) -> datetime:
    return item.at if isinstance(item, Event) else item.message.sent_at


def _with_days(items: list[Said | Event], now: datetime) -> Iterator[Item]:
    last = None
    for item in items:
        day = _at(item).astimezone().date()
        if day != last:
            yield Day(words.full_day(_at(item), now), f"day {day}")
        last = day
        yield item
