"""What may bring two people together: questions, help and circles, each with the words."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from cm_desk.domain.introductions import Words
from cm_desk.domain.known import About
from cm_desk.domain.times import from_ms, to_ms
from cm_desk.store.saving import STEP

MOST = 200
PER_CIRCLE = 12
_ASKED = """
    select i.contact_id, l.name, m.text, m.id, m.sent_ms
    from messages m join identities i on i.id = m.identity_id and i.bot = 0
    join conversation_labels c on c.conversation_id = m.conversation_id
    join labels l on l.id = c.label_id
    where m.id >= ? and m.outgoing = 0 and m.deleted = 0
        and (instr(m.text, '?') or instr(m.text, '؟') or instr(m.text, '？'))
    order by m.id desc limit ?"""
_HELPED = """
    select contact_id, context, quote, message_id, max(at_ms) from acts
    where state = 'confirmed' and context <> '' and message_id is not null
        and kind in ('answers', 'creates') group by contact_id, context
    order by 5 desc limit ?"""
_CIRCLES = """
    select c.contact_id, l.name, m.text, m.id, m.sent_ms
    from contact_labels c join labels l on l.id = c.label_id
    join messages m on m.id = (select max(n.id) from messages n join identities i
        on i.id = n.identity_id where i.contact_id = c.contact_id and n.outgoing = 0
        and n.deleted = 0 and n.text <> '')
    order by m.id desc limit ?"""
_MET = """
    select distinct min(a.contact_id, b.contact_id), max(a.contact_id, b.contact_id)
    from json_each(?) j
    join identities a on a.contact_id = json_extract(j.value, '$[0]')
    join identities b on b.contact_id = json_extract(j.value, '$[1]')
    join messages m on m.identity_id = a.id and m.outgoing = 0
    join messages n on n.conversation_id = m.conversation_id and n.identity_id = b.id
        and n.outgoing = 0"""


def asked(db: sqlite3.Connection, since: datetime) -> list[Words]:
    """Questions in conversations that have a label, the newest first."""
    return _words(db.execute(_ASKED, [to_ms(since) >> STEP, MOST]))


def helped(db: sqlite3.Connection) -> list[Words]:
    """Who helped with what, the last time each."""
    return _words(db.execute(_HELPED, [MOST]))


def circles(db: sqlite3.Connection) -> list[Words]:
    """People with a label, and the last thing they said; the same few of each circle."""
    found: dict[str, list[Words]] = {}
    for each in _words(db.execute(_CIRCLES, [MOST])):
        found.setdefault(each.circle, []).append(each)
    return [each for some in found.values() for each in some[:PER_CIRCLE]]


def met(db: sqlite3.Connection, pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the pairs who wrote in one conversation, or stand in an introduction."""
    wanted = [list(each) for each in pairs]
    found = set(db.execute(_MET, [json.dumps(wanted)]).fetchall())
    rows = db.execute("select contact_id, other_id from introductions")
    return found | {(min(pair), max(pair)) for pair in rows}


def alone(db: sqlite3.Connection) -> set[int]:
    rows = db.execute("select contact_id from facts where kind = ?", [About.ALONE])
    return {id for (id,) in rows}


def _words(rows: Iterable[tuple[int, str, str, int, int]]) -> list[Words]:
    return [Words(who, circle, text, id, from_ms(at)) for who, circle, text, id, at in rows]
