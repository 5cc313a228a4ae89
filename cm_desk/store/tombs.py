"""Who was erased, known again by a mark alone, so that no sync and no archive brings them back.

A mark is a keyed hash of a service and a name there (key, handle, address). The key is this
desk's own: marks of two desks cannot be compared. Who has the store and guesses a name can test it.
"""

import re
import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from cm_desk.domain.model import Author, Incoming, Signal
from cm_desk.domain.times import to_ms
from cm_desk.store import settings
from cm_desk.store.tx import Tx
from cm_desk.text.blackout import ERASED

KEY = "erased.key"  # a setting
# Somebody in a text: an address of theirs, user@host, @user.
_NAMED = re.compile(
    r"https?://[^\s<>\"?#]+(?:[?#][^\s<>\"]*)?|@?[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@\w(?:[\w.-]*\w)?"
)


def add(tx: Tx, erasure_id: int, names: Iterable[tuple[str, str]], until_ms: int | None) -> None:
    """(service, key, handle or address) of somebody; `until_ms` None: also what is new."""
    key = _key(tx.db) or secrets.token_bytes(32)
    settings.set(tx, KEY, key.hex())
    tx.db.executemany(
        "insert into erased (mark, erasure_id, until_ms) values (?, ?, ?) on conflict (mark)"
        " do update set erasure_id = excluded.erasure_id, until_ms = excluded.until_ms",
        {(_mark(key, service, name), erasure_id, until_ms) for service, name in names if name},
    )


def lift(tx: Tx, erasure_id: int) -> None:
    """They may come back: what they write is kept again."""
    tx.db.execute("delete from erased where erasure_id = ?", [erasure_id])


class Sieve:
    """Keeps out who was erased. True where there is anybody to keep out: nearly never."""

    def __init__(self, tx: Tx) -> None:
        self._db = tx.db
        self._known = {
            mark: (id, until, at)
            for mark, id, until, at in tx.db.execute(
                "select d.mark, d.erasure_id, d.until_ms, e.at_ms"
                " from erased d join erasures e on e.id = d.erasure_id"
            )
        }
        self._out: Counter[int] = Counter()
        if self:
            self._key = _key(tx.db)
            self._services = dict(tx.db.execute("select id, service from accounts").fetchall())

    def __bool__(self) -> bool:
        return bool(self._known)

    def kept(
        self, items: Mapping[int, Sequence[Incoming]], heard: bool
    ) -> dict[int, list[Incoming]]:
        """By account, without what is by or to somebody erased. What they wrote since is counted
        when it is `heard`."""
        found = {
            account_id: [each for each in page if not self._refuses(account_id, each, heard)]
            for account_id, page in items.items()
        }
        self._db.executemany(
            "update erasures set kept_out = kept_out + ? where id = ?",
            [(n, id) for id, n in self._out.items()],
        )
        return found

    def calm(self, account_id: int, item: Incoming) -> Incoming:
        """What somebody else wrote, without the handle and the address of who was erased."""
        if not self:
            return item
        said = (item.text, item.subject, item.warning)
        kept = tuple(self._unnamed(account_id, text, item) for text in said)
        if kept == said:
            return item
        return replace(item, text=kept[0], subject=kept[1], warning=kept[2])

    def knows(self, service: str, names: Iterable[str], first_ms: int) -> bool:
        """Whether one of the names has a mark that holds for who was first seen then."""
        found = (self._known.get(_mark(self._key, service, name)) for name in names)
        return any(mark and (mark[1] is None or first_ms <= mark[1]) for mark in found)

    def signals(self, account_id: int, signals: Iterable[Signal]) -> list[Signal]:
        return [each for each in signals if not self._erased(account_id, each.who, each.at)]

    def hears(self, service: str, who: Author, at: datetime) -> bool:
        """False for who was erased there."""
        names = (who.key, who.handle)
        return not self or not any(self._found(service, each, at) for each in names)

    def _refuses(self, account_id: int, item: Incoming, heard: bool) -> bool:
        if not item.who or not (found := self._erased(account_id, item.who, item.sent_at)):
            return False
        id, _, erased_ms = found
        if heard and to_ms(item.sent_at) > erased_ms and not item.outgoing:
            self._out[id] += 1
        return True

    def _erased(
        self, account_id: int, who: Author, at: datetime
    ) -> tuple[int, int | None, int] | None:
        return self._marked(account_id, who.key, at) or self._marked(account_id, who.handle, at)

    def _marked(
        self, account_id: int, name: str, at: datetime
    ) -> tuple[int, int | None, int] | None:
        return self._found(self._services[account_id], name, at)

    def _found(self, service: str, name: str, at: datetime) -> tuple[int, int | None, int] | None:
        found = self._known.get(_mark(self._key, service, name))
        return found if found and (found[1] is None or to_ms(at) <= found[1]) else None

    def _unnamed(self, account_id: int, text: str, item: Incoming) -> str:
        def kept(found: re.Match[str]) -> str:
            named = any(self._marked(account_id, each, item.sent_at) for each in _parts(found[0]))
            return ERASED if named else found[0]

        return _NAMED.sub(kept, text) if "@" in text or "://" in text else text


def _parts(said: str) -> Iterable[str]:
    """A handle, or a web address and what it lies below."""
    if "://" not in said:
        return (said,)
    parts = said.split("/")
    return ("/".join(parts[:n]) for n in range(4, len(parts) + 1))


def _key(db: sqlite3.Connection) -> bytes:
    """Empty before the first one was erased."""
    return bytes.fromhex(settings.get(db, KEY))


def _mark(key: bytes, service: str, name: str) -> str:
    """A handle counts with or without its @, in any capitals."""
    said = f"{service}\x1f{name.casefold().lstrip('@')}".encode("utf-8", "replace")
    return blake2b(said, key=key, digest_size=16).hexdigest()
