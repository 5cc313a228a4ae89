"""The community as all four accounts share it: what was told, what is posted, what follows."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from heapq import merge
from itertools import islice

from cm_desk.connectors.services.demo import everyday, signals, stories
from cm_desk.connectors.services.demo.address import Address, parse
from cm_desk.connectors.services.demo.cast import SERVICES, Member, members
from cm_desk.connectors.services.demo.happening import Happening, as_it_is_now, in_order
from cm_desk.connectors.services.demo.journal import Journal
from cm_desk.connectors.services.demo.trouble import Trouble, from_environment
from cm_desk.domain.model import Author, Incoming, Kind, SignalKind

Now = Callable[[], datetime]


class World:
    """Safe to use from the lanes of all four accounts at once.

    `told` is fixed by the moment the demo began, so a place in it is a number that stays; so is
    one in the journal. Both together are a cursor.
    """

    def __init__(self, address: Address, now: Now, trouble: dict[str, Trouble]) -> None:
        self.now, self.trouble = now, trouble
        born = address.since or now()
        told = in_order([*stories.told(born), *everyday.dealt(born)])
        whole = in_order([*told, *signals.given(told)])
        self._told = {name: [each for each in whole if each.service == name] for name in trouble}
        self._journal = Journal(address.kept)
        self._lock = threading.RLock()

    def since(
        self, service: str, told: int, posted: int
    ) -> tuple[list[Happening], list[Happening]]:
        """What came after these numbers, oldest first: what was told, what was posted."""
        with self._lock:
            self._answer_kindly()
            return self._visible(service)[told:], self._posted(service)[posted:]

    def now_at(self, service: str) -> list[Happening]:
        """Everything as it is now, oldest first."""
        with self._lock:
            self._answer_kindly()
            return as_it_is_now(merge(self._visible(service), self._posted(service), key=_when))

    def thread(self, service: str, thread: str) -> list[Incoming]:
        known = (each.message for each in self.now_at(service))
        return [each for each in known if each and each.thread == thread]

    def message(self, service: str, remote_id: str) -> Incoming | None:
        known = (each.message for each in self.now_at(service))
        return next((each for each in known if each and each.remote_id == remote_id), None)

    def sent(self, key: str) -> Incoming | None:
        with self._lock:
            line = self._journal.keys.get(key)
            return line.message if line else None

    def post(self, service: str, message: Incoming, key: str = "") -> Incoming:
        """`key` again gives what it posted the first time. Raises OSError."""
        with self._lock:
            if before := self.sent(key):
                return before
            self._journal.add(Happening(self.now(), service, message), key)
            return message

    def delete(self, service: str, remote_id: str) -> None:
        with self._lock:
            self._journal.add(Happening(self.now(), service, deleted=remote_id))

    def next_id(self) -> str:
        with self._lock:
            return f"p{len(self._journal.lines) + 1:04}"

    def _visible(self, service: str) -> list[Happening]:
        now, told = self.now(), self._told[service]
        return list(islice(told, sum(each.at <= now for each in told)))

    def _posted(self, service: str) -> list[Happening]:
        return [each for each in self._journal.lines if each.service == service]

    def _answer_kindly(self) -> None:
        """Write down the likes and answers to our posts whose time has come."""
        gone = {each.deleted for each in self._journal.lines if each.deleted}
        for key, line in list(self._journal.keys.items()):
            if line.id in gone:
                continue
            for each in _reactions(key, line):
                if each.at <= self.now() and not self._happened(each):
                    with suppress(OSError):  # a full disk: then they answer later
                        self._journal.add(each)

    def _happened(self, happening: Happening) -> bool:
        return any(each.id == happening.id for each in self._journal.lines)


def _when(happening: Happening) -> datetime:
    return happening.at


def _reactions(key: str, post: Happening) -> list[Happening]:
    """A like after seconds and thanks within two minutes from the person we wrote to.

    Bots and trolls say nothing. Each conversation is thanked for once.
    """
    message = post.message
    member = _member(post.service, message.who) if message else None
    if message is None or member is None or member.silent:
        return []
    dice = random.Random(key)  # noqa: S311  a deal, no secret
    liked = timedelta(seconds=dice.randint(6, 25))
    found = [] if post.service == "mail" else [_like(post, member.id, liked)]
    said = stories.thanks().get(message.thread) or dice.choice(everyday.deck()["kind"][member.lang])
    return [*found, _thanks(post, message, said, liked + timedelta(seconds=dice.randint(10, 75)))]


def _like(post: Happening, member: str, after: timedelta) -> Happening:
    return signals.signal(post, members()[member], SignalKind.LIKE, after)


def _thanks(post: Happening, ours: Incoming, said: str, after: timedelta) -> Happening:
    at = post.at + after
    answer = Incoming(
        remote_id=f"{ours.thread}.thanks",
        thread=ours.thread,
        who=ours.who,
        text=said,
        sent_at=at,
        kind=Kind.REPLY if ours.kind in (Kind.MENTION, Kind.POST) else ours.kind,
        unread=True,
        reply_to=ours.remote_id,
        subject=ours.subject,
        visibility=ours.visibility,
    )
    return Happening(at, post.service, answer)


@cache
def _by_key() -> dict[tuple[str, str], str]:
    return {(s, a.key): m.id for m in members().values() for s, a in m.authors.items()}


def _member(service: str, who: Author | None) -> Member | None:
    found = _by_key().get((service, who.key)) if who else None
    return members()[found] if found else None


def clock() -> datetime:
    """The time in the demo. Tests put another one in its place."""
    return datetime.now(UTC)


_worlds: dict[str, World] = {}
_making = threading.Lock()


def world_of(base_url: str, now: Now | None = None) -> World:
    """One for all accounts with the same address, for as long as the program runs.

    `now` is the clock it goes by, where the desk has one of its own.
    """
    with _making:
        if base_url not in _worlds:
            trouble = {name: from_environment(name) for name in SERVICES}
            _worlds[base_url] = World(parse(base_url), now or (lambda: clock()), trouble)
        return _worlds[base_url]
