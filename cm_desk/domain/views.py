"""The views of the inbox and what puts a conversation into one."""

from enum import StrEnum


class View(StrEnum):
    """`cm-desk inbox --view VALUE`; the order is the rail's."""

    NEEDS_REPLY = "needs-reply"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    MENTIONS = "mentions"
    DONE = "done"
    UNREAD = "unread"
    ALL = "all"


class State(StrEnum):
    """What a person decided about a conversation. A new message to us opens it again."""

    OPEN = "open"
    DONE = "done"
    SNOOZED = "snoozed"
