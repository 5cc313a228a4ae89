"""What a card says, in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from cm_desk.domain.doors import Door, Way
from cm_desk.domain.kinds import Kind
from cm_desk.domain.known import About
from cm_desk.store.cards import Card
from cm_desk.store.contacts import Person
from cm_desk.store.gestures import Gesture
from cm_desk.store.known import Known
from cm_desk.text import show
from cm_desk.ui import art
from cm_desk.ui.format import count, date
from cm_desk.ui.gestures.kinds import kind as label
from cm_desk.ui.gestures.words import money

RULES = {  # what each rule is called, and what it looks for, for the person who asks
    "hurt": ("Let down", "Somebody was let down and has had no apology."),
    "kept": ("A promise kept", "A promise was kept, and they have not heard of it."),
    "helped": ("Helped others", "They helped others since anybody thanked them."),
    "praise": ("Kind words", "Kind words of theirs that nobody answered."),
    "occasion": ("A day that matters", "A day that matters to them, years with us, or a return."),
    "silence": (
        "Silence after closeness",
        "You were close once, and it is quiet for twice the usual time.",
    ),
    "touch": ("Staying in touch", "You wanted to stay in touch, and the day has come."),
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


def about_gift(
    card: Card, kind: Kind, given: Sequence[Gesture], known: Known, now: datetime
) -> str:
    """Whose name stands below, what it costs, what they like, and what they had before."""
    said = [f"Signed by {show.line(card.voice, 80)}.", _cost(kind)]
    if likes := [*known.all(About.JOY), *known.all(About.PASSION)]:
        said.append(f"They like: {show.line(likes[0].text, 60)}.")
    if before := [f"{label(g.kind).label} {date(g.at, now)}" for g in given[:2]]:
        said.append(f"Before: {', '.join(before)}.")
    return " ".join(said)


def _cost(kind: Kind) -> str:
    minutes = count(kind.minutes or 1, "minute", "minutes")
    if kind.cost_cents:
        return f"It usually costs {money(kind.cost_cents, kind.currency)} and {minutes}."
    return f"It costs {'a minute' if kind.minutes < 2 else minutes}."


def voice(names: Sequence[str]) -> str:
    """Who may be asked, "" for nobody."""
    return f"An unexpected voice (V): {show.line(names[0], 40)} may be asked" if names else ""


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


def resting(waiting: Mapping[str, str]) -> str:
    """Whose card waits, and for what."""
    told = [f"{show.line(who, 60)}: {why}" for who, why in waiting.items()]
    return f"{'; '.join(told)}. They come back by themselves once that is over."


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
