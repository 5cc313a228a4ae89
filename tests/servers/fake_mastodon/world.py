"""Who and what is on the small server, and how each looks as JSON."""

import html
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

Json = dict[str, Any]
US = "desk"
FIRST_ID = 110_000_000_000_000_000
HOUR = timedelta(hours=1)
MENTION = re.compile(r"@(\w+)(?:@([\w.:-]*\w))?")
LINK = re.compile(r"https?://[^\s<]+")


@dataclass
class Person:
    id: str
    user: str
    name: str
    host: str = ""  # "" for our own server

    @property
    def acct(self) -> str:
        return f"{self.user}@{self.host}" if self.host else self.user


@dataclass
class Status:
    id: str
    author: Person
    content: str
    at: datetime
    mentions: list[Person]
    reply_to: str = ""
    visibility: str = "public"
    warning: str = ""
    lang: str = "en"
    edited_at: datetime | None = None
    media: list[Json] = field(default_factory=list)
    poll: Json | None = None
    quotes: str = ""
    source: str = ""
    odd: Json = field(default_factory=dict)  # laid over the JSON, to be not as published


@dataclass
class Note:
    id: str
    type: str
    who: Person
    at: datetime
    status: str = ""


class World:
    """One server's people and statuses. Its clock may be `ahead` of ours. Thread-safe."""

    def __init__(self, domain: str = "social.example") -> None:
        self.domain, self.base_url = domain, f"https://{domain}"
        self.lock = threading.RLock()
        self.ahead = timedelta(0)
        self.people: dict[str, Person] = {}
        self.statuses: dict[str, Status] = {}
        self.notes: list[Note] = []
        self.media: dict[str, Json] = {}
        self.seen = ""  # the newest notification that was looked at elsewhere
        self.keys: dict[str, tuple[datetime, str]] = {}
        self._below: dict[str, list[str]] = {}  # the ids that answer an id
        self._count, self._last = 0, datetime(2020, 1, 1, tzinfo=UTC)
        self.us = self.person("Desk", US)

    def person(self, name: str, user: str = "", host: str = "") -> Person:
        """The one called `name`, made when first named."""
        if name not in self.people:
            user = user or re.sub(r"\W+", "", name.lower(), flags=re.ASCII)[:20]
            user = user or f"p{len(self.people)}"
            taken = {(each.user, each.host) for each in self.people.values()}
            user = f"{user}{len(self.people)}" if (user, host) in taken else user
            self.people[name] = Person(self.new_id(), user, name, host)
        return self.people[name]

    def new_id(self) -> str:
        with self.lock:
            self._count += 1
            return str(FIRST_ID + self._count * 1000)

    def now(self) -> datetime:
        """Rises with each call, so that no two things happen at once."""
        with self.lock:
            real = datetime.now(UTC).replace(microsecond=0) + self.ahead
            self._last = max(self._last + timedelta(milliseconds=1), real)
            return self._last

    def write(
        self,
        text: str,
        name: str = "Ada Vogel",
        reply_to: str = "",
        visibility: str = "public",
        **more: Any,
    ) -> str:
        """Somebody addresses us; the id of the status. `more` are fields of Status."""
        with self.lock:
            content = f"<p>{self._link(self.us)} {_markup(text)}</p>"
            made = self._add(self.person(name), content, [self.us], reply_to, visibility, **more)
            self._tell("mention", made.author, made.id)
            return made.id

    def say(self, text: str, name: str, reply_to: str = "", **more: Any) -> str:
        """Somebody says something that is not for us."""
        with self.lock:
            content = f"<p>{_markup(text)}</p>"
            return self._add(self.person(name), content, [], reply_to, "public", **more).id

    def quote(self, text: str, of: str, name: str = "Ada Vogel") -> str:
        with self.lock:
            made = self.say(text, name, quotes=of)
            self._tell("quote", self.person(name), made)
            return made

    def like(self, status: str, name: str = "Ada Vogel") -> str:
        return self._tell("favourite", self.person(name), status)

    def boost(self, status: str, name: str = "Ada Vogel") -> str:
        return self._tell("reblog", self.person(name), status)

    def follow(self, name: str = "Ada Vogel") -> str:
        return self._tell("follow", self.person(name))

    def edit(self, remote_id: str, text: str) -> None:
        with self.lock:
            status = self.statuses[remote_id]
            status.content, status.edited_at = f"<p>{_markup(text)}</p>", self.now()

    def delete(self, remote_id: str) -> None:
        """As on Mastodon: answers to it become first messages, notifications about it go."""
        with self.lock:
            gone = self.statuses.pop(remote_id)
            self.notes = [each for each in self.notes if each.status != remote_id]
            for each in self._below.pop(remote_id, []):
                self.statuses[each].reply_to = ""
            if gone.reply_to:
                self._below[gone.reply_to].remove(remote_id)

    def post(self, asked: Json, key: str, remembers: bool = True) -> str:
        """Our own new status. With the same `key` within an hour it is the earlier one again."""
        with self.lock:
            if key and remembers and key in self.keys and self.now() - self.keys[key][0] < HOUR:
                return self.keys[key][1]
            text = asked.get("status") or ""
            mentions = [found for each in MENTION.finditer(text) if (found := self._named(each))]
            made = self._add(
                self.us,
                f"<p>{self._marked(text)}</p>",
                mentions,
                asked.get("in_reply_to_id") or "",
                asked.get("visibility") or "public",
                warning=asked.get("spoiler_text") or "",
                lang=asked.get("language") or "en",
                media=[self.media[each] for each in asked.get("media_ids") or []],
                source=text,
            )
            self.keys[key] = (made.at, made.id)
            return made.id

    def change(self, status: Status, asked: Json) -> None:
        """A post of ours in other words; what is not named is lost."""
        with self.lock:
            text = asked.get("status") or ""
            found = [self._named(each) for each in MENTION.finditer(text)]
            status.mentions = [each for each in found if each]
            status.content, status.source = f"<p>{self._marked(text)}</p>", text
            status.warning = asked.get("spoiler_text") or ""
            status.lang = asked.get("language") or status.lang
            status.media = [self.media[each] for each in asked.get("media_ids") or []]
            status.edited_at = self.now()

    def posts(self) -> list[str]:
        return [each.source for each in self.statuses.values() if each.author is self.us]

    def ancestors(self, status: Status) -> list[Status]:
        found: list[Status] = []
        while (above := self.statuses.get(status.reply_to)) is not None:
            found.insert(0, above)
            status = above
        return found

    def descendants(self, status: Status) -> list[Status]:
        below = [self.statuses[each] for each in self._below.get(status.id, [])]
        return [one for each in below for one in (each, *self.descendants(each))]

    def account(self, person: Person) -> Json:
        url = f"{self.base_url}/@{person.acct}"
        return {
            "id": person.id, "username": person.user, "acct": person.acct, "url": url, "uri": url,
            "display_name": person.name, "note": "<p>Hello</p>", "avatar": f"{url}.png",
            "avatar_static": f"{url}.png", "header": "", "header_static": "", "locked": False,
            "bot": False, "group": False, "indexable": False, "emojis": [], "fields": [],
            "created_at": "2020-01-01T00:00:00.000Z", "last_status_at": None,
            "followers_count": 7, "following_count": 0, "statuses_count": 1,
        }  # fmt: skip

    def status(self, status: Status, deep: bool = True) -> Json:
        url = f"{self.base_url}/@{status.author.acct}/{status.id}"
        answered = self.statuses.get(status.reply_to)
        quoted = self.statuses.get(status.quotes) if deep else None
        return {
            "id": status.id, "uri": url, "url": url, "created_at": stamp(status.at),
            "account": self.account(status.author), "content": status.content,
            "visibility": status.visibility, "sensitive": bool(status.warning),
            "spoiler_text": status.warning, "language": status.lang,
            "edited_at": stamp(status.edited_at) if status.edited_at else None,
            "in_reply_to_id": status.reply_to or None,
            "in_reply_to_account_id": answered.author.id if answered else None,
            "media_attachments": status.media, "poll": status.poll, "emojis": [], "tags": [],
            "mentions": [self._mention(each) for each in status.mentions],
            "reblog": None, "card": None, "favourites_count": 0, "reblogs_count": 0,
            "replies_count": len(self._below.get(status.id, [])),
            "quote": {"state": "accepted", "quoted_status": self.status(quoted, False)}
            if quoted else None,
            **status.odd,
        }  # fmt: skip

    def note(self, note: Note) -> Json:
        status = self.statuses.get(note.status)
        return {
            "id": note.id, "type": note.type, "created_at": stamp(note.at),
            "group_key": f"ungrouped-{note.id}", "account": self.account(note.who),
            **({"status": self.status(status)} if status else {}),
        }  # fmt: skip

    def talks(self) -> list[tuple[str, Callable[[], Json]]]:
        """(id of the last status, conversation) of our direct messages, newest first."""
        last: dict[str, Status] = {}
        for each in self.statuses.values():
            if each.visibility == "direct":
                first = [*self.ancestors(each), each][0]
                last[first.id] = each
        ordered = sorted(enumerate(last.values()), key=_newest, reverse=True)
        return [(each.id, partial(self._talk, number, each)) for number, each in ordered]

    def _talk(self, number: int, last: Status) -> Json:
        accounts = [self.account(last.author)]
        status = self.status(last)
        return {"id": str(number), "unread": True, "last_status": status, "accounts": accounts}

    def _add(
        self,
        author: Person,
        content: str,
        mentions: list[Person],
        reply_to: str,
        visibility: str,
        **more: Any,
    ) -> Status:
        one = self.new_id()
        made = Status(one, author, content, self.now(), mentions, reply_to, visibility, **more)
        self.statuses[one] = made
        if reply_to:
            self._below.setdefault(reply_to, []).append(one)
        return made

    def _tell(self, kind: str, who: Person, status: str = "") -> str:
        with self.lock:
            self.notes.append(Note(self.new_id(), kind, who, self.now(), status))
            return self.notes[-1].id

    def _named(self, match: re.Match[str]) -> Person | None:
        wanted = (match[1], "" if match[2] in (None, self.domain) else match[2])
        found = [each for each in self.people.values() if (each.user, each.host) == wanted]
        return found[0] if found else None

    def _mention(self, person: Person) -> Json:
        url = f"{self.base_url}/@{person.acct}"
        return {"id": person.id, "username": person.user, "acct": person.acct, "url": url}

    def _link(self, person: Person) -> str:
        url = f"{self.base_url}/@{person.acct}"
        inner = f'<a href="{url}" class="u-url mention">@<span>{person.user}</span></a>'
        return f'<span class="h-card" translate="no">{inner}</span>'

    def _marked(self, text: str) -> str:
        def mention(match: re.Match[str]) -> str:
            person = self._named(match)
            return self._link(person) if person else match[0]

        return MENTION.sub(mention, _markup(text))


def _newest(numbered: tuple[int, Status]) -> str:
    return numbered[1].id


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _markup(text: str) -> str:
    linked = LINK.sub(
        lambda url: (
            f'<a href="{url[0]}" rel="nofollow noopener">'
            f'<span class="invisible">https://</span>{url[0].partition("://")[2]}</a>'
        ),
        html.escape(text, quote=False),
    )
    return linked.replace("\n\n", "</p><p>").replace("\n", "<br>")
