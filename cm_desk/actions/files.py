"""Files that a person asked for, at a place they chose."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cm_desk.errors import BadInput


@contextmanager
def told(where: Path) -> Iterator[None]:
    """What keeps us from writing there, in words for the person."""
    try:
        yield
    except OSError as err:
        why = (err.strerror or str(err)).rstrip(".")
        raise BadInput(f"{where} cannot be written: {why}.", "Choose another place.") from err
