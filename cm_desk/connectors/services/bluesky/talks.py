"""Direct messages: chat.bsky.convo, which the PDS passes on to a service of its own.

Its log goes forward from a place; a conversation and its messages have ids of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from cm_desk.atproto.posts import ODD, Json, moment
from cm_desk.connectors.services.bluesky.places import DONE, Old
from cm_desk.connectors.services.bluesky.refusals import ChatAway, NoChat
from cm_desk.connectors.services.bluesky.session import Session
from cm_desk.connectors.services.bluesky.threads import Threads
from cm_desk.domain.model import Author, Incoming, Kind
from cm_desk.errors import Gone, OddAnswer
from cm_desk.text import sound

CONVO = "chat.bsky.convo."
CHAT = "chat:"  # our names of conversations and messages begin with it
MOST = 100
LOGS = 10  # pages of the log in one pull
PAGES = 10  # of one conversation that a person opens
MADE, DELETED = "#logCreateMessage", "#logDeleteMessage"


@dataclass(frozen=True, slots=True)
class Talk:
    """`messages` in any order, `at` where to go on."""

    messages: tuple[Incoming, ...] = ()
    deleted: tuple[str, ...] = ()
    at: str = ""
    more: bool = False


class Talks:
    """`us` is our DID. A server or sign-in without chat has none; nothing else stops for that."""

    def __init__(self, session: Session, threads: Threads, us: str) -> None:
        self._session, self._threads, self._us = session, threads, us
        self._members: dict[str, dict[str, Author]] = {}  # of conversations, without us
        self._none = False

    def newer(self, at: str) -> Talk:
        if self._none:
            return Talk(at=at)
        try:
            return self._log(at) if at else self._first()
        except NoChat:
            self._none = True
        except ChatAway:
            pass  # asked again with the next pull
        return Talk(at=at)

    def older(self, at: Old) -> tuple[list[Incoming], Old]:
        """The next page of the next conversation, from new to old."""
        if at.convos == DONE or self._none:
            return [], replace(at, convos=DONE, talk="")
        try:
            body = self._get("listConvos", limit=1, **({"cursor": at.convos} if at.convos else {}))
            convos, further = _list(body, "convos"), str(body.get("cursor") or "")
            if not convos:
                return [], replace(at, convos=DONE, talk="")
            one = self._convo(convos[0])
            page, talk = self._page(one, at.talk)
        except (NoChat, ChatAway, Gone):
            return [], replace(at, convos=DONE, talk="")
        if talk:
            return page, replace(at, talk=talk)
        return page, replace(at, convos=further or DONE, talk="")

    def whole(self, remote_id: str) -> list[Incoming]:
        """The conversation of a message, its newest thousand. Raises Gone."""
        one, found, at = convo_of(remote_id), list[Incoming](), ""
        for _ in range(PAGES):
            page, at = self._page(one, at)
            found += page
            if not at:
                break
        if all(each.remote_id != remote_id for each in found):
            raise Gone(self._session.api.account, "this message is not there any more.")
        return found

    def with_(self, did: str) -> str:
        """The id of our conversation with a person, begun where there is none."""
        body = self._get("getConvoForMembers", members=[did])
        return self._convo(body.get("convo"))

    def say(self, convo: str, message: Json) -> Incoming:
        """Raises UnknownOutcome, and ODD for an answer that cannot be read."""
        asked = {"convoId": convo, "message": message}
        with self._session.chat():
            return self._message(convo, self._session.post(CONVO + "sendMessage", asked))

    def recent(self, convo: str) -> list[Incoming]:
        """From new to old."""
        return self._page(convo, "")[0]

    def _first(self) -> Talk:
        """The newest of each conversation, and the place of the log behind them."""
        body = self._get("listConvos", limit=50)
        found, at = list[Incoming](), "0"
        for convo in _list(body, "convos"):
            one, at = self._convo(convo), max(at, str(convo.get("rev") or ""))
            made = self._made(one, [convo.get("lastMessage")])
            count = convo.get("unreadCount")
            found += [replace(each, unread=bool(count) and not each.outgoing) for each in made]
        return Talk(tuple(found), at=at)

    def _log(self, at: str) -> Talk:
        found, deleted, more = dict[str, Incoming](), list[str](), True
        for _ in range(LOGS):
            body = self._get("getLog", cursor=at)
            logs = _list(body, "logs")
            for each in logs:
                self._read(each, found, deleted)
            revs = [str(each.get("rev") or "") for each in logs]
            further = max([str(body.get("cursor") or ""), *revs, at])
            more, at = bool(logs) and further != at, further
            if not more:
                break
        return Talk(tuple(found.values()), tuple(deleted), at, more)

    def _read(self, log: Json, found: dict[str, Incoming], deleted: list[str]) -> None:
        convo, kind = str(log.get("convoId") or ""), str(log.get("$type") or "")
        if kind.endswith(MADE):
            for each in self._made(convo, [log.get("message")]):
                found[each.remote_id] = replace(each, unread=not each.outgoing)
        elif kind.endswith(DELETED) and isinstance(log.get("message"), dict):
            one = f"{CHAT}{convo}/{log['message'].get('id')}"
            found.pop(one, None)
            deleted.append(one)

    def _page(self, convo: str, at: str) -> tuple[list[Incoming], str]:
        more = {"cursor": at} if at else {}
        body = self._get("getMessages", convoId=convo, limit=MOST, **more)
        found = _list(body, "messages")
        further = str(body.get("cursor") or "") if found else ""
        return list(self._made(convo, found)), "" if further == at else further

    def _made(self, convo: str, views: list[Any]) -> Iterator[Incoming]:
        for each in views:
            try:
                if "text" in each:
                    yield self._message(convo, each)
            except ODD:
                continue  # deleted, or of a kind that is no text

    def _message(self, convo: str, view: Json) -> Incoming:
        """Raises ODD."""
        sender, members = view["sender"]["did"], self._others(convo)
        ours = sender == self._us
        who = next(iter(members.values()), None) if ours else members.get(sender)
        return sound.message(
            Incoming(
                remote_id=f"{CHAT}{convo}/{view['id']}",
                thread=f"{CHAT}{convo}",
                who=who or (None if ours else Author(sender, sender)),
                text=view["text"],
                sent_at=moment(view["sentAt"]),
                kind=Kind.DIRECT,
                outgoing=ours,
                visibility="direct",
                url="https://bsky.app/messages",
            )
        )

    def _others(self, convo: str) -> dict[str, Author]:
        if convo not in self._members:
            self._convo(self._get("getConvo", convoId=convo).get("convo"))
        return self._members[convo]

    def _convo(self, view: Any) -> str:
        """The id of a conversation, whose other member is remembered."""
        try:
            one = str(view["id"])
            others = [each for each in view["members"] if each["did"] != self._us]
        except ODD:
            what = "a conversation is not as published."
            raise OddAnswer(self._session.api.account, what) from None
        people = (self._threads.person(each) for each in others)
        self._members[one] = {each.key: each for each in people if each}
        return one

    def _get(self, name: str, **params: str | int | list[str]) -> Any:
        with self._session.chat():
            return self._session.get(CONVO + name, **params)


def convo_of(name: str) -> str:
    """The id of the conversation in one of our names: "chat:3k…" or "chat:3k…/message"."""
    return name.removeprefix(CHAT).partition("/")[0]


def _list(body: Json, name: str) -> list[Json]:
    found = body.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
