"""Finds the format of an archive. Nothing to change here for a new format."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from cm_desk.archives import formats
from cm_desk.archives.base import Format
from cm_desk.errors import ArchiveError


def names() -> list[str]:
    return sorted(module.name for module in iter_modules(formats.__path__))


def load(name: str) -> Format:
    made: Format = import_module(f"{formats.__name__}.{name}").FORMAT
    return made


def sniff(path: Path) -> Format:
    """The format that knows `path`, a file or a folder. Raises ArchiveError when none does."""
    if not path.exists():
        raise ArchiveError(path, "", "it is not there (any more).")
    known = [load(name) for name in names()]
    for each in known:
        if each.sniff(path):
            return each
    labels = ", ".join(each.label for each in known)
    raise ArchiveError(path, "", "no archive we can read.", f"Known are: {labels}.")
