"""What every test may ask for."""

import sqlite3
from collections.abc import Iterator

import pytest

from cm_desk.store import migrations


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """An empty database of the newest schema, in memory, for store tests."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.apply(db)
    db.execute("pragma foreign_keys = on")
    yield db
    db.close()
