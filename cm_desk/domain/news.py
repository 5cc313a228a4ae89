"""What a write changed. Store functions say it, the lane publishes it, views reload."""

from enum import StrEnum
from typing import NamedTuple


class Topic(StrEnum):
    """What an id of a Change is the row id of."""

    ACCOUNT = "account"
    CONVERSATION = "conversation"
    CONTACT = "contact"  # their names, identities, gestures, promises, notes
    DRAFT = "draft"  # the conversation's id
    OUTBOX = "outbox"
    LABEL = "label"
    SETTING = "setting"  # 0


class Change(NamedTuple):
    topic: Topic
    id: int
