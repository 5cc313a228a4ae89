"""The connector of one demo account: the same protocol as any, and no network."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import ClassVar, TypeVar

from cm_desk.connectors.services.demo.cast import profiles
from cm_desk.connectors.services.demo.happening import Happening, page
from cm_desk.connectors.services.demo.picture import png
from cm_desk.connectors.services.demo.world import World
from cm_desk.domain.model import Account, Incoming, Kind, Limits, Media, Outgoing, Page, Profile
from cm_desk.domain.times import to_ms
from cm_desk.errors import Gone, Rejected, UnknownOutcome
from cm_desk.text.length import length

T = TypeVar("T")
PAGE = 50
LIMITS = {
    "mastodon": Limits(500, "characters", 23, True, True, 4, 1500, 16_000_000),
    "bluesky": Limits(300, "graphemes", max_media=4, max_alt_chars=2000, max_media_bytes=1_000_000),
    "mail": Limits(max_media=10, max_media_bytes=20_000_000),
    "discourse": Limits(32_000, max_media=10, max_media_bytes=4_000_000),
}
KINDS = {"mail": Kind.MAIL, "discourse": Kind.COMMENT}


class Demo:
    service: ClassVar[str] = "demo"

    def __init__(self, account: Account, world: World) -> None:
        self._key, self._role, self._world = account.key, account.service, world
        self._stopped = threading.Event()

    def profile(self) -> Profile:
        self._arrive()
        return profiles()[self._role]

    def limits(self) -> Limits:
        return LIMITS[self._role]

    def pull(self, cursor: str | None) -> Page:
        """The cursor counts what was told and what was posted: "812/3"."""
        self._arrive()
        told, posted = (int(each) for each in cursor.split("/")) if cursor else (0, 0)
        new_told, new_posted = self._world.since(self._role, told, posted)
        if cursor is None:
            now = self._world.now_at(self._role)
            return page(now[-PAGE:], f"{len(new_told)}/{len(new_posted)}", False)
        if not new_told and not new_posted:
            return Page(cursor=cursor)
        taken = sorted([*new_told, *new_posted], key=_when)[:PAGE]
        ours = {id(each) for each in taken}
        told += sum(id(each) in ours for each in new_told)
        posted += sum(id(each) in ours for each in new_posted)
        more = len(new_told) + len(new_posted) > PAGE
        return page(taken, f"{told}/{posted}", more)

    def history(self, cursor: str | None) -> Page:
        """The cursor is the last place given: milliseconds and id."""
        self._arrive()
        older = [
            each
            for each in reversed(self._world.now_at(self._role))
            if cursor is None or _place(each) < _parse(cursor)
        ]
        found = list(islice(older, PAGE))
        if not found:
            return Page(cursor=cursor)
        ms, name = _place(found[-1])
        return page(found, f"{ms} {name}", len(older) > PAGE)

    def thread(self, remote_id: str) -> Page:
        self._arrive()
        message = self._world.message(self._role, remote_id)
        if message is None:
            raise Gone(self._key, "the message is not there any more.")
        return Page(tuple(self._world.thread(self._role, message.thread)))

    def send(self, message: Outgoing) -> Incoming:
        self._arrive()
        self._accept(message)
        made = self._incoming(message)
        posted = self._kept(lambda: self._world.post(self._role, made, message.key))
        trouble = self._world.trouble[self._role]
        if trouble.drop_next_answer:
            trouble.drop_next_answer = False
            raise UnknownOutcome(self._key, "the answer was lost. We look it up.")
        return posted

    def find(self, message: Outgoing) -> Incoming | None:
        self._arrive()
        return self._world.sent(message.key)

    def edit(self, remote_id: str, text: str) -> Page:
        self._arrive()
        before = self._ours(remote_id)
        if before is None:
            raise Gone(self._key, "the message is not there any more.")
        self._fits(text, before.warning, bool(before.media))
        if before.text != text:
            now = self._world.now().astimezone(UTC)
            before = replace(before, text=text, edited_at=now)
            self._kept(lambda: self._world.post(self._role, before))
        return Page((before,))

    def delete(self, remote_id: str) -> Page:
        self._arrive()
        if self._ours(remote_id):
            self._kept(lambda: self._world.delete(self._role, remote_id))
        return Page(deleted=(remote_id,))

    def fetch(self, url: str, max_bytes: int) -> bytes:
        """Drawn here for "demo:picture/NAME"; nothing else is there."""
        self._arrive()
        kind, _, name = url.partition("demo:")[2].partition("/")
        if kind != "picture":
            raise Gone(self._key, "the file is not there any more.")
        data = png(name)
        if len(data) > max_bytes:
            raise Rejected(self._key, f"the picture exceeds {max_bytes:,} bytes.")
        return data

    def stop(self) -> None:
        self._stopped.set()

    def _arrive(self) -> None:
        self._world.trouble[self._role].check(self._key, self._stopped)

    def _accept(self, message: Outgoing) -> None:
        """Refuse what the service would refuse."""
        self._fits(message.text, message.warning, bool(message.media))
        if message.reply_to and not self._world.message(self._role, message.reply_to):
            raise Rejected(self._key, "the message you answer is not there any more.")

    def _fits(self, text: str, warning: str, with_media: bool) -> None:
        limit = self.limits()
        if limit.max_chars and length(text, limit, warning) > limit.max_chars:
            raise Rejected(self._key, f"the text exceeds {limit.max_chars} characters.")
        if not text.strip() and not with_media:
            raise Rejected(self._key, "the text is empty.")

    def _ours(self, remote_id: str) -> Incoming | None:
        found = self._world.message(self._role, remote_id)
        if found and not found.outgoing:
            raise Rejected(self._key, "somebody else wrote this message.")
        return found

    def _kept(self, write: Callable[[], T]) -> T:
        try:
            return write()
        except OSError as err:
            raise Rejected(self._key, f"the demo could not keep it: {err.strerror}.") from err

    def _incoming(self, message: Outgoing) -> Incoming:
        parent = self._world.message(self._role, message.reply_to) if message.reply_to else None
        remote_id = self._world.next_id()
        return Incoming(
            remote_id=remote_id,
            thread=parent.thread if parent else message.thread or remote_id,
            who=message.to[0] if message.to else parent.who if parent else None,
            text=message.text,
            sent_at=self._world.now().astimezone(UTC),
            kind=self._kind(message, parent),
            outgoing=True,
            reply_to=message.reply_to,
            subject=message.subject or (parent.subject if parent else ""),
            lang=message.lang,
            visibility=message.visibility or (parent.visibility if parent else ""),
            warning=message.warning,
            media=tuple(Media("image", "", each.alt, each.path.name) for each in message.media),
        )

    def _kind(self, message: Outgoing, parent: Incoming | None) -> Kind:
        if message.visibility == "direct":
            return Kind.DIRECT
        if self._role in KINDS:
            return KINDS[self._role]
        return Kind.REPLY if parent else Kind.POST


def _when(happening: Happening) -> datetime:
    return happening.at


def _place(happening: Happening) -> tuple[int, str]:
    at = happening.message.sent_at if happening.message else happening.at
    return to_ms(at), happening.id


def _parse(cursor: str) -> tuple[int, str]:
    ms, _, name = cursor.partition(" ")
    return int(ms), name
