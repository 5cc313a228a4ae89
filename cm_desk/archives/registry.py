"""Finds the format of an archive. Nothing to change here for a new format."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from cm_desk.archives import formats
from cm_desk.archives.base import Format
from cm_desk.archives.columns import Columns
from cm_desk.archives.container import shared
from cm_desk.archives.sheet import Look
from cm_desk.errors import ArchiveError

LAST = "table"  # any table at all: asked when nobody else knows it
PACKED = (".zip", ".tar", ".tar.gz", ".tgz", ".7z", ".rar")


def names() -> list[str]:
    return sorted(module.name for module in iter_modules(formats.__path__))


def load(name: str) -> Format:
    made: Format = import_module(f"{formats.__name__}.{name}").FORMAT
    return made


def sniff(path: Path) -> Format:
    """The format that knows `path`, a file or a folder. Raises ArchiveError when none does."""
    if not path.exists():
        raise ArchiveError(path, "", "it is not there (any more).")
    known = [load(name) for name in sorted(names(), key=lambda name: (name == LAST, name))]
    with shared(path) as files:
        inside = files.names()
        for each in known:
            if each.sniff(path):
                return each
    for name in inside:
        if name.lower().endswith(PACKED) and inside != [path.name]:
            hint = "Unpack it first, and import what is in it."
            raise ArchiveError(path, name, "this archive is in another one.", hint)
    labels = ", ".join(each.label for each in known)
    raise ArchiveError(path, "", "no archive we can read.", f"Known are: {labels}.")


def table(columns: Columns) -> Format:
    """The format of tables whose columns a person has named."""
    made: Format = _table(columns)
    return made


def look(path: Path, columns: Columns | None = None, owner: str = "") -> Look | None:
    """The table that `path` is; None when another format knows it. Raises ArchiveError."""
    if columns is None and sniff(path).name != LAST:
        return None
    found: Look = _table(columns or Columns()).look(path, owner)
    return found


def _table(columns: Columns) -> Any:
    return import_module(f"{formats.__name__}.{LAST}").Table(columns)
