"""Posting, exactly once: a post has the key that we choose, so the same one is the same post.

A direct message has no key of ours: there the conversation is read before anything is repeated.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from cm_desk.atproto.posts import ODD, POST, TID, Json, Post
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.bluesky.facets import facets
from cm_desk.connectors.services.bluesky.picture import kind_of, size_of
from cm_desk.connectors.services.bluesky.session import Session
from cm_desk.connectors.services.bluesky.talks import CHAT, Talks, convo_of
from cm_desk.connectors.services.bluesky.threads import Threads
from cm_desk.domain.model import Incoming, Limits, Outgoing, Upload
from cm_desk.domain.times import EPOCH
from cm_desk.errors import Gone, OddAnswer, Rejected, UnknownOutcome
from cm_desk.text.links import addressed
from cm_desk.text.plain import clean

PUT, RECORD = "com.atproto.repo.putRecord", "com.atproto.repo.getRecord"
UPLOAD, RESOLVE = "com.atproto.repo.uploadBlob", "com.atproto.identity.resolveHandle"
LIMITS = Limits(
    *(300, "graphemes"),
    max_media=4,
    max_alt_chars=2000,
    max_media_bytes=2_000_000,
    max_direct_chars=1000,
)
SLACK = timedelta(seconds=30)  # between pressing Send here and the time the server wrote down


class Sender:
    """`us` is our DID. Remembers what was uploaded, so that a repeated send uploads it once."""

    def __init__(
        self, session: Session, threads: Threads, talks: Talks, http: Http, us: str
    ) -> None:
        self._session, self._threads, self._talks = session, threads, talks
        self._http, self._us = http, us
        self._blobs: dict[tuple[str, Upload], Json] = {}
        self._said: dict[str, str] = {}  # message id: the key of what it is

    def send(self, out: Outgoing) -> Incoming:
        if out.visibility == "direct":
            return self._say(out)
        record = self._record(out)
        asked = {"repo": self._us, "collection": POST, "rkey": key_of(out), "record": record}
        try:
            # null: only where no such post is
            made = self._session.post(PUT, {**asked, "swapRecord": None})
        except Rejected:
            if (found := self.find(out)) is not None:
                return found
            raise
        return self._message(str(made.get("uri") or self._uri(out)), record)

    def find(self, out: Outgoing) -> Incoming | None:
        if out.visibility == "direct":
            return self._heard(out)
        try:
            found = self._stored(self._uri(out))
        except Gone:
            return None
        return self._message(self._uri(out), found["value"])

    def _message(self, uri: str, record: Any) -> Incoming:
        posts = [Post(uri, record, {})]
        made = self._threads.messages(posts)
        if not made:
            raise UnknownOutcome(self._session.api.account, "the post cannot be read back.")
        return made[0]

    def _record(self, out: Outgoing) -> Json:
        text = self._text(out)
        found: Json = {"$type": POST, "text": text, "createdAt": self._now()}
        if marks := facets(text, self._did_of(out)):
            found["facets"] = marks
        if out.lang:
            found["langs"] = [out.lang]
        if out.reply_to:
            found["reply"] = self._reply(out.reply_to)
        if out.media:
            images = [self._image(out.key, each) for each in out.media]
            found["embed"] = {"$type": "app.bsky.embed.images", "images": images}
        return found

    def _text(self, out: Outgoing) -> str:
        """An answer needs no mention: it tells the one it is to by itself."""
        text = clean(out.text)
        if out.reply_to:
            return text
        return addressed(text, [e.handle for e in out.to if e.handle.startswith("@")])

    def _did_of(self, out: Outgoing) -> Any:
        known = {each.handle.removeprefix("@").lower(): each.key for each in out.to}

        def did_of(handle: str) -> str:
            if handle not in known:
                known[handle] = self._resolved(handle)
            return known[handle]

        return did_of

    def _resolved(self, handle: str) -> str:
        try:
            return str(self._session.get(RESOLVE, handle=handle).get("did") or "")
        except (Rejected, Gone):
            return ""

    def _reply(self, uri: str) -> Json:
        """What it answers, and the first post of that conversation, each with its hash."""
        parent = self._stored(uri)
        at = {"uri": uri, "cid": parent["cid"]}
        try:
            return {"parent": at, "root": dict(parent["value"]["reply"]["root"])}
        except ODD:
            return {"parent": at, "root": at}

    def _stored(self, uri: str) -> Json:
        """A record with its hash. Raises Gone."""
        try:
            did, collection, key = uri.removeprefix("at://").split("/")
        except ValueError:
            raise Rejected(self._session.api.account, "this is no post to answer.") from None
        found: Json = self._session.get(RECORD, repo=did, collection=collection, rkey=key)
        if not isinstance(found.get("cid"), str) or not isinstance(found.get("value"), dict):
            raise Gone(self._session.api.account, "the post is not there any more.")
        return found

    def _image(self, key: str, upload: Upload) -> Json:
        data = self._read(upload)
        if (key, upload) not in self._blobs:
            answer = self._session.upload(UPLOAD, data, kind_of(data))
            if not isinstance(answer.get("blob"), dict):
                raise OddAnswer(self._session.api.account, f"{UPLOAD} gave no file.")
            self._blobs[key, upload] = answer["blob"]
        found: Json = {"image": self._blobs[key, upload], "alt": upload.alt}
        if size := size_of(data):
            found["aspectRatio"] = {"width": size[0], "height": size[1]}
        return found

    def _read(self, upload: Upload) -> bytes:
        name, account = clean(upload.path.name), self._session.api.account
        try:
            data = upload.path.read_bytes()
        except OSError as err:
            what = f"{name} cannot be read: {err.strerror}."
            raise Rejected(account, what, "Attach it again.") from None
        if not kind_of(data):
            raise Rejected(account, f"{name} is no picture.", "Bluesky takes pictures here.")
        if len(data) > LIMITS.max_media_bytes:
            most = f"{LIMITS.max_media_bytes / 1e6:.0f} MB"
            what = f"{name} has {len(data) / 1e6:.1f} MB; Bluesky takes pictures of up to {most}."
            raise Rejected(account, what, "Make it smaller and attach it again.")
        return data

    def _say(self, out: Outgoing) -> Incoming:
        text = clean(out.text)
        message: Json = {"text": text}
        if marks := facets(text, self._did_of(out)):
            message["facets"] = marks
        try:
            made = self._talks.say(self._convo(out), message)
        except ODD:
            what = "the service took the message and gave an answer we cannot read."
            raise UnknownOutcome(self._session.api.account, what) from None
        self._said[made.remote_id] = out.key
        return made

    def _heard(self, out: Outgoing) -> Incoming | None:
        """Ours in that conversation since it was written, with the same text."""
        since = out.written_at + timedelta(seconds=self._session.api.ahead_s) - SLACK
        for each in reversed(self._talks.recent(self._convo(out))):
            same = each.outgoing and each.sent_at >= since and each.text == clean(out.text)
            if same and self._said.get(each.remote_id, out.key) == out.key:
                self._said[each.remote_id] = out.key
                return each
        return None

    def _convo(self, out: Outgoing) -> str:
        if out.thread.startswith(CHAT):
            return convo_of(out.thread)
        if not out.to:
            raise Rejected(self._session.api.account, "a direct message needs somebody to go to.")
        return self._talks.with_(out.to[0].key)

    def _uri(self, out: Outgoing) -> str:
        return f"at://{self._us}/{POST}/{key_of(out)}"

    def _now(self) -> str:
        now = datetime.fromtimestamp(self._http.now() + self._session.api.ahead_s, UTC)
        return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def key_of(out: Outgoing) -> str:
    """A TID of the millisecond it was written in, and twenty bits that its own key makes.

    Never another for the same message, so that a repeated send is the same post.
    """
    chance = int.from_bytes(sha256(out.key.encode()).digest()[:3], "big")
    ms = (out.written_at - EPOCH) // timedelta(milliseconds=1)
    number = (ms * 1000 + chance % 1000) << 10 | (chance // 1000) % 1024
    return "".join(TID[number >> shift & 31] for shift in range(60, -1, -5))
