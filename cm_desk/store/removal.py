"""Taking an account away, with what only it knew."""

import json

from cm_desk.domain.news import Topic
from cm_desk.store import fulltext, merges, spoken
from cm_desk.store.tx import Tx

_NOTED = tuple(table for table in merges.OWNED if table != "identities")  # what we wrote down
_EMPTY = f"""
    delete from contacts where id = ?1
        and not exists (select 1 from identities where contact_id = ?1 or home = ?1)
        {"".join(f"and not exists (select 1 from {table} where home = ?1) " for table in _NOTED)}
        and not exists (select 1 from gestures where other_id = ?1)
        and not exists (select 1 from introductions where other_id = ?1)
        and not exists (select 1 from contacts where joined = ?1)"""


def account(tx: Tx, id: int) -> None:
    """Messages, their full text, signals, conversations, drafts, outbox; and people who are
    known by nothing else: no message, no signal, nothing that we noted."""
    run = tx.db.execute
    fulltext.forget(tx.db, "messages", "account_id = ?", [id])
    touched = run(
        "select identity_id from messages where account_id = ?1 and identity_id is not null"
        " union select identity_id from signals where account_id = ?1",
        [id],
    ).fetchall()
    for table in ("messages", "signals", "outbox", "drafts", "conversations", "counters"):
        run(f"delete from {table} where account_id = ?", [id])
    run(  # what nobody confirmed is a guess about a message, and goes with it
        "delete from acts where state <> 'confirmed' and message_id is not null"
        " and not exists (select 1 from messages m where m.id = acts.message_id)"
    )
    run("delete from declined where message_id not in (select id from messages)")
    run("delete from accounts where id = ?", [id])
    for (identity_id,) in touched:
        spoken.forget(tx, identity_id)
        _recount(tx, identity_id)
    tx.changed(Topic.CONVERSATION, 0)


def memories(tx: Tx, account_ids: list[int]) -> None:
    """What we wrote down about people who are known from these accounts alone."""
    ids = json.dumps(account_ids)
    here = "select value from json_each(?1)"
    alone = (
        "select i.contact_id from identities i join messages m on m.identity_id = i.id"
        f" where m.account_id in ({here}) except select i.contact_id from identities i"
        f" join messages m on m.identity_id = i.id where m.account_id not in ({here})"
    )
    people = tx.db.execute(alone, [ids]).fetchall()
    for table in _NOTED:
        tx.db.executemany(f"delete from {table} where contact_id = ?", people)
    tx.changed(Topic.CONTACT, *(contact_id for (contact_id,) in people))


def _recount(tx: Tx, identity_id: int) -> None:
    found = tx.db.execute(
        "select count(*), total(outgoing), min(sent_ms), max(sent_ms) from messages"
        " where identity_id = ?",
        [identity_id],
    ).fetchone()
    felt = tx.db.execute(
        "select count(*), min(at_ms), max(at_ms) from signals where identity_id = ?", [identity_id]
    ).fetchone()
    if found[0] or felt[0]:
        first = min(ms for ms in (found[2], felt[1]) if ms is not None)
        last = max(ms for ms in (found[3], felt[2]) if ms is not None)
        sent = int(found[1])
        tx.db.execute(
            "update identities set received = ?, sent = ?, signals = ?, first_ms = ?, last_ms = ?"
            " where id = ?",
            [found[0] - sent, sent, felt[0], first, last, identity_id],
        )
    else:
        _drop(tx, identity_id)


def _drop(tx: Tx, identity_id: int) -> None:
    """The identity goes unless its contact is remembered for something else."""
    [(contact_id, home)] = tx.db.execute(
        "select contact_id, coalesce(home, contact_id) from identities where id = ?", [identity_id]
    ).fetchall()
    any_ = " or ".join(f"exists (select 1 from {table} where contact_id = ?1)" for table in _NOTED)
    between = " or ".join(
        f"exists (select 1 from {table} where other_id = ?1)"
        for table in ("gestures", "introductions")
    )
    [(kept,)] = tx.db.execute(f"select {any_} or {between}", [contact_id]).fetchall()
    if kept:
        tx.db.execute(
            "update identities set received = 0, sent = 0, signals = 0 where id = ?", [identity_id]
        )
        return
    tx.db.execute("delete from identities where id = ?", [identity_id])
    for id in merges.upwards(tx.db, home):
        tx.db.execute(_EMPTY, [id])
    tx.changed(Topic.CONTACT, contact_id)
