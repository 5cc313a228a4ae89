"""What a write changed. Store functions say it, the lane publishes it, views reload."""

from collections.abc import Sequence
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
    VOICE = "voice"
    SETTING = "setting"  # 0
    VIEW = "view"  # a saved search
    LIKELY = "likely"  # 0: who may be one person


class Change(NamedTuple):
    topic: Topic
    id: int


EVERY = -1  # as an id: so many changed that they are not named
MANY = 5000


def folded(changes: Sequence[Change]) -> Sequence[Change]:
    """One change of EVERY id for each topic, once there are too many to name them."""
    if len(changes) < MANY:
        return changes
    return [Change(topic, EVERY) for topic in dict.fromkeys(each.topic for each in changes)]
