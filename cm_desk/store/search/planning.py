"""A query as SQL: conditions on a message, where to look for it, and what could not be found out.

Every condition is exact by itself. Where to look only saves time: a filter that few messages can
meet gives a list of them, days give the lowest and the highest id.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from cm_desk.domain.query import Filter, Hint, Query, written
from cm_desk.domain.times import to_ms
from cm_desk.store import accounts, labels, tally
from cm_desk.store.paging import NEWEST
from cm_desk.store.saving import STEP
from cm_desk.store.search import people, words
from cm_desk.store.tally import DONE, SNOOZED

FEW = 20_000  # messages that are listed and sorted for each page: 5 ms
SERVICES = {"email": "mail", "e-mail": "mail", "x": "twitter", "masto": "mastodon"}
GESTURES = {"thanks": "thank-you", "thank": "thank-you", "sorry": "apology", "favor": "favour"}
_OURS = ("me", "us")
_UNANSWERED = """
    (m.outgoing = 0 and not exists (select 1 from messages o
        where o.conversation_id = m.conversation_id and o.id > m.id and o.outgoing = 1))"""
_IN = "exists (select 1 from conversations c where c.id = m.conversation_id and c.{})"
_STATES = {
    "unanswered": _UNANSWERED,
    "unread": "(m.unread = 1)",
    "done": _IN.format("place = 5"),
    "snoozed": _IN.format(f"state = {SNOOZED}"),
}
_LINK = "(m.text like '%http://%' or m.text like '%https://%')"
_LABELLED = """
    exists (select 1 from conversation_labels l where l.conversation_id = m.conversation_id
        and l.label_id in (select value from json_each(?)))"""
_OF_CONVERSATIONS = "select m.id from ({}) t cross join messages m on m.conversation_id = t.id"


@dataclass(slots=True)
class Plan:
    """`match` is for FTS5, and `without` where there is none. `where` are conditions on m with
    their `given` values, all must hold.

    `few` is the shortest list of ids found, as (how many at most, its SQL, its values). Ids lie in
    [`lowest`, `highest`). `nothing`: no message can be meant.
    """

    match: str = ""
    without: str = ""
    where: list[str] = field(default_factory=list)
    given: list[Any] = field(default_factory=list)
    few: tuple[int, str, list[Any]] | None = None
    lowest: int = 0
    highest: int = NEWEST
    pictured: bool = False
    nothing: bool = False
    hints: list[Hint] = field(default_factory=list)

    def need(self, condition: str, *given: Any, without: bool = False) -> None:
        self.where.append(f"not {condition}" if without else condition)
        self.given += given

    def among(self, most: int, sql: str, *given: Any) -> None:
        """Only these ids can be meant, `most` of them."""
        if most <= FEW and (self.few is None or most < self.few[0]):
            self.few = (most, sql, list(given))

    def nobody(self, filters: Sequence[Filter], says: str, names: Sequence[str] = ()) -> None:
        """None of `filters` names anything there is; `names` are those there are."""
        for each in filters:
            near = get_close_matches(each.value.casefold(), [n.casefold() for n in names], 1, 0.6)
            minus = "-" if each.without else ""
            instead = f"{minus}{written(each.name, near[0])}" if near else ""
            better = f" Did you mean {instead}?" if instead else ""
            self.hints.append(
                Hint(each.start, each.end, f"{says.format(each.value)}{better}", instead)
            )


def plan(db: sqlite3.Connection, query: Query) -> Plan:
    made = Plan()
    _words(made, query)
    if not query.filters:
        return made
    _people(db, made, query, "from", 0)
    _people(db, made, query, "to", 1)
    _accounts(db, made, query)
    _days(db, made, query)
    for each in query.of("is") + query.of("is", without=True):
        _state(db, made, each)
    for each in query.of("has") + query.of("has", without=True):
        _part(db, made, each)
    for each in query.of("label") + query.of("label", without=True):
        _label(db, made, each)
    for each in query.of("gesture") + query.of("gesture", without=True):
        _gesture(db, made, each)
    return made


def _words(made: Plan, query: Query) -> None:
    if not words.blankless(query.terms):
        made.match = words.expression(query.terms)
    for without in (False, True):
        for like in words.likes(query.terms, without):
            text = "(m.text like ? escape '\\' or m.subject like ? escape '\\')"
            made.need(text, like, like, without=without)
    if not made.match:
        made.without = words.either(query.terms)


def _people(db: sqlite3.Connection, made: Plan, query: Query, name: str, outgoing: int) -> None:
    """Several of one name mean any of them: a message is from one person."""
    if wanted := query.of(name):
        ours = [f for f in wanted if _is_us(f)]
        found = _named(db, made, [f for f in wanted if not _is_us(f)])
        if ours:
            made.need(
                f"(m.outgoing = {1 - outgoing} or m.outgoing = {outgoing} and"
                " ifnull(m.identity_id, 0) in (select value from json_each(?)))",
                json.dumps(list(found)),
            )
        else:
            _only(made, found)
            made.need(f"m.outgoing = {outgoing}")
    without = query.of(name, without=True)
    if any(_is_us(f) for f in without):
        made.need(f"m.outgoing = {outgoing}")
    if found := _named(db, made, [f for f in without if not _is_us(f)]):
        made.need(
            f"(m.outgoing = {outgoing} and"
            " ifnull(m.identity_id, 0) in (select value from json_each(?)))",
            json.dumps(list(found)),
            without=True,
        )


def _is_us(asked: Filter) -> bool:
    return not asked.quoted and asked.value.casefold() in _OURS


def _named(db: sqlite3.Connection, made: Plan, asked: Sequence[Filter]) -> dict[int, int]:
    every: dict[int, int] = {}
    for each in asked:
        found = people.named(db, each)
        every |= found
        if not found:
            made.nobody([each], "Nobody here is called “{}”.")
    return every


def _only(made: Plan, identities: dict[int, int]) -> None:
    """Messages with these identities alone; the values say how many each has."""
    found = json.dumps(list(identities))
    among = "select value from json_each(?)"
    made.need(f"ifnull(m.identity_id, 0) in ({among})", found)
    made.nothing = made.nothing or not identities
    made.among(
        sum(identities.values()), f"select id from messages where identity_id in ({among})", found
    )


def _accounts(db: sqlite3.Connection, made: Plan, query: Query) -> None:
    if not any(f.name in ("on", "account") for f in query.filters):
        return
    every = accounts.all(db)
    left = {each.id for each in every}
    for name, says in (("on", "No account here is on “{}”."), ("account", "No account “{}”.")):
        known = {each.id: _names(each, name) for each in every}
        for without in (False, True):
            asked = query.of(name, without)
            found: set[int] = set()
            for each in asked:
                one = _called(known, each.value)
                found |= one
                if not one:
                    names = sorted({names[0] for names in known.values()})
                    made.nobody([each], says, names)
            if asked:
                left = left - found if without else left & found
    made.nothing = made.nothing or not left
    if len(left) < len(every):
        among = ", ".join(map(str, sorted(left))) or "0"
        made.need(f"m.account_id in ({among})")
        counts = tally.read(db)
        most = sum(n for id, slot, n in counts if slot == "messages" and id in left)
        own = f"select id from conversations where account_id in ({among})"
        made.among(most, _OF_CONVERSATIONS.format(own))


def _names(account: Any, name: str) -> list[str]:
    if name == "on":
        return [account.service]
    return [account.handle, account.name, account.key]


def _called(known: dict[int, list[str]], value: str) -> set[int]:
    """The whole name; where nothing is called just so, a part of it."""
    typed = words.folded(value)
    asked = {typed, SERVICES.get(typed, typed), *(a for a, b in SERVICES.items() if b == typed)}
    names = {id: [words.folded(each) for each in found] for id, found in known.items()}
    exact = {id for id, found in names.items() if asked & {*found}}
    return exact or {
        id for id, found in names.items() if any(a in each for a in asked for each in found)
    }


def _days(db: sqlite3.Connection, made: Plan, query: Query) -> None:
    """An id is the time in steps, moved up by `moved` at most: store/saving.py."""
    for each in query.filters:
        if each.moment is None:
            continue
        ms = to_ms(each.moment)
        if (each.name == "before") is not each.without:
            made.need("m.sent_ms < ?", ms)
            [(moved,)] = db.execute(
                "select total(n) from counters where account_id = 0 and slot = 'moved'"
            ).fetchall()
            made.highest = min(made.highest, max(ms >> STEP, 1) + int(moved) + 1)
        else:
            made.need("m.sent_ms >= ?", ms)
            made.lowest = max(made.lowest, ms >> STEP)


def _state(db: sqlite3.Connection, made: Plan, each: Filter) -> None:
    made.need(_STATES[each.value], without=each.without)
    if each.without:
        return
    if each.value == "snoozed":
        _conversations(db, made, f"select id, messages from conversations where state = {SNOOZED}")
    elif each.value == "unread":
        _indexed(db, made, "select id from messages where unread = 1")
    elif each.value == "done":
        counts = tally.read(db)
        done = sum(n for _, slot, n in counts if slot == f"place-{tally.place(DONE, 0)}")
        made.nothing = made.nothing or not done


def _conversations(db: sqlite3.Connection, made: Plan, sql: str, *given: Any) -> None:
    """Only messages of the conversations that `sql` names (id, messages) can be meant."""
    [(count, most)] = db.execute(
        f"select count(*), total(messages) from ({sql} limit ?)", [*given, FEW + 1]
    ).fetchall()
    if count <= FEW:
        made.among(int(most), _OF_CONVERSATIONS.format(sql), *given)


def _indexed(db: sqlite3.Connection, made: Plan, sql: str) -> None:
    """Only the ids that `sql` reads from a small index can be meant."""
    [(most,)] = db.execute(f"select count(*) from ({sql} limit ?)", [FEW + 1]).fetchall()
    made.among(int(most), sql)


def _part(db: sqlite3.Connection, made: Plan, each: Filter) -> None:
    if each.value == "link":
        made.need(_LINK, without=each.without)
        return
    sign = '"poll":' if each.value == "poll" else f'"kind":"{each.value}"'
    made.need("(ifnull(m.extra, '') like ?)", f"%{sign}%", without=each.without)
    if not each.without:
        made.pictured = True
        _indexed(db, made, "select id from messages where extra is not null")


def _label(db: sqlite3.Connection, made: Plan, each: Filter) -> None:
    every = labels.all(db)
    found = _called({label.id: [label.name] for label in every}, each.value)
    if not found:
        made.nobody([each], "There is no label “{}”.", [label.name for label in every])
        made.nothing = made.nothing or not each.without
        return
    ids = json.dumps(sorted(found))
    made.need(_LABELLED, ids, without=each.without)
    if not each.without:
        _conversations(
            db,
            made,
            "select id, messages from conversations where id in ("  # each once
            "select conversation_id from conversation_labels"
            " where label_id in (select value from json_each(?)))",
            ids,
        )


def _gesture(db: sqlite3.Connection, made: Plan, each: Filter) -> None:
    """People who were given one: what they said, and what we said to them."""
    kinds = [kind for (kind,) in db.execute("select distinct kind from gestures")]
    asked = GESTURES.get(each.value.casefold(), each.value.casefold())
    found = [kind for kind in kinds if asked == "any" or kind.casefold().startswith(asked)]
    if not found:
        made.nobody([each], "No gesture “{}” was given yet.", kinds)
    rows = db.execute(
        "select id, received + sent from identities where contact_id in ("
        "select contact_id from gestures where kind in (select value from json_each(?)))",
        [json.dumps(found)],
    )
    ids = dict(rows.fetchall())
    if each.without:
        made.need(
            "(ifnull(m.identity_id, 0) in (select value from json_each(?)))",
            json.dumps(list(ids)),
            without=True,
        )
    else:
        _only(made, ids)
