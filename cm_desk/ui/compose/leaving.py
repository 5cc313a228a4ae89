"""When a message of the outbox leaves, in words."""

from datetime import datetime

from cm_desk.store.outbox import OutboxItem
from cm_desk.ui.format import when


def leaving_words(item: OutboxItem, now: datetime) -> str:
    """When it leaves, or why it has not."""
    match item.state:
        case "waiting":
            left_s = round((item.not_before - now).total_seconds())
            if left_s > 90:
                return f"leaves {when(item.not_before, now)}"
            again = "tries again" if item.attempts else "leaves"
            return f"{again} in {left_s} s" if left_s > 0 else "leaves now"
        case "sending":
            return "is leaving"
        case "unknown":
            return "may have left, being checked"
        case "held":
            return "held"
    return "did not leave"
