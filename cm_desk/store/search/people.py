"""Whom a filter names: everybody with a name or handle whose words begin like that."""

import json
import sqlite3
from collections.abc import Sequence

from cm_desk.domain.query import Filter
from cm_desk.store.keys import clean, literal
from cm_desk.store.search.words import NO_BLANKS, TOKEN, folded

_SIBLINGS = """
    select id, received + sent from identities where contact_id in (
        select contact_id from identities where id in ({})
        union select value from json_each(?))"""
_LIKE = "select id from identities where name like ?1 escape '\\' or handle like ?1 escape '\\'"


def named(db: sqlite3.Connection, asked: Filter) -> dict[int, int]:
    """The identities of everybody that `asked` means, all of theirs, and how many messages each
    has. A value in quotation marks is made of whole words, any other of their beginnings."""
    value = clean(asked.value).strip()
    words = [word.replace('"', " ") for word in value.split() if TOKEN.search(word)]
    given = json.dumps(_given(db, value, asked.quoted))
    if not words or NO_BLANKS.search(value):
        found, value = _LIKE, f"%{literal(value)}%"
    else:
        star = "" if asked.quoted else "*"
        found = "select rowid from names where names match ?1"
        value = " ".join(f'"{word}"{star}' for word in words)
    return dict(db.execute(_SIBLINGS.format(found), [value, given]).fetchall())


def _given(db: sqlite3.Connection, value: str, whole: bool) -> list[int]:
    """The contacts that we gave such a name; there are few."""
    asked = TOKEN.findall(folded(value))
    rows = db.execute("select id, name from contacts where renamed = 1 and joined is null")
    return [id for id, name in rows if asked and _begins(TOKEN.findall(folded(name)), asked, whole)]


def _begins(words: Sequence[str], asked: Sequence[str], whole: bool) -> bool:
    return all(any(w == a or (not whole and w.startswith(a)) for w in words) for a in asked)
