"""What people did without words: likes, reposts, follows, quotes."""

from cm_desk.atproto.posts import ODD, Json, moment
from cm_desk.connectors.services.bluesky.threads import Threads
from cm_desk.domain.model import Signal, SignalKind

KINDS = {
    "like": SignalKind.LIKE,
    "like-via-repost": SignalKind.LIKE,
    "repost": SignalKind.BOOST,
    "repost-via-repost": SignalKind.BOOST,
    "follow": SignalKind.FOLLOW,
    "quote": SignalKind.QUOTE,
}
SIGNS = [each for each in KINDS if each != "quote"]


def signal(note: Json, threads: Threads) -> Signal | None:
    """None for other notifications, and for one that cannot be read."""
    kind = KINDS.get(note["reason"])
    who = threads.person(note.get("author")) if kind else None
    if kind is None or who is None:
        return None
    try:
        return Signal(note["uri"], kind, who, moment(note["indexedAt"]), _target(note, kind))
    except ODD:
        return None


def _target(note: Json, kind: SignalKind) -> str:
    """What a like is for stands in the like itself; the reason's subject may be a repost of it."""
    if kind is SignalKind.QUOTE:
        return str(note.get("reasonSubject") or "")
    subject = (note.get("record") or {}).get("subject")
    return str(subject.get("uri") or "") if isinstance(subject, dict) else ""
