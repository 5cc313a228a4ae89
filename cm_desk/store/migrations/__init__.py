"""The schema, as small steps that are never edited once released.

A step is a module m001_desk, m002_merges … with a constant `SQL`: statements that end with ";" and
a line break. Each is one transaction with its record and its number in `pragma user_version`,
which is what the program reads at its start: this package, and sqlite_utils, are imported only
when the schema is behind. A step that was interrupted left nothing.
"""

import sqlite3
from importlib import import_module
from pkgutil import iter_modules

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("cm_desk")


def apply(db: sqlite3.Connection, stop_before: str | None = None) -> None:
    """Bring `db` to the newest schema. Foreign keys must be off: transform() needs that."""
    MIGRATIONS.apply(Database(db), stop_before=stop_before)


def _register(name: str) -> None:
    sql: str = import_module(f"{__name__}.{name}").SQL

    @MIGRATIONS(name=name)
    def step(db: Database) -> None:
        for statement in sql.split(";\n"):
            db.execute(statement)
        db.execute(f"pragma user_version = {int(name[1:4])}")


for _name in sorted(module.name for module in iter_modules(__path__)):
    _register(_name)
