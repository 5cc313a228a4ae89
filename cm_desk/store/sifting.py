"""What a person typed to sift the list of people, as conditions on its lines.

All filters must hold, several of one name too. What names nothing finds nobody, and says so.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from typing import Any, NamedTuple

from cm_desk.domain import doors
from cm_desk.domain.completion import Asked, Offer
from cm_desk.domain.known import About
from cm_desk.domain.query import Filter, Hint, Query, written
from cm_desk.domain.times import to_ms
from cm_desk.store import accounts, fields, labels, people
from cm_desk.store.keys import clean, literal
from cm_desk.store.paging import Cursor
from cm_desk.store.people import CLOSENESS, ContactRow, Where
from cm_desk.store.search.planning import GESTURES, SERVICES
from cm_desk.store.search.values import MOST
from cm_desk.store.search.values import values as offered
from cm_desk.text import language
from cm_desk.text.folding import folded

_AMONG = "(select value from json_each(?))"
_PROMISES = {
    "open": "p.promises > 0",
    "late": "p.id in (select contact_id from promises where state = 'open' and theirs = 0"
    " and due_ms < ?)",
    "kept": "p.id in (select contact_id from promises where state = 'kept' and theirs = 0)",
    "broken": "p.id in (select contact_id from promises where state = 'broken' and theirs = 0)",
    "none": "p.id not in (select contact_id from promises where theirs = 0)",
}
_CLOSING = """
    select i.contact_id from json_each(?) w
    join identities i on i.service = json_extract(w.value, '$[0]')
    join accounts a on a.service = i.service and a.base_url <> ''
    where (select max(m.sent_ms) from messages m where m.identity_id = i.id
        and m.account_id = a.id and m.outgoing = 0)
        between json_extract(w.value, '$[1]') + 1 and json_extract(w.value, '$[2]')"""
_TOLD = "p.id in (select contact_id from facts where kind = ?)"
# The plus keeps SQLite from an index that many stand in: reading all lines is five times as quick.
_TIMES = {
    "since": "+p.first_ms >= ?",
    "before": "+p.first_ms < ?",
    "silent": "+p.heard_ms < ?",
    "given": "+p.given_ms >= ?",
}


@dataclass(slots=True)
class Sifted:
    """`hints` are those of the query, and those that only the store can give."""

    conditions: list[str] = field(default_factory=list)
    given: list[Any] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)

    @property
    def where(self) -> Where:
        return Where(tuple(self.conditions), tuple(self.given))

    def need(self, asked: Filter, condition: str, *given: Any) -> None:
        self.conditions.append(f"not ({condition})" if asked.without else condition)
        self.given += given

    def nobody(self, asked: Filter, says: str, names: Iterable[str]) -> None:
        """It names nothing; `names` are those there are."""
        near = get_close_matches(folded(asked.value), [folded(name) for name in names], 1, 0.6)
        instead = ("-" if asked.without else "") + written(asked.name, near[0]) if near else ""
        better = f" Did you mean {instead}?" if instead else ""
        says = says.format(asked.value) + better
        self.hints.append(Hint(asked.start, asked.end, says, instead))
        self.need(asked, "false")


class Found(NamedTuple):
    """A page; `cursor` continues after it, None was the end."""

    items: tuple[ContactRow, ...] = ()
    cursor: Cursor | None = None
    hints: tuple[Hint, ...] = ()


def find(
    db: sqlite3.Connection,
    query: Query,
    now: datetime,
    sort: str = CLOSENESS,
    descending: bool = True,
    cursor: Cursor | None = None,
    limit: int = 50,
) -> Found:
    made = sift(db, query, now)
    page = people.page(db, made.where, sort, descending, cursor, limit)
    return Found(page.items, page.cursor, tuple(made.hints))


def count(db: sqlite3.Connection, query: Query, now: datetime) -> tuple[int, int]:
    """How many people are found, and how many there are."""
    every = people.count(db)
    return people.count(db, sift(db, query, now).where) if query else every, every


def ids(db: sqlite3.Connection, query: Query, now: datetime, most: int) -> list[int]:
    """All that are found, up to `most`, in no order."""
    return people.ids(db, sift(db, query, now).where, most)


def sift(db: sqlite3.Connection, query: Query, now: datetime) -> Sifted:
    made = Sifted(hints=list(query.hints))
    for term in query.terms:
        for word in folded(clean(term.text)).split():
            made.conditions.append(f"{'not ' if term.without else ''}instr(p.words, ?)")
            made.given.append(word)
    for each in query.filters:
        if each.moment is not None:
            made.need(each, _TIMES[each.name], to_ms(each.moment))
        else:
            _FILTERS[each.name](db, made, each, now)
    return made


def _service(db: sqlite3.Connection, made: Sifted, asked: Filter, _: datetime) -> None:
    known = sorted({name for (name,) in db.execute("select distinct service from accounts")})
    typed = folded(asked.value)
    found = _called({name: [name] for name in known}, SERVICES.get(typed, typed))
    if not found:
        made.nobody(asked, "No account here is on “{}”.", known)
        return
    any_of = " or ".join(["instr(p.services, ?)"] * len(found))
    made.need(asked, any_of, *(f"|{name}|" for name in found))


def _account(db: sqlite3.Connection, made: Sifted, asked: Filter, _: datetime) -> None:
    every = accounts.all(db)
    found = _called({a.id: [a.handle, a.name, a.key] for a in every}, asked.value)
    if not found:
        made.nobody(asked, "No account “{}”.", [each.handle for each in every])
        return
    any_of = " or ".join(["instr(p.accounts, ?)"] * len(found))
    made.need(asked, any_of, *(f"|{id}|" for id in found))


def _label(db: sqlite3.Connection, made: Sifted, asked: Filter, _: datetime) -> None:
    every = labels.all(db)
    found = _called({label.id: [label.name] for label in every}, asked.value)
    if not found:
        made.nobody(asked, "There is no label “{}”.", [label.name for label in every])
        return
    labelled = f"select contact_id from contact_labels where label_id in {_AMONG}"
    made.need(asked, f"p.id in ({labelled})", json.dumps(found))


def _gesture(db: sqlite3.Connection, made: Sifted, asked: Filter, _: datetime) -> None:
    typed = folded(asked.value)
    if typed in ("none", "any"):
        made.need(asked, "p.gestures = 0" if typed == "none" else "p.gestures > 0")
        return
    kinds = [kind for (kind,) in db.execute("select distinct kind from gestures")]
    found = _called({kind: [kind] for kind in kinds}, GESTURES.get(typed, typed))
    if not found:
        made.nobody(asked, "No gesture “{}” was given yet.", [*kinds, "none", "any"])
        return
    given = f"select contact_id from gestures where kind in {_AMONG} and direction = 'given'"
    made.need(asked, f"p.id in ({given})", json.dumps(found))


def _promise(_db: sqlite3.Connection, made: Sifted, asked: Filter, now: datetime) -> None:
    sql = _PROMISES[asked.value]
    made.need(asked, sql, *([to_ms(now)] if "?" in sql else []))


def _about(_db: sqlite3.Connection, made: Sifted, asked: Filter, _: datetime) -> None:
    if asked.value == "unanswered":
        made.need(asked, "p.waiting > 0")
    elif asked.value == "joined":
        made.need(asked, "p.id in (select joined from contacts where joined is not null)")
    else:
        made.need(asked, _TOLD, About.ALONE if asked.value == "quiet" else About.PRIVATE)


def _language(_db: sqlite3.Connection, made: Sifted, asked: Filter, _: datetime) -> None:
    code = language.code(asked.value).partition("-")[0]
    if not code:
        made.nobody(asked, "“{}” is no code of a language. Polish is pl, German de.", ())
        return
    made.need(asked, "instr(p.langs, ?)", f"|{code}|")


def _field(db: sqlite3.Connection, made: Sifted, asked: Filter, _: datetime) -> None:
    """`name` for who has something in it, `name=words` for whom it has the words."""
    name, _sign, words = asked.value.partition("=")
    every = fields.all(db)
    found = _called({each.id: [each.name] for each in every}, name)
    if not found:
        made.nobody(asked, "There is no field “{}”.", [each.name for each in every])
        return
    filled = f"select contact_id from field_values where field_id in {_AMONG}"
    like = f"%{literal(clean(words.strip()))}%"
    made.need(asked, f"p.id in ({filled} and text like ? escape '\\')", json.dumps(found), like)


def _closing(_db: sqlite3.Connection, made: Sifted, asked: Filter, now: datetime) -> None:
    """The last word of theirs is so old that the way of its service closes within this time."""
    if (within := doors.span(asked.value)) is None:
        made.nobody(asked, "“{}” is no length of time. Two hours are 2h.", ())
        return
    times = [
        (name, to_ms(now - longest), to_ms(now - shortest))
        for name, (shortest, longest) in doors.windows(within).items()
    ]
    made.need(asked, f"p.id in ({_CLOSING})", json.dumps(times))


def _called(known: dict[Any, list[str]], value: str) -> list[Any]:
    """What is called just so; where nothing is, what has it in its name."""
    typed = folded(value).strip()
    names = {id: [folded(each) for each in found] for id, found in known.items()}
    exact = [id for id, found in names.items() if typed in found]
    return exact or [id for id, found in names.items() if typed and any(typed in n for n in found)]


_Filter = Callable[[sqlite3.Connection, Sifted, Filter, datetime], None]
_FILTERS: dict[str, _Filter] = {
    "on": _service,
    "account": _account,
    "label": _label,
    "gesture": _gesture,
    "promise": _promise,
    "is": _about,
    "lang": _language,
    "field": _field,
    "closing": _closing,
}


# -- what there is to name in a filter, for completion


def values(db: sqlite3.Connection, asked: Asked) -> list[Offer]:
    """The likeliest first; [] for a filter without such values."""
    found = _OFFERS[asked.name](db, asked.typed) if asked.name in _OFFERS else []
    return (found or offered(db, asked))[:MOST]


def _gestures(db: sqlite3.Connection, typed: str) -> list[Offer]:
    none = Offer("none", "nobody gave them anything yet")
    given = offered(db, Asked("gesture", typed, 0, 0))
    return [*given, *([none] if "none".startswith(typed.casefold()) else [])]


def _languages(db: sqlite3.Connection, typed: str) -> list[Offer]:
    counts: dict[str, int] = {}
    for langs, n in db.execute("select langs, count(*) from lines group by langs"):
        for code in langs.strip("|").split("||"):
            counts[code] = counts.get(code, 0) + n
    found = sorted(((n, code) for code, n in counts.items() if code), reverse=True)
    return [Offer(code, f"{n:,} people") for n, code in found if code.startswith(typed.casefold())]


def _fields(db: sqlite3.Connection, typed: str) -> list[Offer]:
    asked = folded(typed.partition("=")[0])
    return [
        Offer(f"{each.name}=", f"{each.people:,} people have one")
        for each in fields.all(db)
        if asked in folded(each.name) and "=" not in typed
    ]


_OFFERS: dict[str, Callable[[sqlite3.Connection, str], list[Offer]]] = {
    "gesture": _gestures,
    "lang": _languages,
    "field": _fields,
}
