"""A folder, a zip, a tar or a single file, all as named streams. Nothing is unpacked under a name.

Hostile archives: a member is read through a stream that ends with ArchiveError at a size cap, so
that a bomb costs time, not memory; links are not followed; names are compared, never opened.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, Protocol

from cm_desk.archives.packed import packed
from cm_desk.archives.streams import BROKEN, STEP, capped, damaged
from cm_desk.errors import ArchiveError

ANY_LENGTH = 1 << 62  # of a file that is on the disk already
MAX_FILES = 200_000


class Container(Protocol):
    def names(self) -> list[str]:
        """Paths of the regular files inside, "/" between folders."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """A stream that raises ArchiveError instead of growing without end."""
        ...

    def size(self, name: str) -> int: ...

    def path(self, name: str) -> Path | None:
        """Where it lies on the disk; None for what is packed."""
        ...


_shared: ContextVar[tuple[Path, Container] | None] = ContextVar("shared", default=None)


@contextmanager
def shared(path: Path) -> Iterator[Container]:
    """`path` stays open in the block: whoever opens it there again need not look through it anew.

    Raises ArchiveError.
    """
    with opened(path) as found:
        token = _shared.set((path, found))
        try:
            yield found
        finally:
            _shared.reset(token)


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """Raises ArchiveError for a container that is damaged, inside the block as well."""
    known = _shared.get()
    try:
        if known and known[0] == path:
            yield known[1]
            return
        with _container(path) as found:
            yield found
    except BROKEN as err:
        raise damaged(path, "", err) from err


@contextmanager
def _container(path: Path) -> Iterator[Container]:
    if path.is_dir():
        yield Folder(path)
    elif not path.is_file():
        raise ArchiveError(path, "", "it is no file and no folder.")
    else:
        with packed(path) as found:
            yield found or Single(path)


@contextmanager
def jumping(files: Container, name: str) -> Iterator[IO[bytes]]:
    """A stream to jump about in: the file itself, or a nameless copy of one that is packed."""
    if path := files.path(name):
        with path.open("rb") as file:
            yield file
        return
    with files.open(name) as stream, tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy, STEP)
        copy.seek(0)
        yield copy


class Gauge:
    """Opens the files `names` one after the other; `done` of `total` bytes of them are read."""

    def __init__(self, files: Container, names: Iterable[str]) -> None:
        self._files, self._before = files, 0
        self._stream: IO[bytes] | None = None
        self.total = sum(files.size(name) for name in names)

    @property
    def done(self) -> int:
        return self._before + (self._stream.tell() if self._stream else 0)

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        with self._files.open(name) as self._stream:
            yield self._stream
        self._stream, self._before = None, self._before + self._files.size(name)


class Folder:
    """Looks at no more than MAX_FILES: somebody may drop their whole home."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _names(self) -> list[str]:
        found = [each for each in islice(self._path.rglob("*"), MAX_FILES) if self._inside(each)]
        return sorted(each.relative_to(self._path).as_posix() for each in found)

    def names(self) -> list[str]:
        return self._names

    def open(self, name: str) -> IO[bytes]:
        stream = (self._path / name).open("rb", buffering=0)
        return capped(self._path, name, stream, ANY_LENGTH)

    def size(self, name: str) -> int:
        return (self._path / name).stat().st_size

    def path(self, name: str) -> Path | None:
        return self._path / name

    def _inside(self, path: Path) -> bool:
        return path.is_file() and path.resolve().is_relative_to(self._path.resolve())


class Single:
    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        return [self._path.name]

    def open(self, name: str) -> IO[bytes]:
        return capped(self._path, "", self._path.open("rb", buffering=0), ANY_LENGTH)

    def size(self, name: str) -> int:
        return self._path.stat().st_size

    def path(self, name: str) -> Path | None:
        return self._path
