"""How an import reads: how long it takes, what comes, what is left out."""

from cm_desk.archives.base import Elsewhere, Preview
from cm_desk.text import show
from cm_desk.ui.gestures.words import counted, long_day

SHOWN = 3  # reasons


def remaining(seconds: float | None, saving: bool) -> str:
    """ "about 3 min left"; of the reading alone while that is all that is known."""
    if seconds is None:
        return ""
    what = "left" if saving else "of reading left"
    return f"under a minute {what}" if seconds < 50 else f"about {seconds / 60:,.0f} min {what}"


def span(found: Preview) -> str:
    if not found.first or not found.last:
        return ""
    first, last = long_day(found.first), long_day(found.last)
    return first if first == last else f"{first} to {last}"


def here(found: Preview) -> str:
    if not found.here:
        return "None of them"
    return "All of them" if found.here == found.messages else f"{found.here:,} of them"


def elsewhere(each: Elsewhere) -> str:
    """What becomes of messages that are here under another address."""
    handle = show.line(each.handle, 60)
    count = counted(each.messages, "{} message is", "{} messages are")
    if each.replaced:
        what = "That account is nothing but this archive, and is replaced."
    else:
        what = "They stay there, and do not come a second time."
    return f"{count} here as those of {handle}. {what}"


def left_out(found: Preview) -> str:
    return counted(
        found.skipped_count,
        "{} record is left out, because it cannot become a message",
        "{} records are left out, because they cannot become messages",
    )


def reasons(found: Preview) -> list[str]:
    """The commonest, "94 × written by a bot", and how many are left out for others."""
    lines = [f"{count:,} × {show.line(why).rstrip('.')}" for why, count in found.reasons[:SHOWN]]
    if rest := sum(count for _, count in found.reasons[SHOWN:]):
        lines.append(f"{rest:,} × for other reasons")
    return lines


def records(found: Preview) -> str:
    """Each of the first ones with its place."""
    lines = [f"{show.line(each.record, 80)}: {show.line(each.why)}" for each in found.skipped]
    more = found.skipped_count - len(lines)
    return "\n".join([*lines, f"and {more:,} more"] if more else lines)
