"""What there is to name in a filter: for completion."""

import sqlite3
from collections.abc import Callable, Iterable

from cm_desk.domain.completion import Asked, Offer
from cm_desk.store import accounts, labels, tally
from cm_desk.store.keys import clean
from cm_desk.store.search.words import TOKEN, folded

MOST = 8
_MANY = 2_000  # profiles with such a name, before the newest of all are looked through instead
_NEWEST = 5_000
_ROW = "select i.contact_id, c.name, i.handle, i.avatar_url from identities i"
_JOIN = "join contacts c on c.id = i.contact_id"
_NAMED = f"{_ROW} {_JOIN} where i.id in (select rowid from names where names match ? limit ?)"


def values(db: sqlite3.Connection, asked: Asked, limit: int = MOST) -> list[Offer]:
    """For the value of a filter, the likeliest first; [] for a filter without such values."""
    return _VALUES.get(asked.name, _none)(db, asked.typed)[:limit]


def _none(_db: sqlite3.Connection, _typed: str) -> list[Offer]:
    return []


def people(db: sqlite3.Connection, typed: str, limit: int = MOST) -> list[Offer]:
    """Whose names or handles have words that begin like this; who wrote last comes first."""
    words = TOKEN.findall(folded(clean(typed)))
    rows: Iterable[tuple[int, str, str, str]] = ()
    if words:
        expression = " ".join(f'"{word}"*' for word in words)
        found = db.execute(f"{_NAMED} order by i.last_ms desc", [expression, _MANY + 1]).fetchall()
        rows = found if len(found) <= _MANY else ()
    if not rows and not typed.strip():
        rows = db.execute(f"{_ROW} {_JOIN} order by i.last_ms desc limit ?", [limit * 3])
    elif not rows:
        newest = db.execute(f"{_ROW} {_JOIN} order by i.last_ms desc limit ?", [_NEWEST])
        rows = (row for row in newest if _named_so(words or [typed], row[1], row[2]))
    offers: dict[int, Offer] = {}
    for contact, name, handle, face in rows:
        offers.setdefault(contact, Offer(name or handle, handle, quoted=True, face=face))
        if len(offers) == limit:
            break
    return list(offers.values())


def _named_so(words: list[str], name: str, handle: str) -> bool:
    text = f" {folded(f'{name} {handle}')}"
    return all(word in text for word in words)


def _people(db: sqlite3.Connection, typed: str) -> list[Offer]:
    me = [Offer("me", "what you wrote, in any of your accounts")]
    return [*(me if "me".startswith(typed.casefold()) else ()), *people(db, typed)]


def _services(db: sqlite3.Connection, typed: str) -> list[Offer]:
    counts: dict[str, int] = {}
    by_account = {id: n for id, slot, n in tally.read(db) if slot == "messages"}
    for each in accounts.all(db):
        counts[each.service] = counts.get(each.service, 0) + by_account.get(each.id, 0)
    found = sorted(counts.items(), key=lambda item: -item[1])
    return [Offer(name, _messages(n)) for name, n in found if name.startswith(typed.casefold())]


def _accounts(db: sqlite3.Connection, typed: str) -> list[Offer]:
    asked = folded(typed)
    return [
        Offer(each.handle, f"{each.name} on {each.service}" if each.name else each.service)
        for each in accounts.all(db)
        if asked in folded(f"{each.handle} {each.name} {each.service}")
    ]


def _labels(db: sqlite3.Connection, typed: str) -> list[Offer]:
    """All of a label's words count as one name: the value is quoted."""
    asked = folded(typed)
    return [Offer(each.name, quoted=True) for each in labels.all(db) if asked in folded(each.name)]


def _gestures(db: sqlite3.Connection, typed: str) -> list[Offer]:
    rows = db.execute("select kind, count(*) from gestures group by kind order by 2 desc")
    found = [(kind, f"given {n:,} times" if n > 1 else "given once") for kind, n in rows]
    offers = [*found, ("any", "any gesture")]
    return [Offer(kind, hint) for kind, hint in offers if kind.startswith(typed.casefold())]


def _messages(n: int) -> str:
    return f"{n:,} messages" if n != 1 else "1 message"


_VALUES: dict[str, Callable[[sqlite3.Connection, str], list[Offer]]] = {
    "from": _people,
    "to": _people,
    "on": _services,
    "account": _accounts,
    "label": _labels,
    "gesture": _gestures,
}
