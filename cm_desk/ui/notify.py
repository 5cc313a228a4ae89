"""When the desktop is told about new messages. A pure rule: what is known in, notes out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

AT_MOST_EVERY = timedelta(minutes=10)
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Fresh:
    """A conversation with something unread from them; `message_id` is its last."""

    conversation_id: int
    message_id: int
    who: str
    text: str
    account: str


@dataclass(frozen=True, slots=True)
class Rules:
    """`quiet` from and to in local time; the same twice means no quiet hours."""

    on: bool = False
    quiet: tuple[time, time] = (time(22), time(7))


@dataclass(frozen=True, slots=True)
class Note:
    """`conversation_id` opens by a click; None: several, the inbox opens."""

    title: str
    text: str
    conversation_id: int | None


def is_quiet(rules: Rules, local: datetime) -> bool:
    """The start of the quiet hours is quiet, their end is not; they may span midnight."""
    begin, end = rules.quiet
    now = local.time()
    return begin <= now < end if begin <= end else now >= begin or now < end


def due(
    fresh: Iterable[Fresh],
    told: Mapping[int, int],
    last: datetime | None,
    now: datetime,
    rules: Rules,
) -> tuple[Note | None, frozenset[int]]:
    """The one note to show now, if any, and the conversations that it tells about.

    `told` holds conversations that were told about and not read since: one note each at most.
    What comes within ten minutes of the `last` note, or in quiet hours, waits for the next call.
    """
    new = [each for each in fresh if each.conversation_id not in told]
    soon = last is not None and now - last < AT_MOST_EVERY
    if not rules.on or not new or soon or is_quiet(rules, now.astimezone()):
        return None, frozenset()
    return _note(new), frozenset(each.conversation_id for each in new)


def _note(new: list[Fresh]) -> Note:
    first = new[0]
    if len(new) == 1:
        return Note(plain(first.who), plain(first.text), first.conversation_id)
    names = list(dict.fromkeys(plain(each.who, 40) for each in new))
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return Note(f"{len(new)} conversations wait", shown, None)


def plain(text: str, most: int = LONGEST) -> str:
    """One line that no notification server can read as markup."""
    line = " ".join(text.split())
    line = line.replace("&", "＆").replace("<", "‹").replace(">", "›")
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def rules(on: str, quiet_from: str, quiet_to: str) -> Rules:
    """From the settings; a time that cannot be read gives the usual quiet hours."""
    try:
        quiet = (time.fromisoformat(quiet_from), time.fromisoformat(quiet_to))
    except ValueError:
        quiet = Rules().quiet
    return Rules(on == "1", quiet)
