"""Erasing a person: their rows go, what others said stays, and nothing names them any more.

Messages in a conversation with others become empty places, so that the others' words keep their
order. Everything is one transaction; what it leaves in free pages is swept afterwards (sweep.py).
"""

import json
import secrets
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cm_desk.domain.news import Topic
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.domain.views import State
from cm_desk.errors import BadInput
from cm_desk.store import fulltext, holdings, scrub, tombs, triage
from cm_desk.store.holdings import SCOPE, Key
from cm_desk.store.keys import UNNAMED
from cm_desk.store.scrub import Names
from cm_desk.store.tally import MENTIONED, THEIRS, Tally, place
from cm_desk.store.tx import Tx
from cm_desk.text.blackout import Blackout

FEWEST, MOST_LINES = 40, 20  # characters of a line that is looked for, and how many of them
_SCOPES = ("who", "ident", "mess", "talk")
_ALONE = """
    create temp table alone as select id from talk where not exists (
        select 1 from messages m where m.conversation_id = talk.id
            and (m.identity_id is null or m.identity_id not in ident))"""
_NAMELESS = """
    insert into nameless (account_id, month, slot, n)
    select account_id, strftime('%Y-%m', sent_ms / 1000, 'unixepoch'),
        case outgoing when 1 then 'sent' else 'received' end, count(*)
    from messages where conversation_id in alone group by 1, 2, 3
    union all select account_id, strftime('%Y-%m', at_ms / 1000, 'unixepoch'), kind, count(*)
    from signals where identity_id in ident group by 1, 2, 3
    on conflict do update set n = n + excluded.n"""
_EMPTY = """
    update messages set key = ?, remote_id = ?, identity_id = null, print = 0, text = '',
        subject = '', url = '', extra = null, lang = '', edited_ms = null, unread = 0, trimmed = 0
    where id = ?"""
# How the tables that are no simple list of rows are left; each in its turn.
_SPECIAL = (
    "conversation_labels",
    "drafts",
    "outbox",
    "messages",
    "conversations",
    "identities",
    "contacts",
)


@dataclass(frozen=True, slots=True)
class Shared:
    """A conversation with others: `messages` of it become empty places."""

    id: int
    account: str
    others: tuple[str, ...]
    messages: int


def names(db: sqlite3.Connection, contact_id: int) -> Names:
    """What names somebody: handles, keys, addresses, names, and the lines they said to others.

    What somebody else is called too is left out: it does not tell who is meant.
    """
    marks = db.execute(
        f"{SCOPE} select handle from identities where id in ident"
        " union select author_key from identities where id in ident"
        " union select url from identities where id in ident"
        " union select avatar_url from identities where id in ident",
        [contact_id],
    ).fetchall()
    called = db.execute(
        f"{SCOPE} select name from identities where id in ident"
        " union select name from contacts where id in who",
        [contact_id],
    ).fetchall()
    said = db.execute(
        f"{SCOPE} select text, remote_id, url, outgoing from messages where id in mess",
        [contact_id],
    ).fetchall()
    others = _others(db, contact_id)
    black = Blackout(
        (mark for (mark,) in marks if mark.casefold().lstrip("@") not in others),
        (name for (name,) in called if name.casefold() not in others),
        (text for text, _, _, ours in said if not ours),
        (url for _, _, url, _ in said if url),
    )
    return Names(black, frozenset(id for _, id, _, _ in said if id))


def _others(db: sqlite3.Connection, contact_id: int) -> set[str]:
    """What everybody else is called, and what we are."""
    found = db.execute(
        f"{SCOPE} select handle from identities where id not in ident"
        " union select author_key from identities where id not in ident"
        " union select name from identities where id not in ident"
        " union select name from contacts where id not in who"
        " union select avatar_url from identities where id not in ident"
        " union select handle from accounts union select name from accounts"
        " union select remote_id from accounts union select signer from accounts",
        [contact_id],
    )
    return {name.casefold().lstrip("@") for (name,) in found}


def shared(db: sqlite3.Connection, contact_id: int) -> list[Shared]:
    """Conversations that stay, the newest first."""
    rows = db.execute(
        f"{SCOPE} select c.id, case a.name when '' then a.handle else a.name end,"
        " (select count(*) from messages m where m.conversation_id = c.id and m.id in mess)"
        " from conversations c join accounts a on a.id = c.account_id"
        " where c.id in talk and exists (select 1 from messages m where m.conversation_id = c.id"
        " and (m.identity_id is null or m.identity_id not in ident)) order by c.last_id desc",
        [contact_id],
    ).fetchall()
    return [Shared(id, account, _people(db, id, contact_id), n) for id, account, n in rows]


def _people(db: sqlite3.Connection, conversation_id: int, but: int) -> tuple[str, ...]:
    found = db.execute(
        f"{SCOPE} select distinct coalesce(nullif(i.name, ''), i.handle) from messages m"
        " join identities i on i.id = m.identity_id"
        " where m.conversation_id = ?2 and i.id not in ident order by 1",
        [but, conversation_id],
    )
    return tuple(name for (name,) in found)


def erase(
    tx: Tx,
    contact_id: int,
    at: datetime,
    spots: Mapping[str, Iterable[Key]],
    again: bool = False,
    keep_copies: bool = False,
) -> int:
    """The number of the erasure, still to be swept. `spots`: rows that name them, by table.

    With `again` they begin anew when they write after `at`; else they are kept out for ever.
    `keep_copies` is what was said about older backups. Raises BadInput while something is being
    sent to them.
    """
    called = names(tx.db, contact_id)
    _scope(tx.db, contact_id)
    try:
        _refuse_while_sending(tx.db)
        id = _begin(tx, to_ms(at), again, keep_copies)
        _erase(tx, called, spots)
        return id
    finally:
        for name in (*_SCOPES, "alone"):
            tx.db.execute(f"drop table if exists temp.{name}")


def _scope(db: sqlite3.Connection, contact_id: int) -> None:
    """The scopes of holdings.py as tables, so that they stay while what they name goes."""
    for name in _SCOPES:
        db.execute(f"create temp table {name} (id integer primary key)")
        db.execute(f"insert into temp.{name} {SCOPE} select id from {name}", [contact_id])
    db.execute(_ALONE)


def _begin(tx: Tx, at_ms: int, again: bool, keep_copies: bool) -> int:
    """The row of the erasure, with its marks and what stays counted."""
    [(id,)] = tx.db.execute(
        "insert into erasures (at_ms, messages, keep_copies)"
        " select ?, (select count(*) from mess), ? returning id",
        [at_ms, keep_copies],
    ).fetchall()
    profiles = tx.db.execute(
        "select service, author_key, handle, url from identities where id in ident"
    )
    known = [(service, name) for service, *names in profiles.fetchall() for name in names]
    tombs.add(tx, id, known, at_ms if again else None)
    tx.db.execute(_NAMELESS)
    return int(id)


def _erase(tx: Tx, called: Names, spots: Mapping[str, Iterable[Key]]) -> None:
    run = tx.db.execute
    run("pragma defer_foreign_keys = on")
    _let_go(tx.db)
    simple = [each for each in holdings.held().items() if each[0] not in _SPECIAL]
    simple.sort(key=lambda each: "select" not in each[1].where)  # found by a row that goes, too
    for table, held in simple:
        run(f"delete from {table} where {held.where}")
    _unsent(tx)
    _messages(tx, called)
    run("update contacts set joined = null where joined in who")
    run("delete from identities where id in ident")
    run("delete from contacts where id in who")
    for table, keys in spots.items():
        scrub.clean(tx, table, keys, called)
    for (contact_id,) in run("select id from who").fetchall():
        tx.changed(Topic.CONTACT, contact_id)


def _refuse_while_sending(db: sqlite3.Connection) -> None:
    busy = db.execute(
        "select 1 from outbox where state = 'sending' and conversation_id in talk limit 1"
    ).fetchall()
    if busy:
        raise BadInput("A message to them is being sent right now.", "Try again in a minute.")


def _let_go(db: sqlite3.Connection) -> None:
    """What points to somebody or their messages from elsewhere points to nothing; what cannot
    stand without them goes. A quote of them beside the pointer goes with it."""
    gone = {"contacts": "who", "identities": "ident", "messages": "mess", "conversations": "alone"}
    for each in holdings.pointers(db):
        if each.table in _SPECIAL and each.table != "conversations":
            continue
        if each.into == "messages":
            scrub.quotes(db, each.table, each.column)
        where = f"{each.column} in {gone[each.into]}"
        if each.required:
            db.execute(f"delete from {each.table} where {where}")
        else:
            db.execute(f"update {each.table} set {each.column} = null where {where}")


def _unsent(tx: Tx) -> None:
    """Drafts and messages to be sent: those to them alone go, the others go to the others."""
    _copies(tx)
    people = tx.db.execute("select author_key from identities where id in ident").fetchall()
    keys = {key for (key,) in people}
    for table, column in (("drafts", "recipients"), ("outbox", "message")):
        run = tx.db.execute
        run(f"delete from {table} where conversation_id in alone")
        for id, text in run(f"select id, {column} from {table}").fetchall():
            found = json.loads(text)
            to = found.get("to", []) if isinstance(found, dict) else found
            kept = [each for each in to if each["key"] not in keys]
            if len(kept) == len(to):
                continue
            if kept:
                changed = found | {"to": kept} if isinstance(found, dict) else kept
                run(f"update {table} set {column} = ? where id = ?", [json.dumps(changed), id])
            else:
                run(f"delete from {table} where id = ?", [id])
    tx.changed(Topic.DRAFT, 0)
    tx.changed(Topic.OUTBOX, 0)


def _copies(tx: Tx) -> None:
    """Nobody who was erased gets a copy."""
    people = tx.db.execute("select author_key from identities where id in ident").fetchall()
    keys, run = {key for (key,) in people}, tx.db.execute
    for id, text in run("select id, cc from drafts where cc != '[]'").fetchall():
        kept = [each for each in json.loads(text) if each["key"] not in keys]
        run("update drafts set cc = ? where id = ?", [json.dumps(kept), id])
    for id, text in run("select id, message from outbox").fetchall():
        found = json.loads(text)
        if (kept := [e for e in found.get("cc", []) if e["key"] not in keys]) != found.get("cc"):
            changed = json.dumps(found | {"cc": kept})
            run("update outbox set message = ? where id = ?", [changed, id])


def _messages(tx: Tx, called: Names) -> None:
    """Out of conversations with others they leave empty places; conversations of theirs go."""
    run, sums = tx.db.execute, Tally()
    fulltext.forget(tx.db, "messages", "id in mess")
    for account_id, unread, count in run(
        "select account_id, sum(unread), sum(conversation_id in alone) from messages"
        " where id in mess group by 1"
    ).fetchall():
        sums.add(account_id, "unread", -unread)
        sums.add(account_id, "messages", -count)
    _conversations_of_theirs(tx, sums)
    for (id,) in run("select id from talk where id not in alone").fetchall():
        _leave(tx, id, called, sums)
    fulltext.learn(tx.db, "messages", "id in mess")
    sums.write(tx.db)
    waiting = run(
        "select id from conversations where id in talk and turn in (?, ?)"
        " and (select trimmed from messages where id = last_id) = 0",
        [THEIRS, MENTIONED],
    ).fetchall()
    triage.set_state(tx, [id for (id,) in waiting], State.DONE)


def _conversations_of_theirs(tx: Tx, sums: Tally) -> None:
    run = tx.db.execute
    run("delete from messages where conversation_id in alone")
    for id, account_id, state, turn, unread in run(
        "select id, account_id, state, turn, unread from conversations where id in alone"
    ).fetchall():
        sums.add(account_id, "conversations", -1)
        sums.conversation(account_id, place(state, turn), unread, sign=-1)
        tx.changed(Topic.CONVERSATION, id)
    run("delete from conversations where id in alone")


def _leave(tx: Tx, id: int, called: Names, sums: Tally) -> None:
    """A conversation with others: what was theirs, and what we said to them, is empty."""
    run = tx.db.execute
    for old, message in run(
        "select remote_id, id from messages where conversation_id = ? and id in mess", [id]
    ).fetchall():
        new = f"erased-{secrets.token_hex(8)}"
        run(_EMPTY, [-1 - secrets.randbits(62), new, message])
        run(
            "update messages set reply_to = ? where conversation_id = ? and reply_to = ?",
            [new, id, old],
        )
    others = run("select id from messages where conversation_id = ? and id not in mess", [id])
    loose = Names(called.black.loosely(), called.ids)
    scrub.clean(tx, "messages", others.fetchall(), loose)
    [(account_id, key, thread, state, turn, before, after)] = run(
        "select account_id, key, thread, state, turn, unread, (select total(unread) from messages"
        " where conversation_id = c.id) from conversations c where id = ?",
        [id],
    ).fetchall()
    run("update conversations set unread = ? where id = ?", [int(after), id])
    sums.conversation(account_id, place(state, turn), before, sign=-1)
    sums.conversation(account_id, place(state, turn), int(after))
    if thread in called.ids or called.black.hits(thread):
        run("update conversations set thread = ? where id = ?", [f"{UNNAMED}{key}", id])
    tx.changed(Topic.CONVERSATION, id)


def unswept(db: sqlite3.Connection) -> list[tuple[int, bool]]:
    """Erasures that left something behind, and whether older backups are to be kept."""
    found = db.execute("select id, keep_copies from erasures where swept_ms is null order by id")
    return [(id, bool(keep)) for id, keep in found]


def swept(tx: Tx, at: datetime) -> None:
    tx.db.execute("update erasures set swept_ms = ? where swept_ms is null", [to_ms(at)])


@dataclass(frozen=True, slots=True)
class Erasure:
    """`messages` went; `kept_out` came since and were not kept. `for_ever`: also what is new."""

    id: int
    at: datetime
    messages: int
    kept_out: int
    for_ever: bool


def all(db: sqlite3.Connection) -> list[Erasure]:
    """Those that still keep somebody out, the newest first."""
    found = db.execute(
        "select e.id, e.at_ms, e.messages, e.kept_out, max(d.until_ms is null) from erasures e"
        " join erased d on d.erasure_id = e.id group by e.id order by e.id desc"
    )
    return [
        Erasure(id, from_ms(at_ms), messages, out, bool(ever))
        for id, at_ms, messages, out, ever in found
    ]


def lines_of_theirs(db: sqlite3.Connection, contact_id: int, black: Blackout) -> list[str]:
    """Long things they said that nobody else said too: what a search in bytes can look for."""
    long = sorted((line for line in black.lines if len(line) >= FEWEST), key=len)[-MOST_LINES:]
    alone = f"{SCOPE} select 1 from words where words match ?2 and rowid not in mess limit 1"
    found = []
    for line in long:
        phrase = '"' + line.replace('"', " ") + '"'
        if not db.execute(alone, [contact_id, phrase]).fetchone():
            found.append(line)
    return found
