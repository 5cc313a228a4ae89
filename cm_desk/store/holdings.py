"""Whose every row is, table by table: what the mirror shows and what erasing a person takes.

Each table has one line here, and tests/store/test_holdings.py fails when one has none.
"""

import sqlite3
from dataclasses import dataclass
from typing import Any

Key = tuple[Any, ...]  # the primary key of a row

# What a `where` may name: the contacts that are this person (joined ones too), their identities,
# every message exchanged with them, and the conversations these stand in.
SCOPE = """
    with recursive who (id) as (
        select ?1 union select c.id from contacts c join who on c.joined = who.id),
    ident (id) as (select id from identities where contact_id in who),
    mess (id) as (select id from messages where identity_id in ident),
    talk (id) as (select distinct conversation_id from messages where identity_id in ident)
    """


@dataclass(frozen=True, slots=True)
class Held:
    """Rows about a person, found by `where`; `called` is their heading for people.

    `at`: the column with their time. `entry`: each is one thing held; else it says who or where.
    """

    where: str
    called: str
    at: str = ""
    entry: bool = True


@dataclass(frozen=True, slots=True)
class Ours:
    """No row is about a person, and `why`. Their name in its texts is blacked out all the same."""

    why: str


@dataclass(frozen=True, slots=True)
class Index:
    """Full text over the rows of `table`; it goes where they go.

    `source`: the view that has its texts, where the table has not. `kept`: triggers follow it.
    """

    table: str
    source: str = ""
    kept: bool = False


def _to_them(*recipients: str) -> str:
    """In a conversation with them, or with them among those it goes to."""
    them = (
        f" or exists (select 1 from json_each({each}) r"
        " join identities i on i.author_key = json_extract(r.value, '$.key') where i.id in ident)"
        for each in recipients
    )
    return "conversation_id in talk" + "".join(them)


FIRST = ("identities", "contacts", "messages", "signals", "gestures", "promises", "notes")
HOLDINGS: dict[str, Held | Ours | Index] = {
    "accounts": Ours("brand accounts"),
    "acts": Held("contact_id in who", "What they did", "at_ms"),
    "allowances": Ours("what may be spent without asking"),
    "ambassadors": Held("contact_id in who", "Where they speak for us", "made_ms"),
    "apologies": Held("contact_id in who", "Apologies", "opened_ms"),
    "apology_steps": Held(
        "apology_id in (select id from apologies where contact_id in who)",
        "Steps of apologies",
        "done_ms",
    ),
    "asks": Held("contact_id in who", "Asked before its time", "made_ms"),
    "badges": Held("contact_id in who", "Badges", "made_ms"),
    "cadences": Held("contact_id in who", "How often we speak", "made_ms"),
    "cards": Held("contact_id in who", "Cards of kind ideas", "said_ms"),
    "consents": Held("contact_id in who", "What they allowed", "given_ms"),
    "contacts": Held("id in who", "Names", entry=False),
    "contact_labels": Held("contact_id in who", "Labels", "made_ms"),
    "conversation_names": Held(
        "conversation_id in talk", "Other names of conversations", entry=False
    ),
    "conversation_labels": Held("conversation_id in talk", "Labels of conversations"),
    "conversations": Held("id in talk", "Conversations", entry=False),
    "counters": Ours("numbers of all people together"),
    "cursors": Ours("how far an account was read"),
    "dates": Held("contact_id in who", "Dates", "made_ms"),
    "drafts": Held(_to_them("recipients", "cc"), "Drafts", "saved_ms"),
    "declined": Held("message_id in mess", "Offers declined", "at_ms", entry=False),
    "erased": Ours("marks without a name, which keep people out"),
    "erasures": Ours("when somebody was erased"),
    "facts": Held("contact_id in who", "What they told us", "at_ms"),
    "field_values": Held("contact_id in who", "Fields", "made_ms"),
    "echoes": Held("a in ident or b in ident", "The same words in two places", entry=False),
    "fields": Ours("the names of fields"),
    "gesture_quotes": Held(
        "gesture_id in (select id from gestures where contact_id in who) or message_id in mess",
        "Reasons of gestures",
        entry=False,
    ),
    "folder_files": Ours("which files of watched folders came in"),
    "folders": Ours("folders that are watched"),
    "gesture_kinds": Ours("kinds of gestures"),
    "gestures": Held("contact_id in who or other_id in who", "Gestures", "at_ms"),
    "identities": Held("id in ident", "Profiles", entry=False),
    "introductions": Held("contact_id in who or other_id in who", "Introductions", "made_ms"),
    "judged": Held("a in ident or b in ident", "Suggestions judged"),
    "keeping": Ours("how long texts are kept"),
    "labels": Ours("the names of labels"),
    "lines": Held("id in who", "Their line in the list of people", entry=False),
    "likely": Held("a in ident or b in ident", "Who may be one with them", entry=False),
    "merges": Held("kept in who or gone in who", "Merges", "at_ms"),
    "messages": Held("id in mess", "Messages", "sent_ms"),
    "moments": Held("contact_id in who", "Moments", "at_ms"),
    "nameless": Ours("numbers of people who were erased"),
    "names": Index("identities", kept=True),
    "notes": Held("contact_id in who", "Notes", "at_ms"),
    "outbox": Held(
        _to_them("message, '$.to'", "message, '$.cc'"), "Messages to be sent", "not_before_ms"
    ),
    "promises": Held("contact_id in who", "Promises", "made_ms"),
    "promise_moves": Held(
        "promise_id in (select id from promises where contact_id in who)",
        "Promises moved",
        "at_ms",
    ),
    "restless": Ours("ids of whose line is behind"),
    "seasons": Ours("days of the year that we named"),
    "settings": Ours("what was chosen in the window"),
    "signals": Held("identity_id in ident", "Likes, boosts and follows", "at_ms"),
    "spoken": Held("id in ident", "Sums of what was said", entry=False),
    "spend_requests": Held("contact_id in who", "Asked for to spend", "asked_ms"),
    "surveys": Held("contact_id in who", "Surveys", "at_ms"),
    "trims": Ours("when texts were removed"),
    "traces": Held("identity_id in ident", "Marks by which profiles are compared", entry=False),
    "voices": Ours("colleagues who lend their voice"),
    "views": Ours("saved searches"),
    "voice_requests": Held("contact_id in who", "Asked of colleagues", "asked_ms"),
    "words": Index("messages", "said"),
}

# Columns that point to somebody or something said without being a foreign key.
POINTERS = {
    "message_id": "messages",
    "sent_id": "messages",
    "back_id": "messages",
    "proof_id": "messages",
    "other_message": "messages",
    "a_message": "messages",
    "b_message": "messages",
    "conversation_id": "conversations",
    "speaker": "identities",
}


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column of `table` that holds ids of `into`."""

    table: str
    column: str
    into: str
    required: bool


def pointers(db: sqlite3.Connection) -> list[Pointer]:
    """Every column that may point to a person, a message or a conversation."""
    found = db.execute(
        'select t.name, c.name, f."table", c."notnull" or c.pk from pragma_table_list t'
        " join pragma_table_info(t.name) c"
        ' left join pragma_foreign_key_list(t.name) f on f."from" = c.name'
        " where t.schema = 'main' and t.type = 'table'"
    )
    among = {"contacts", "identities", "messages", "conversations"}
    named = ((t, c, into or POINTERS.get(c, ""), bool(need)) for t, c, into, need in found)
    return [Pointer(*each) for each in named if each[2] in among]


def tables(db: sqlite3.Connection) -> list[str]:
    """Every table of ours, by name; what SQLite keeps for itself and for an index is left out."""
    found = db.execute(
        "select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')"
        " and name not like 'sqlite\\_%' escape '\\' and name not like '\\_sqlite%' escape '\\'"
        " order by name"
    )
    return [name for (name,) in found]


def keys(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns of the primary key."""
    found = db.execute("select name from pragma_table_info(?) where pk > 0 order by pk", [table])
    return [name for (name,) in found] or ["rowid"]


def held() -> dict[str, Held]:
    """The tables with rows about people."""
    return {name: each for name, each in HOLDINGS.items() if isinstance(each, Held)}


def indexes() -> dict[str, str]:
    """Full text, by name, and the table it is over."""
    return {name: each.table for name, each in HOLDINGS.items() if isinstance(each, Index)}


def count(db: sqlite3.Connection, contact_id: int) -> dict[str, int]:
    """How many rows of each table are about somebody; tables with none are left out. Who they are
    and what was said comes first."""
    known, found = held(), {}
    for name, each in {**{first: known[first] for first in FIRST}, **known}.items():
        [(rows,)] = db.execute(
            f"{SCOPE} select count(*) from {name} where {each.where}", [contact_id]
        ).fetchall()
        if rows:
            found[name] = int(rows)
    return found


def rows(db: sqlite3.Connection, table: str, contact_id: int) -> set[Key]:
    """The keys of the rows of a table that are about somebody."""
    if (each := held().get(table)) is None:
        return set()
    order = ", ".join(keys(db, table))
    return set(
        db.execute(
            f"{SCOPE} select {order} from {table} where {each.where}", [contact_id]
        ).fetchall()
    )
