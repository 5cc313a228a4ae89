"""How long the texts of an account are kept; what was said stays counted when they go."""

import sqlite3


def months(db: sqlite3.Connection) -> dict[int, int]:
    """By account, for those whose texts are not kept for ever."""
    return dict(db.execute("select account_id, months from keeping").fetchall())
