"""Full-text search in everything said, by them and by us, newest first.

What a person types: all words must occur, "…" is a phrase, a word ending in * is a beginning.
Case and accents do not matter. Any text is answered; what cannot match finds nothing. Languages
written without blanks have no words to index: their texts are read, `WINDOW` of them at a time.
"""

import re
import sqlite3
from datetime import datetime
from typing import NamedTuple
from unicodedata import normalize

from cm_desk.domain.times import from_ms
from cm_desk.store.keys import clean, literal
from cm_desk.store.paging import NEWEST, Cursor, Slice, capped, cut

_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_TOKEN = re.compile(r"[^\W_]+")
_WORDS = 32  # more are ignored: each costs a list of hits
_NO_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
WINDOW = 50_000  # messages read for one page: 15 ms
_COLUMNS = """
    select m.id, m.conversation_id, m.account_id, i.contact_id,
        case i.name when '' then i.handle else i.name end, i.handle, i.avatar_url, i.service,
        m.outgoing, m.unread, m.sent_ms, m.text, m.subject, m.remote_id, m.deleted, ? from """
_HITS = f"""{_COLUMNS} (select rowid as hit from words where words match ? and rowid < ?
        order by rowid desc limit ?) cross join messages m on m.id = hit
        left join identities i on i.id = m.identity_id"""
_HITS_OF = f"""{_COLUMNS} words cross join messages m on m.id = words.rowid
        left join identities i on i.id = m.identity_id
    where words match ? and words.rowid < ? and m.account_id = ?
    order by words.rowid desc limit ?"""
_LOWEST = """
    select min(id), count(*) from (
        select id from messages where id < ? order by id desc limit ?)"""
_READ = f"""{_COLUMNS} messages m left join identities i on i.id = m.identity_id
    where m.id < ? and m.id >= ? and m.account_id = coalesce(?, m.account_id) {{}}
    order by m.id desc limit ?"""


class Hit(NamedTuple):
    """A message that was found. Light, because there are hundreds a second while one types."""

    id: int
    conversation_id: int
    account_id: int
    contact_id: int | None
    who: str | None
    handle: str | None
    avatar_url: str | None
    service: str | None
    outgoing: int
    unread: int
    sent_ms: int
    text: str
    subject: str
    remote_id: str
    deleted: int
    asked: str  # what was searched

    @property
    def sent_at(self) -> datetime:
        return from_ms(self.sent_ms)

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The piece of the text around the first word found, as (text, marked) parts.

        Worked out when it is shown: hundreds of hits a second are not.
        """
        return _parts(self.text, self.asked)


def search(
    db: sqlite3.Connection,
    text: str,
    cursor: Cursor | None = None,
    limit: int = 50,
    account_id: int | None = None,
) -> Slice[Hit]:
    """Newest first; of one account alone where `account_id` is given.

    A page may be empty and still have a cursor: nothing was found in the texts read so far.
    """
    text, limit = clean(text), capped(limit)
    before = NEWEST if cursor is None else int(cursor)
    if _NO_BLANKS.search(text):
        return _read(db, text, before, limit, account_id)
    query = expression(text)
    if not query:
        return Slice(())
    if account_id is None:
        found = db.execute(_HITS, [text, query, before, limit + 1])
    else:
        found = db.execute(_HITS_OF, [text, query, before, account_id, limit + 1])
    return cut(found.fetchall(), limit, Hit._make, lambda row: int(row[0]))


def _read(
    db: sqlite3.Connection, text: str, before: int, limit: int, account_id: int | None
) -> Slice[Hit]:
    """Every word somewhere in the text, without an index."""
    words = [phrase or word.strip('"').rstrip("*") for phrase, word in _TERM.findall(text)]
    likes = [f"%{literal(word)}%" for word in words if word][:_WORDS]
    [(lowest, count)] = db.execute(_LOWEST, [before, WINDOW]).fetchall()
    rows = db.execute(
        _READ.format("and m.text like ? escape '\\' " * len(likes)),
        [text, before, lowest, account_id, *likes, limit + 1],
    ).fetchall()
    found = cut(rows, limit, Hit._make, lambda row: int(row[0]))
    if found.cursor is None and count == WINDOW:
        return Slice(found.items, lowest)
    return found


def expression(text: str) -> str:
    """What FTS5 is asked: every word quoted, so that nothing typed is an operator. "" for nothing.

    A word that its tokenizer splits ("don't", "a-b") is asked as the phrase of its parts.
    """
    terms = []
    for phrase, word in _TERM.findall(text):
        words = phrase or word.strip('"')
        beginning = words.endswith("*") and not phrase
        if _TOKEN.search(words):
            quoted = words.rstrip("*").replace('"', " ")
            terms.append(f'"{quoted}"{"*" if beginning else ""}')
    return " ".join(terms[:_WORDS])


def _parts(text: str, asked: str, width: int = 160) -> tuple[tuple[str, bool], ...]:
    marks = _marks(asked)
    found = list(marks.finditer(_folded(text))) if marks else []
    start = max(0, found[0].start() - width // 3) if found else 0
    end, at = min(len(text), start + width), start
    out = [("…" if start else "", False)]
    for match in found:
        if match.end() > end:
            break
        out += [(text[at : match.start()], False), (text[match.start() : match.end()], True)]
        at = match.end()
    out += [(text[at:end], False), ("…" if end < len(text) else "", False)]
    return tuple(part for part in out if part[0])


def _marks(asked: str) -> re.Pattern[str] | None:
    """What the words of a search look like in a folded text."""
    words = []
    for phrase, word in _TERM.findall(asked):
        tokens = _TOKEN.findall(_folded(phrase or word))
        if _NO_BLANKS.search(phrase or word):
            words += [re.escape(token) for token in tokens]
            continue
        ends = [r"\b"] * (len(tokens) - 1) + ["" if word.endswith("*") else r"\b"]
        words += [rf"\b{re.escape(t)}{end}" for t, end in zip(tokens, ends, strict=False)]
    return re.compile("|".join(words)) if words else None


def _folded(text: str) -> str:
    """Without accents and capitals, and of the same length."""
    if text.isascii():
        return text.lower()
    return "".join(normalize("NFD", char)[0].lower()[0] for char in text)
