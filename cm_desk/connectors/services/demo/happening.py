"""What happens in the community: one message, edit, deletion or signal after the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.model import Incoming, Page, Signal


@dataclass(frozen=True, slots=True)
class Happening:
    """Exactly one of `message`, `signal` and `deleted`. An edit is the message once more."""

    at: datetime
    service: str
    message: Incoming | None = None
    signal: Signal | None = None
    deleted: str = ""  # a remote id

    @property
    def id(self) -> str:
        if self.message:
            return self.message.remote_id
        return self.signal.remote_id if self.signal else self.deleted


def in_order(happenings: Iterable[Happening]) -> list[Happening]:
    return sorted(happenings, key=lambda each: (each.at, each.id))


def page(happenings: Iterable[Happening], cursor: str | None, more: bool) -> Page:
    known = list(happenings)
    return Page(
        tuple(each.message for each in known if each.message),
        tuple(each.signal for each in known if each.signal),
        tuple(each.deleted for each in known if each.deleted),
        cursor,
        more,
    )


def as_it_is_now(happenings: Iterable[Happening]) -> list[Happening]:
    """Oldest first, each message once in its last form, without what was deleted."""
    now: dict[str, Happening] = {}
    for each in happenings:
        if each.deleted:
            now.pop(each.deleted, None)
        else:
            now[each.id] = each
    return sorted(now.values(), key=_began)


def _began(happening: Happening) -> tuple[datetime, str]:
    """An edited message keeps its old place."""
    at = happening.message.sent_at if happening.message else happening.at
    return at, happening.id
