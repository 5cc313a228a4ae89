"""The comments of one WordPress site. https://developer.wordpress.org/rest-api/reference/comments/"""

import logging
from collections.abc import Iterable
from datetime import datetime
from html import escape, unescape
from typing import Any, ClassVar
from urllib.parse import urlsplit

from cm_desk.connectors.api import one_call
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.wordpress.places import New, Old
from cm_desk.connectors.services.wordpress.read import (
    ODD,
    Json,
    Us,
    is_ours,
    is_there,
    mark,
    message,
    moment,
    parent_of,
    unreadable,
)
from cm_desk.connectors.services.wordpress.signin import ROOT, Twice, api_of, profile_of
from cm_desk.domain.model import Account, Incoming, Limits, Outgoing, Page, Profile
from cm_desk.errors import Gone, OddAnswer, Rejected, UnknownOutcome
from cm_desk.text.plain import plain

COMMENTS = f"{ROOT}/comments"
FIELDS = (
    "id,post,parent,author,author_name,author_email,author_url,date_gmt,content,link,status,"
    "_links.up,_embedded"
)
AT_ONCE = 100  # comments in one answer
MAX_BYTES = 65_525  # wp_get_comment_fields_max_lengths()
DEEPEST = 50  # answers to answers; WordPress itself shows ten
log = logging.getLogger(__name__)


class WordPress:
    """A conversation is a comment on a page with all the answers below it."""

    service: ClassVar[str] = "wordpress"

    def __init__(self, account: Account, secret: str, http: Http) -> None:
        self.api = api_of(account.key, account.base_url, secret, http)
        self._us = Us(account.remote_id, urlsplit(account.base_url).netloc)
        self._known: dict[str, Json] = {}  # parents, within one call

    @one_call
    def profile(self) -> Profile:
        return profile_of(self.api)

    @one_call
    def limits(self) -> Limits:
        return Limits(max_chars=MAX_BYTES, unit="bytes")

    @one_call
    def pull(self, cursor: str | None) -> Page:
        at = New.read(cursor)
        found = self._newer(at) if at.begun else self._older(Old())[::-1]
        after = at.having(_seconds(found))
        more = at.begun and len(found) == AT_ONCE and after != at
        changed, gone = ([], []) if more or not at.watch else self._rechecked(at)
        known = {each["id"] for each in found}
        changed = [each for each in changed if each["id"] not in known]
        after = after.watching({**_marks(found[::-1]), **_marks(changed)}, set(gone))
        messages = _in_order(self._messages(found, unread=True) + self._messages(changed))
        text = cursor if cursor is not None and after == at else after.text()
        return Page(tuple(messages), deleted=tuple(gone), cursor=text, more=more)

    @one_call
    def history(self, cursor: str | None) -> Page:
        at = Old.read(cursor)
        found = [] if at.done else self._older(at)
        more = len(found) == AT_ONCE
        after = at.having(_seconds(found)) if more else Old(done=True)
        messages = _in_order(self._messages(found))
        return Page(tuple(messages), cursor=after.text(), more=more)

    @one_call
    def thread(self, remote_id: str) -> Page:
        asked = self._one(remote_id)
        if asked is None or not is_there(asked):
            raise Gone(self.api.account, "this comment is not there any more.")
        root = self._root(asked)
        first = asked if root == remote_id else self._one(root)
        whole = [first] if first is not None and is_there(first) else []
        level, deep = [root], 0
        while level and deep < DEEPEST:
            below = self._below(level)
            whole, level, deep = whole + below, [str(each["id"]) for each in below], deep + 1
        return Page(tuple(_in_order(self._messages(whole))))

    @one_call
    def send(self, message: Outgoing) -> Incoming:
        if not message.reply_to:
            what = "a comment of ours answers somebody's comment."
            raise Rejected(self.api.account, what, "Choose the comment to answer.")
        asked = self._one(message.reply_to)
        if asked is None or not is_there(asked):
            raise Gone(self.api.account, "the comment you answer is not there any more.")
        if len(message.text.encode()) > MAX_BYTES:
            what = f"the text is longer than {MAX_BYTES:,} bytes."
            raise Rejected(self.api.account, what, "Make it shorter.")
        body = {"post": asked["post"], "parent": asked["id"], "content": _markup(message.text)}
        try:
            made = self.api.post(COMMENTS, json=body, params=_all()).body
        except Twice:
            if (there := self._sent(message)) is None:
                raise
            made = there
        try:
            return self._made(made, asked)
        except ODD:
            what = "the site took the comment and gave an answer we cannot read."
            raise UnknownOutcome(self.api.account, what) from None

    @one_call
    def moderate(self, remote_id: str, state: str) -> Page:
        return self._set(remote_id, status=state)

    @one_call
    def edit(self, remote_id: str, text: str) -> Page:
        if len(text.encode()) > MAX_BYTES:
            what = f"the text is longer than {MAX_BYTES:,} bytes."
            raise Rejected(self.api.account, what, "Make it shorter.")
        asked = self._one(remote_id)
        if asked is None or not is_there(asked):
            raise Gone(self.api.account, "this comment is not there any more.")
        if _normal(unescape(_raw(asked))) != _normal(_text(asked)):
            what = "this comment has formatting or links that would be lost."
            raise Rejected(self.api.account, what, "Change it on the site.")
        return self._set(remote_id, content=_markup(text))

    @one_call
    def delete(self, remote_id: str) -> Page:
        """Into the site's trash, which the site empties by itself."""
        try:
            return self._set(remote_id, status="trash")
        except Gone:
            return Page(deleted=(remote_id,))

    def _set(self, remote_id: str, **changes: str) -> Page:
        path = f"{COMMENTS}/{remote_id}"
        try:
            made = self.api.post(path, json=changes, params=_all(), repeatable=True).body
        except Twice:  # 409: it is so already
            made = self._one(remote_id)
        if not isinstance(made, dict) or "id" not in made:
            raise OddAnswer(self.api.account, f"{path} is not as published.")
        if not is_there(made):
            return Page(deleted=(remote_id,))
        return Page(tuple(self._messages([made])))

    @one_call
    def find(self, message: Outgoing) -> Incoming | None:
        """The site takes no text twice below one comment, so the text tells."""
        found = self._sent(message) if message.reply_to else None
        return self._made(found, self._one(message.reply_to)) if found else None

    @one_call
    def fetch(self, url: str, max_bytes: int) -> bytes:
        return self.api.fetch(url, max_bytes)

    def stop(self) -> None:
        self.api.stop()

    def _newer(self, at: New) -> list[Json]:
        seen = [one for one, _ in at.seen]
        return self._list(order="asc", after=_stamp(at.after), exclude=seen)

    def _older(self, at: Old) -> list[Json]:
        if not at.seen:
            return self._list(order="desc")
        seen = [one for one, _ in at.seen]
        return self._list(order="desc", before=_stamp(at.before), exclude=seen)

    def _list(self, **asked: str | int | list[str]) -> list[Json]:
        joined = {n: ",".join(v) if isinstance(v, list) else v for n, v in asked.items()}
        found = self.api.get(COMMENTS, **{**_all(), "per_page": AT_ONCE, **joined}).body
        if not isinstance(found, list):
            raise OddAnswer(self.api.account, f"{COMMENTS} did not answer with a list.")
        return [each for each in found if isinstance(each, dict) and "id" in each]

    def _one(self, remote_id: str) -> Json | None:
        """In whatever state: in the trash, too."""
        try:
            found = self.api.get(f"{COMMENTS}/{remote_id}", **_all()).body
        except Gone:
            return None
        return found if isinstance(found, dict) and "id" in found else None

    def _below(self, parents: list[str]) -> list[Json]:
        found: list[Json] = []
        for start in range(0, len(parents), AT_ONCE):
            asked, page = parents[start : start + AT_ONCE], 1
            while some := self._list(parent=asked, order="asc", page=page):
                found, page = found + some, page + 1
                if len(some) < AT_ONCE:
                    break
        return found

    def _sent(self, message: Outgoing) -> Json | None:
        wanted = _normal(_plain(_markup(message.text)))
        for each in self._below([message.reply_to]):
            if is_ours(each, self._us) and _normal(_text(each)) == wanted:
                return each
        return None

    def _made(self, comment: Any, asked: Json | None) -> Incoming:
        thread = self._root(asked) if asked else parent_of(comment)
        return message(comment, self._us, thread, asked, unread=False)

    def _rechecked(self, at: New) -> tuple[list[Json], list[str]]:
        """(comments changed since, ids that went to the trash or to spam) of those we watch."""
        found = self._list(include=[one for one, _ in at.watch])
        there, before = {str(each["id"]): each for each in found}, dict(at.watch)
        changed = [each for one, each in there.items() if _mark(each) != before.get(one)]
        return changed, [one for one in before if one not in there]

    def _messages(self, comments: list[Json], unread: bool = False) -> list[Incoming]:
        self._known = {str(each["id"]): each for each in comments}
        self._learn(comments)
        answered = {parent_of(each) for each in comments if is_ours(each, self._us)}
        made = []
        for each in comments:
            root = self._root(each)
            try:
                parent = self._known.get(parent_of(each))
                new = unread and str(each["id"]) not in answered
                made.append(message(each, self._us, root, parent, new))
            except ODD as err:
                log.warning("unreadable comment of %s: %s", self.api.account, type(err).__name__)
                made += [poor] if (poor := unreadable(each, root)) else []
        return made

    def _learn(self, comments: Iterable[Json]) -> None:
        """The comments above, level by level, a hundred in one request."""
        for _ in range(DEEPEST):
            missing = sorted({p for c in comments if (p := parent_of(c)) and p not in self._known})
            if not missing:
                return
            comments = []
            for start in range(0, len(missing), AT_ONCE):
                comments += self._list(include=missing[start : start + AT_ONCE])
            found = {str(each["id"]): each for each in comments}
            for one in missing:
                self._known[one] = found.get(one) or self._one(one) or {"id": one}

    def _root(self, comment: Json) -> str:
        """The id of the topmost comment, or of one that is gone for good."""
        at = comment
        for _ in range(DEEPEST):
            if not (up := parent_of(at)):
                break
            at = self._known.get(up) or self._one(up) or {"id": up}
            self._known[up] = at
        return str(at["id"])


def _all() -> dict[str, str]:
    return {"context": "edit", "status": "all", "_fields": FIELDS, "_embed": "up"}


def _stamp(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(comments: Iterable[Json]) -> dict[str, int]:
    """One without a date stands beside the one before it, or it would come again for ever."""
    found, last = {}, 0
    for each in comments:
        try:
            last = int(moment(each).timestamp())
        except ODD:
            log.warning("a comment without its date: %s", each.get("id"))
        found[str(each["id"])] = last
    return {one: second or last for one, second in found.items()}


def _marks(comments: Iterable[Json]) -> dict[str, str]:
    return {str(each["id"]): _mark(each) for each in comments}


def _mark(comment: Json) -> str:
    try:
        return mark(comment)
    except ODD:
        return ""


def _in_order(messages: list[Incoming]) -> list[Incoming]:
    return sorted(messages, key=lambda each: (each.sent_at, int(each.remote_id)))


def _markup(text: str) -> str:
    """A site keeps an editor's HTML, so signs of it are written as signs."""
    return escape(text, quote=False)


def _raw(comment: Json) -> str:
    try:
        return str(comment["content"]["raw"])
    except ODD:
        return ""


def _text(comment: Json) -> str:
    return _plain(_raw(comment))


def _plain(raw: str) -> str:
    return plain(raw.replace("\n", "<br>"))


def _normal(text: str) -> str:
    return " ".join(text.split())
