"""What is said as the full text holds it: the view `said`, a text and a subject for each message.

A subject is searched with one message of its conversation: answers repeat it, and a text that
begins with it has its words.
"""

import re
import sqlite3
from collections.abc import Iterable

TITLED = 1 << 33  # bit of messages.print: its subject is searched
_ANSWER = re.compile(r"(re|aw|antw|sv|vs|ref|rif|odp|res|r)\s*(\[\d+\])?\s*:", re.IGNORECASE)
Said = tuple[int, str, str]  # id, text, and the subject if it is searched, else ""


def titled(subject: str, text: str, opens: bool) -> bool:
    """Whether to search the subject too; `opens`: no message of its conversation came before."""
    return bool((opens or not _ANSWER.match(subject)) and not text.startswith(subject))


def index(db: sqlite3.Connection, rows: Iterable[Said]) -> None:
    """In order of id, after a batch of messages: FTS5 writes out what it holds when ids restart."""
    db.executemany("insert into words (rowid, text, subject) values (?, ?, ?)", rows)


def forget(db: sqlite3.Connection, rows: Iterable[Said]) -> None:
    """External content: the index must be told the very text that it holds."""
    db.executemany(
        "insert into words (words, rowid, text, subject) values ('delete', ?, ?, ?)", rows
    )
