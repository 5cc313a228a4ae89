"""Posting, exactly once: also where the answer is lost, and where `Idempotency-Key` is ignored."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from typing import Any

from cm_desk.connectors.api import Api
from cm_desk.connectors.services.mastodon.places import NONE
from cm_desk.connectors.services.mastodon.read import (
    ODD,
    Json,
    Us,
    is_ours,
    key_of,
    message,
    moment,
    original,
)
from cm_desk.connectors.services.mastodon.streams import Stream, older
from cm_desk.domain.model import Incoming, Outgoing, Upload
from cm_desk.errors import Gone, OddAnswer, Rejected, SlowDown, UnknownOutcome
from cm_desk.text.links import MENTION, addressed
from cm_desk.text.plain import plain

SLACK = timedelta(seconds=30)  # between pressing Send here and the time the server wrote down
PROCESSING_S = 3.0
MOST_PAGES = 10
SPACES = re.compile(r"[\s\u200b]+")


class Sender:
    """Remembers what was uploaded, so that a repeated send uploads nothing again."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._media: dict[tuple[str, Upload], str] = {}
        self._sent: dict[str, str] = {}  # status id: the key of the message that it is

    def send(self, out: Outgoing, us: Us) -> Incoming:
        media = [self._ready(out.key, each) for each in out.media]
        status = self._api.post("/api/v1/statuses", json=_body(out, media, us), key=out.key).body
        try:
            made = self._message(status, out, us)
        except ODD:
            what = "the service took the message and gave an answer we cannot read."
            raise UnknownOutcome(self._api.account, what) from None
        self._sent[made.remote_id] = out.key
        return made

    def find(self, out: Outgoing, us: Us) -> Incoming | None:
        """Among our posts since it was written: the same text, answering the same message.

        The server's key is remembered for one hour only, so it is not asked. One that another
        message of ours is known to have become is left out.
        """
        for status in chain(self._answers(out, us), self._recent(out, us)):
            one = str(status["id"])
            if self._sent.get(one, out.key) == out.key and self._is(status, out, us):
                self._sent[one] = out.key
                return self._message(status, out, us)
        return None

    def _message(self, status: Any, out: Outgoing, us: Us) -> Incoming:
        thread = out.thread or out.reply_to or str(status["id"])
        made = message(status, us, thread, people=out.to)
        return made if made.who or not out.to else replace(made, who=out.to[0])

    def _answers(self, out: Outgoing, us: Us) -> Iterator[Json]:
        """Ours below the message it answers: lists of posts may lack direct ones (snac)."""
        if not out.reply_to:
            return
        try:
            found = self._api.get(f"/api/v1/statuses/{out.reply_to}/context").body
            below = [each for each in found["descendants"] if is_ours(each["account"], us)]
        except (Gone, *ODD):
            return
        yield from (each for each in below if self._since(each, out))

    def _recent(self, out: Outgoing, us: Us) -> Iterator[Json]:
        """Ours since it was written, newest first."""
        hidden = us.hides_direct and out.visibility in ("direct", "private")
        path = f"/api/v1/accounts/{us.id}/statuses"
        stream = Stream("/api/v1/timelines/home" if hidden else path, {"exclude_reblogs": "true"})
        before = NONE
        for _ in range(MOST_PAGES):
            batch = older(self._api, stream, before)
            late = [e for each in batch.items if self._since(e := original(each), out)]
            yield from (each for each in late if is_ours(each["account"], us))
            if not batch.more or len(late) < len(batch.items) / 2:  # pinned ones come first
                return
            before = batch.at

    def _since(self, status: Json, out: Outgoing) -> bool:
        try:
            earliest = out.written_at + timedelta(seconds=self._api.ahead_s) - SLACK
            return moment(status["created_at"]) >= earliest
        except ODD:
            return False

    def _is(self, status: Json, out: Outgoing, us: Us) -> bool:
        try:
            same = (
                str(status.get("in_reply_to_id") or "") == out.reply_to
                and len(status.get("media_attachments") or ()) == len(out.media)
                and normal(plain(status.get("spoiler_text") or "")) == normal(out.warning)
            )
            wanted = normal(_text(out, us))
            return same and (
                normal(plain(status["content"])) == wanted or normal(self._source(status)) == wanted
            )
        except ODD:
            return False

    def _source(self, status: Json) -> str:
        """As it was written, where a server turns signs into markup; "" where it cannot tell."""
        if isinstance(status.get("text"), str):
            return str(status["text"])
        try:
            body = self._api.get(f"/api/v1/statuses/{status['id']}/source").body
            return str(body["text"])
        except (Gone, Rejected, OddAnswer, KeyError, TypeError):
            return ""

    def _ready(self, key: str, upload: Upload) -> str:
        """The id of an uploaded file. Raises SlowDown while the server works on it."""
        known = self._media.get((key, upload))
        if known is None:
            reply = self._upload(upload)
            known = self._media[key, upload] = str(reply.body["id"])
        else:
            reply = self._api.get(f"/api/v1/media/{known}")
        if reply.status in (202, 206):
            raise SlowDown(self._api.account, PROCESSING_S)
        return known

    def _upload(self, upload: Upload) -> Any:
        try:
            files = {"file": (upload.path.name, upload.path.read_bytes())}
        except OSError as err:
            what = f"{upload.path.name} cannot be read: {err.strerror}."
            raise Rejected(self._api.account, what, "Attach it again.") from None
        form = {"description": upload.alt} if upload.alt else {}
        for path in ("/api/v2/media", "/api/v1/media"):
            try:
                reply = self._api.post(path, form=form, files=files, repeatable=True)
            except Gone:
                continue
            if not isinstance(reply.body, dict) or "id" not in reply.body:
                raise OddAnswer(self._api.account, f"{path} gave no id.")
            return reply
        raise Rejected(self._api.account, "this server takes no files.")


def _text(out: Outgoing, us: Us) -> str:
    handles = [each.handle for each in out.to if key_of(each.handle, us) != us.key]
    return addressed(out.text, handles)


def _body(out: Outgoing, media: list[str], us: Us) -> Json:
    asked = {
        "status": _text(out, us),
        "in_reply_to_id": out.reply_to,
        "visibility": out.visibility,
        "spoiler_text": out.warning,
        "language": out.lang,
        "media_ids": media,
        "sensitive": bool(out.warning and media),
    }
    return {name: value for name, value in asked.items() if value}


def normal(text: str) -> str:
    """What stays of a text on its way through a server."""
    short = MENTION.sub(lambda each: f"@{each[1]}", unicodedata.normalize("NFC", text))
    return SPACES.sub(" ", short).strip()
