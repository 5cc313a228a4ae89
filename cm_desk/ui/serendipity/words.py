"""What a card says, in words."""

from collections.abc import Mapping
from datetime import datetime

from cm_desk.domain.doors import Door, Way
from cm_desk.store.cards import Card
from cm_desk.store.contacts import Person
from cm_desk.ui import art
from cm_desk.ui.format import count, date

RULES = {  # what each rule looks for, for the person who asks
    "hurt": "Somebody was let down and has had no apology.",
    "kept": "A promise was kept, and they have not heard of it.",
    "helped": "They helped others since anybody thanked them.",
    "praise": "Kind words of theirs that nobody answered.",
    "occasion": "A day that matters to them, years with us, or a return.",
    "silence": "You were close once, and it is quiet for twice the usual time.",
    "touch": "You wanted to stay in touch, and the day has come.",
}


def story(person: Person, last_gesture: datetime | None, now: datetime) -> str:
    """One line: how long, how much, and when they last had a gesture."""
    days = (now - person.first_at).days
    since = f"{count(days // 365, 'year', 'years')} with us"
    if days < 365:
        since = f"{count(days // 30, 'month', 'months')} with us" if days >= 60 else "New with us"
    heard = count(person.received, "message", "messages")
    given = "never" if last_gesture is None else date(last_gesture, now)
    return f"{since}. {heard} from them. Last gesture: {given}."


def gesture(card: Card, label: str) -> str:
    return f"{label} from {card.voice.partition(',')[0]}"


def door(card: Card, service: str, way: Door, now: datetime) -> tuple[str, str]:
    """(heading, sentence)."""
    name = art.service_name(service)
    heading = f"Open door: {name}"
    if way.way is Way.UNKNOWN:
        heading = f"{name}: nobody knows yet whether it is open"
    if way.ends_at is None:
        return heading, "Nothing closes it." if way.way is Way.OPEN else way.note.capitalize() + "."
    left = way.ends_at - now
    hours = int(left.total_seconds() // 3600)
    minutes = int(left.total_seconds() % 3600 // 60)
    said = f"{hours} h {minutes} min left" if hours else f"{minutes} min left"
    return heading, f"{said}. It counts from their last message."


def finished(done: int, later: int, skipped: int) -> tuple[str, str]:
    """Heading and sentence when no card is open any more."""
    if not done:
        return (
            "That was all for today",
            "Nobody was surprised, and that is fine. More come tomorrow.",
        )
    kind = count(done, "kind thing is on its way", "kind things are on their way")
    rest = [count(later, "is for later", "are for later")] if later else []
    rest += [count(skipped, "was skipped", "were skipped")] if skipped else []
    more = f" {' and '.join(rest).capitalize()}." if rest else ""
    return kind[0].upper() + kind[1:], f"Nothing left by itself.{more} The next ones come tomorrow."


def left_out(reasons: Mapping[str, int]) -> list[str]:
    """Why others got no card, the most frequent first."""
    most = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    return [f"{count(n, 'person', 'people')}: {why}" for why, n in most]


def pace(seconds: list[float]) -> str:
    """How long a decision takes, with how many there were; "" before there are any."""
    if not seconds:
        return ""
    middle = sorted(seconds)[len(seconds) // 2]
    return f"A decision takes {middle:.0f} s (median of {len(seconds)})"
