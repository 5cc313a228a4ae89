"""One member's view of a Discourse forum. https://docs.discourse.org/

A list of posts goes backward from an id: of fifty posts, or, in forums before 2025, of fifty ids,
and that with the id itself. Both are read without a gap by steps of 49 ids.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from cm_desk.connectors.api import Api, one_call
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.discourse.places import New, Old
from cm_desk.connectors.services.discourse.read import (
    ODD,
    Json,
    Us,
    is_ours,
    is_solution,
    is_there,
    like,
    mark,
    message,
    moment,
    solution,
    unreadable,
)
from cm_desk.connectors.services.discourse.signin import NotShown, api_of, kept_of, profile_of
from cm_desk.domain.model import Account, Incoming, Limits, Outgoing, Page, Profile, Signal
from cm_desk.errors import Gone, OddAnswer, Rejected, UnknownOutcome
from cm_desk.text.plain import plain

POSTS, PRIVATE = ("/posts.json", "latest_posts"), ("/private-posts.json", "private_posts")
STEP = 49
AT_ONCE = 50  # posts of a topic in one request
MOST_POSTS = 400  # of a topic: its newest
NOTE_PAGES = 5
MOST_SOLVED = 5  # topics asked for in one pull
WINDOWS = 5  # without a post that we may see, before the next request is a new page
MAX_CHARS = 32_000  # a forum's own setting unless it was changed; its refusal says so
SLACK = timedelta(seconds=30)
log = logging.getLogger(__name__)


class Discourse:
    """A conversation is a topic, or a private message with all its answers."""

    service: ClassVar[str] = "discourse"

    def __init__(self, account: Account, secret: str, http: Http) -> None:
        self.api: Api = api_of(account.key, account.base_url, secret, http)
        self._slugs: list[str] = kept_of(account.key, secret)["categories"]
        name = account.handle.rpartition("@")[0] or account.handle
        self._us = Us(name, urlsplit(account.base_url).netloc, account.base_url)
        self._categories: set[int] | None = None

    @one_call
    def profile(self) -> Profile:
        return profile_of(self.api)

    @one_call
    def limits(self) -> Limits:
        return Limits(max_chars=MAX_CHARS)

    @one_call
    def pull(self, cursor: str | None) -> Page:
        at = New.read(cursor)
        newest, private = self._list(POSTS), self._list(PRIVATE)
        public, post, more = self._after(POSTS, newest, at.post, at.begun)
        direct, talk, more_talk = self._after(PRIVATE, private, at.private, at.begun)
        notes, note = self._notes(at.note)
        seen = {int(each["id"]): each for each in [*newest, *private]}
        changed, gone = self._changes(at, seen)
        fresh = self._messages(self._chosen(public), at.begun)
        fresh += self._messages(direct, at.begun, private=True)
        fresh += self._edited(changed, fresh, {int(each["id"]) for each in private})
        signals = notes + self._newly_solved(at, seen)
        marks = {one: mark(each) for one, each in seen.items() if is_there(each)}
        after = replace(at, post=post, private=talk, note=note).watching(marks, gone)
        text = cursor if cursor is not None and after == at else after.text()
        deleted = tuple(str(each) for each in sorted(gone))
        return Page(tuple(_in_order(fresh)), signals, deleted, text, more or more_talk)

    @one_call
    def history(self, cursor: str | None) -> Page:
        at = Old.read(cursor)
        public, post = self._before(POSTS, at.post)
        direct, talk = self._before(PRIVATE, at.private)
        made = self._messages(self._chosen(public)) + self._messages(direct, private=True)
        after = Old(post, talk)
        return Page(tuple(_in_order(made)), cursor=after.text(), more=after.more)

    @one_call
    def thread(self, remote_id: str) -> Page:
        post = self._post(remote_id)
        topic, posts = self._topic(str(post["topic_id"]))
        titled = [{**each, "topic_title": topic.get("title") or ""} for each in posts]
        ids = {int(each.get("post_number") or 0): str(each["id"]) for each in posts}
        made = self._messages(titled, private=_is_private(topic), ids=ids)
        return Page(tuple(_in_order(made)), self._solved(topic, ids))

    @one_call
    def send(self, message: Outgoing) -> Incoming:
        if not message.reply_to:
            what = "a post of ours answers somebody's."
            raise Rejected(self.api.account, what, "Choose the post to answer.")
        asked = self._post(message.reply_to)
        topic = self._head(asked)
        body = {"topic_id": asked["topic_id"], "raw": message.text}
        if (asked.get("post_number") or 1) > 1:
            body["reply_to_post_number"] = asked["post_number"]
        made = self.api.post("/posts.json", json=body).body
        try:
            return self._made(made, message, topic)
        except ODD:
            what = "the forum took the post and gave an answer we cannot read."
            raise UnknownOutcome(self.api.account, what) from None

    @one_call
    def find(self, message: Outgoing) -> Incoming | None:
        """Among the posts of the topic since it was written: ours with the same words."""
        if not message.reply_to:
            return None
        try:
            asked = self._post(message.reply_to)
        except Gone:
            return None
        topic, posts = self._topic(str(asked["topic_id"]), raw=True)
        earliest = message.written_at + timedelta(seconds=self.api.ahead_s) - SLACK
        for each in posts[::-1]:
            same = _normal(each.get("raw")) == _normal(message.text)
            if same and is_ours(each, self._us) and moment(each["created_at"]) >= earliest:
                return self._made(each, message, topic)
        return None

    @one_call
    def edit(self, remote_id: str, text: str) -> Page:
        before = self._post(remote_id)
        raw = _normal(before.get("raw"))
        if raw != _normal(plain(str(before.get("cooked")))):
            what = "this post has formatting or pictures that would be lost."
            raise Rejected(self.api.account, what, "Change it in the forum.")
        if raw != _normal(text):
            path, body = f"/posts/{remote_id}.json", {"post": {"raw": text}}
            self.api.post(path, json=body, repeatable=True, method="PUT")
        after = self._post(remote_id)
        topic, posts = self._topic(str(after["topic_id"]))
        ids = {int(each.get("post_number") or 0): str(each["id"]) for each in posts}
        titled = {**after, "topic_title": topic.get("title") or ""}
        return Page(tuple(self._messages([titled], private=_is_private(topic), ids=ids)))

    @one_call
    def delete(self, remote_id: str) -> Page:
        """The forum shows that it was taken back, and forgets it after a day."""
        try:
            path = f"/posts/{remote_id}.json"
            self.api.post(path, repeatable=True, method="DELETE")
        except (Gone, OddAnswer):
            pass  # it answers with nothing: what is there now tells
        try:
            there = is_there(self._one(remote_id))
        except Gone:
            there = False
        if there:
            what = "the forum did not delete the post."
            raise Rejected(self.api.account, what, "Do it in the forum.")
        return Page(deleted=(remote_id,))

    @one_call
    def fetch(self, url: str, max_bytes: int) -> bytes:
        return self.api.fetch(url, max_bytes)

    def stop(self) -> None:
        self.api.stop()

    def _list(self, which: tuple[str, str], before: int = 0) -> list[Json]:
        path, name = which
        found = self.api.get(path, **({"before": before} if before else {})).body
        try:
            return [each for each in found[name] if isinstance(each.get("id"), int)]
        except ODD:
            raise OddAnswer(self.api.account, f"{path} is not as published.") from None

    def _after(
        self, which: tuple[str, str], newest: list[Json], last: int, begun: bool
    ) -> tuple[list[Json], int, bool]:
        """(the posts after `last`, how far they go, whether there are more)."""
        top = max((int(each["id"]) for each in newest), default=last)
        reached = min((int(each["id"]) for each in newest), default=top) <= last + 1
        if not begun or reached or top <= last + STEP:
            return [each for each in newest if each["id"] > last], max(top, last), False
        for _ in range(WINDOWS):
            last += STEP
            listed = self._list(which, last + 1)
            if found := [e for e in listed if last - STEP < e["id"] <= last]:
                break
        return found, last, last < top

    def _before(self, which: tuple[str, str], before: int) -> tuple[list[Json], int]:
        """(the posts before, where to go on): -1 at the end."""
        if before < 0:
            return [], -1
        found = [e for e in self._list(which, before) if not before or e["id"] < before]
        lowest = min((int(each["id"]) for each in found), default=before - STEP)
        return found, lowest if lowest > 1 else -1

    def _notes(self, last: int) -> tuple[tuple[Signal, ...], int]:
        """(likes since the notification `last`, the newest one's id)."""
        found: list[Json] = []
        for page in range(NOTE_PAGES):
            body = self.api.get("/notifications.json", limit=60, offset=60 * page).body
            some = body.get("notifications") if isinstance(body, dict) else None
            if not isinstance(some, list):
                raise OddAnswer(self.api.account, "/notifications.json is not as published.")
            new = [e for e in some if isinstance(e, dict) and int(e.get("id") or 0) > last]
            found += new
            if len(new) < len(some) or len(some) < 60 or not last:
                break
        signals = []
        for each in found[::-1]:
            try:
                signals += [made] if (made := like(each, self._us)) else []
            except ODD:
                continue  # somebody's like that cannot be read is no message lost
        return tuple(signals), max((int(each["id"]) for each in found), default=last)

    def _changes(self, at: New, seen: dict[int, Json]) -> tuple[list[Json], set[int]]:
        """(posts edited since, ids deleted since) of those we watch.

        The newest lists tell of edits; who is missing from them is asked for alone.
        """
        before = dict(at.watch)
        changed = [e for o, e in seen.items() if o in before and mark(e) != before[o]]
        gone = {one for one, each in seen.items() if one in before and not is_there(each)}
        lowest = min(seen, default=0)
        for one in [each for each in before if each not in seen and each >= lowest][:3]:
            try:
                if not is_there(self._one(str(one))):
                    gone.add(one)
            except Gone:
                gone.add(one)
        return [each for each in changed if is_there(each)], gone

    def _edited(
        self, changed: list[Json], fresh: list[Incoming], private: set[int]
    ) -> list[Incoming]:
        known = {each.remote_id for each in fresh}
        new = [each for each in changed if str(each["id"]) not in known]
        talk = self._messages([e for e in new if e["id"] in private], private=True)
        return talk + self._messages(self._chosen([e for e in new if e["id"] not in private]))

    def _chosen(self, posts: list[Json]) -> list[Json]:
        """Those of the chosen categories, and those that call us or answer us anywhere."""
        if not self._slugs:
            return posts
        chosen = self._chosen_ids()
        return [e for e in posts if e.get("category_id") in chosen or self._to_us(e)]

    def _to_us(self, post: Json) -> bool:
        before, called = post.get("reply_to_user"), f"@{self._us.username}".lower()
        answers_us = isinstance(before, dict) and is_ours(before, self._us)
        return answers_us or is_ours(post, self._us) or called in str(post.get("raw")).lower()

    def _chosen_ids(self) -> set[int]:
        """With the categories below them. By slug, or by the number at the end of an address."""
        if self._categories is None:
            found = self.api.get("/site.json").body
            whole = found.get("categories") if isinstance(found, dict) else None
            wanted = {part for slug in self._slugs for part in slug.split("/")[-2:]}
            ids = {
                each["id"]
                for each in whole or ()
                if str(each.get("slug")) in wanted or str(each.get("id")) in wanted
            }
            below = {e["id"] for e in whole or () if e.get("parent_category_id") in ids}
            self._categories = ids | below
            if not ids:
                what = f"the forum has no category {', '.join(self._slugs)}."
                raise Rejected(
                    self.api.account, what, "Add the account again with another address."
                )
        return self._categories

    def _one(self, remote_id: str) -> Json:
        """Raises SignInNeeded when not only this post is kept from us."""
        try:
            found = self.api.get(f"/posts/{remote_id}.json").body
        except NotShown:
            profile_of(self.api)
            raise
        if not isinstance(found, dict) or "topic_id" not in found:
            raise OddAnswer(self.api.account, "a post is not as published.")
        return found

    def _post(self, remote_id: str) -> Json:
        found = self._one(remote_id)
        if not is_there(found):
            raise Gone(self.api.account, "this post is not there any more.")
        return found

    def _head(self, post: Json) -> Json:
        found = self.api.get(f"/t/{post['topic_id']}.json").body
        if not isinstance(found, dict):
            raise OddAnswer(self.api.account, "a topic is not as published.")
        return found

    def _topic(self, id: str, raw: bool = False) -> tuple[Json, list[Json]]:
        """(the topic, its newest posts from old to new)."""
        asked = {"include_raw": int(raw)}
        found = self.api.get(f"/t/{id}.json", **asked).body
        try:
            stream = found["post_stream"]
            posts = {int(each["id"]): each for each in stream["posts"]}
            missing = [int(e) for e in stream.get("stream") or () if int(e) not in posts]
        except ODD:
            raise OddAnswer(self.api.account, "a topic is not as published.") from None
        missing = missing[-MOST_POSTS:]
        for start in range(0, len(missing), AT_ONCE):
            ids = [str(each) for each in missing[start : start + AT_ONCE]]
            also: dict[str, int | list[str]] = {"post_ids[]": ids, **asked}
            more = self.api.get(f"/t/{id}/posts.json", **also).body
            posts |= {int(each["id"]): each for each in more["post_stream"]["posts"]}
        return found, [posts[one] for one in sorted(posts) if is_there(posts[one])]

    def _messages(
        self,
        posts: Iterable[Json],
        unread: bool = False,
        private: bool = False,
        ids: dict[int, str] | None = None,
    ) -> list[Incoming]:
        found = [each for each in posts if is_there(each)]
        made = []
        for each in found:
            try:
                known = self._numbers(each, found) if ids is None else ids
                made.append(message(each, self._us, unread, known, private))
            except ODD as err:
                log.warning("unreadable post of %s: %s", self.api.account, type(err).__name__)
                made += [poor] if (poor := unreadable(each)) else []
        return made

    def _numbers(self, post: Json, around: list[Json]) -> dict[int, str]:
        """The ids of posts of the same topic by their numbers, of what the page holds."""
        topic = post.get("topic_id")
        same = [each for each in around if each.get("topic_id") == topic]
        return {int(each.get("post_number") or 0): str(each["id"]) for each in same}

    def _solved(self, topic: Json, ids: dict[int, str]) -> tuple[Signal, ...]:
        try:
            found = solution(topic, self._us, ids)
        except ODD:
            return ()
        return (found,) if found else ()

    def _newly_solved(self, at: New, seen: dict[int, Json]) -> tuple[Signal, ...]:
        before = dict(at.watch)
        new = [e for one, e in seen.items() if is_solution(e) and before.get(one) != mark(e)]
        found: tuple[Signal, ...] = ()
        for each in new[:MOST_SOLVED]:
            topic, posts = self._topic(str(each["topic_id"]))
            ids = {int(post.get("post_number") or 0): str(post["id"]) for post in posts}
            found += self._solved(topic, ids)
        return found

    def _made(self, post: Json, out: Outgoing, topic: Json) -> Incoming:
        titled = {**post, "topic_title": topic.get("title")}
        made = message(titled, self._us, private=_is_private(topic))
        return replace(made, reply_to=out.reply_to, who=made.who or next(iter(out.to), None))


def _is_private(topic: Json) -> bool:
    return topic.get("archetype") == "private_message"


def _in_order(messages: list[Incoming]) -> list[Incoming]:
    return sorted(messages, key=lambda each: int(each.remote_id))


def _normal(text: Any) -> str:
    return " ".join(str(text or "").split())
