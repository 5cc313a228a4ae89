"""Whole conversations around single messages, under one thread id."""

import logging
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from cm_desk.connectors.api import Api
from cm_desk.connectors.services.mastodon.read import (
    ODD,
    Json,
    Us,
    message,
    people,
    unreadable,
)
from cm_desk.domain.model import Incoming
from cm_desk.errors import Gone, OddAnswer

log = logging.getLogger(__name__)
KEPT = 2000  # messages (some 10 MB), so that history does not ask for a conversation twice


class Threads:
    """Asks for the context of messages that belong to a conversation.

    What a page holds does not depend on what was asked before: a sync that was cut and begun
    anew ends with the same store.
    """

    def __init__(self, api: Api) -> None:
        self._api = api
        self._kept: OrderedDict[str, list[Json]] = OrderedDict()

    def around(
        self, statuses: Iterable[Any], us: Us, unread: Iterable[str] = (), keep: bool = False
    ) -> tuple[list[Incoming], list[str]]:
        """(the messages, with the conversations around them; ids that are gone).

        `unread` are the ids somebody must still look at. With `keep` a conversation that was
        read before is not asked for again: right for what is old.
        """
        new, gone = set(unread), []
        made: dict[str, Incoming] = {}
        for status in statuses:
            one = str(status.get("id")) if isinstance(status, dict) else ""
            if one in made:
                continue
            try:
                whole = self._whole(status, keep)
            except Gone:
                gone.append(one)
                continue
            for each in self._messages(whole, us, new):
                made.setdefault(each.remote_id, each)
        ordered = sorted(made.values(), key=lambda each: (each.sent_at, each.remote_id))
        return ordered, gone

    def _whole(self, status: Any, keep: bool) -> list[Json]:
        """The conversation of a status, its first message in front."""
        if not isinstance(status, dict) or "id" not in status or _alone(status):
            return [status]
        one = str(status["id"])
        if keep and one in self._kept:
            return self._kept[one]
        path = f"/api/v1/statuses/{one}/context"
        found = self._api.get(path).body
        try:
            whole = [*found["ancestors"], status, *found["descendants"]]
        except (KeyError, TypeError) as err:
            raise OddAnswer(self._api.account, f"{path} lacks {err}.") from None
        for each in whole if keep else ():
            self._keep(each, whole)
        return whole

    def _keep(self, status: Any, whole: list[Json]) -> None:
        if isinstance(status, dict):
            self._kept[str(status.get("id"))] = whole
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _messages(self, whole: list[Json], us: Us, unread: set[str]) -> list[Incoming]:
        """One odd message does not stop the others: docs/decisions/0021."""
        thread, known = _root(whole[0]), people(whole, us)
        by_id = {str(each.get("id")): each for each in whole if isinstance(each, dict)}
        made = []
        for each in whole:
            try:
                before = by_id.get(str(each.get("in_reply_to_id")))
                new = str(each["id"]) in unread
                made.append(message(each, us, thread, new, known, before))
            except ODD as err:
                log.warning("unreadable message of %s: %s", self._api.account, type(err).__name__)
                if (poor := unreadable(each, us, bool(unread))) is not None:
                    made.append(poor)
        return made


def _alone(status: Json) -> bool:
    """Neither an answer nor answered."""
    return not status.get("in_reply_to_id") and not status.get("replies_count")


def _root(first: Any) -> str:
    """The thread id: the first message, or what it answers where we may not see that."""
    if not isinstance(first, dict):
        return ""
    return str(first.get("in_reply_to_id") or first.get("id") or "")
