"""What is not kept while messages pour in, because it costs time there: counted when there is time.

Each identity's row says how far it has counted. When all that came since is newer than that, only
that is read; else everything of the identity is read again.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from functools import cache

from cm_desk.store.tx import Tx, stir
from cm_desk.text import language

_ROWS = """
    select id, messages, signals, last_id, last_out, heard_ms, turns, accounts, langs from spoken
    where id in (select value from json_each(?))"""
_MESSAGES = """
    select id, outgoing, sent_ms, case lang when '' then substr(text, 1, 200) else '' end, lang,
        account_id from messages where identity_id = ? and id > ? order by id"""
_SIGNALS = """
    select account_id, max(at_ms) from signals where identity_id = ? group by account_id"""


@dataclass(slots=True)
class Spoken:
    """`turns`: how often the word went from one side to the other. `heard_ms`: the last word or
    signal of theirs, 0 for none. `accounts` and `langs` (theirs) are marks: "|3|", "|de||pl|"."""

    id: int
    messages: int = 0
    signals: int = 0
    last_id: int = 0
    last_out: int = 0
    heard_ms: int = 0
    turns: int = 0
    accounts: str = ""
    langs: str = ""


def known(db: sqlite3.Connection, among: str) -> dict[int, Spoken]:
    """What was counted of identities; `among` is a JSON list of their ids."""
    return {row[0]: Spoken(*row) for row in db.execute(_ROWS, [among])}


def counted(db: sqlite3.Connection, old: Spoken, messages: int, signals: int) -> Spoken:
    """`old`, and what came since: the identity has so many `messages` and `signals` now."""
    if (old.messages, old.signals) == (messages, signals):
        return old
    new = replace(old)
    rows = db.execute(_MESSAGES, [old.id, old.last_id]).fetchall()
    if len(rows) != messages - old.messages or signals < old.signals:
        new, rows = Spoken(old.id), db.execute(_MESSAGES, [old.id, 0]).fetchall()
    for row in rows:
        _add(new, *row)
    if signals > new.signals:
        for account_id, at_ms in db.execute(_SIGNALS, [old.id]):
            new.accounts = _marked(new.accounts, mark(account_id))
            new.heard_ms = max(new.heard_ms, at_ms)
    new.messages, new.signals = messages, signals
    return new


def keep(db: sqlite3.Connection, rows: Iterable[Spoken]) -> None:
    db.executemany(
        "insert or replace into spoken values (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(astuple, rows)
    )


def forget(tx: Tx, identity_id: int) -> None:
    """What was counted of it changed, so that it must be counted from the beginning."""
    tx.db.execute("delete from spoken where id = ?", [identity_id])
    stir(tx, [identity_id])


def _add(
    it: Spoken, id: int, outgoing: int, sent_ms: int, text: str, lang: str, account_id: int
) -> None:
    it.accounts = _marked(it.accounts, mark(account_id))
    if not outgoing:
        it.heard_ms = max(it.heard_ms, sent_ms)
        it.langs = _marked(it.langs, named(lang) or named(language.guess(text)))
    if it.last_id and outgoing != it.last_out:
        it.turns += 1
    it.last_id, it.last_out = id, outgoing


def _marked(marks: str, mark: str) -> str:
    return marks if mark in marks else marks + mark


@cache
def mark(account_id: int) -> str:
    return f"|{account_id}|"


@cache
def named(tag: str) -> str:
    """The mark of a language: "pt-BR" is "|pt|"; "" for a tag that names none."""
    code = language.code(tag).partition("-")[0]
    return f"|{code}|" if code not in ("", "und", "zxx", "mul", "mis") else ""
