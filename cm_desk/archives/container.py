"""A folder, a zip, a tar or a single file, all as named streams. Nothing is unpacked under a name.

Hostile archives: a member is read through a stream that ends with ArchiveError at a size cap, so
that a bomb costs time, not memory; links are not followed; names are compared, never opened.
"""

import gzip
import io
import lzma
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, Protocol

from cm_desk.errors import ArchiveError

MAX_MEMBER = 4_000_000_000  # bytes of one file inside
MAX_FILE = 1 << 62  # a file that is on the disk already may have any length
MAX_RATIO = 300  # of unpacked to packed bytes; text packs 3 to 20 times
FREE_BYTES = 50_000_000  # below this the ratio does not matter
MAX_AT_ONCE = 16_000_000  # no header of a tar is longer
MAX_FILES = 200_000
STEP = 1_000_000
BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    RuntimeError,  # zipfile: the member is encrypted
    NotImplementedError,  # zipfile: a compression nobody uses
    OSError,
    ValueError,
)


_watch: ContextVar[Callable[[], None]] = ContextVar("watch", default=lambda: None)


@contextmanager
def watched(check: Callable[[], None]) -> Iterator[None]:
    """Each megabyte that is read inside the block calls `check`, which ends the reading by raising.

    Some formats read a whole archive before they give a first part: nobody waits for that.
    """
    token = _watch.set(check)
    try:
        yield
    finally:
        _watch.reset(token)


def watch() -> None:
    """For who reads without a stream of ours: raises when the reading is to end."""
    _watch.get()()


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


@contextmanager
def opened(path: Path) -> Iterator[Container]:
    """Raises ArchiveError for a container that is damaged, inside the block as well."""
    try:
        with _container(path) as found:
            yield found
    except BROKEN as err:
        raise ArchiveError(path, "", f"it is damaged or incomplete ({_words(err)}).") from err


@contextmanager
def _container(path: Path) -> Iterator[Container]:
    if path.is_dir():
        yield Folder(path)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as file:
            yield Zip(path, file)
    elif _packed_tar(path):
        with gzip.open(path) as packed, _tar(path, packed) as file:
            yield Tar(path, file)
    elif tarfile.is_tarfile(path):
        with tarfile.open(path, "r:") as file:
            yield Tar(path, file)
    else:
        yield Single(path)


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

    def names(self) -> list[str]:
        found = [each for each in islice(self._path.rglob("*"), MAX_FILES) if self._inside(each)]
        return sorted(each.relative_to(self._path).as_posix() for each in found)

    def open(self, name: str) -> IO[bytes]:
        stream = (self._path / name).open("rb", buffering=0)
        return _capped(self._path, name, stream, MAX_FILE)

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
        return _capped(self._path, "", self._path.open("rb", buffering=0), MAX_FILE)

    def size(self, name: str) -> int:
        return self._path.stat().st_size

    def path(self, name: str) -> Path | None:
        return self._path


class Zip:
    def __init__(self, path: Path, file: zipfile.ZipFile) -> None:
        self._path, self._file = path, file

    def names(self) -> list[str]:
        return [each.filename for each in self._file.infolist() if not each.is_dir()]

    def open(self, name: str) -> IO[bytes]:
        packed = self._file.getinfo(name).compress_size
        return _capped(self._path, name, self._file.open(name), _limit(packed))

    def size(self, name: str) -> int:
        return self._file.getinfo(name).file_size

    def path(self, name: str) -> Path | None:
        return None


class Tar:
    def __init__(self, path: Path, file: tarfile.TarFile) -> None:
        self._path, self._file = path, file

    @cached_property
    def _members(self) -> dict[str, tarfile.TarInfo]:
        return {m.name.removeprefix("./"): m for m in self._file.getmembers() if m.isreg()}

    def names(self) -> list[str]:
        return list(self._members)

    def open(self, name: str) -> IO[bytes]:
        stream = self._file.extractfile(self._members[name])
        assert stream is not None  # noqa: S101  for the types: it is a regular file
        return _capped(self._path, name, stream, _limit(self._path.stat().st_size))

    def size(self, name: str) -> int:
        return self._members[name].size

    def path(self, name: str) -> Path | None:
        return None


class _Capped(io.RawIOBase):
    """`inner`, until it has given more than `limit` bytes, or the watch says stop."""

    def __init__(self, path: Path, record: str, inner: IO[bytes], limit: int) -> None:
        self._path, self._record, self._inner, self._limit = path, record, inner, limit
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        watch()
        data = self._inner.read(len(buffer))
        self._given += len(data)
        if self._given > self._limit:
            raise ArchiveError(self._path, self._record, "it unpacks to far too much.")
        buffer[: len(data)] = data
        return len(data)

    def tell(self) -> int:
        return self._given

    def close(self) -> None:
        self._inner.close()
        super().close()


def _capped(path: Path, name: str, stream: IO[bytes], limit: int) -> IO[bytes]:
    return io.BufferedReader(_Capped(path, name, stream, limit), STEP)


def _limit(packed: int) -> int:
    return min(MAX_MEMBER, max(FREE_BYTES, packed * MAX_RATIO))


class _PackedTar(io.RawIOBase):
    """What tarfile reads and seeks in: forwards in small steps, no more than the ratio allows."""

    def __init__(self, path: Path, packed: gzip.GzipFile) -> None:
        self._path, self._packed = path, packed
        self._limit = max(FREE_BYTES, path.stat().st_size * MAX_RATIO)

    def read(self, size: int = -1, /) -> bytes:
        if not 0 <= size <= MAX_AT_ONCE:
            raise ArchiveError(self._path, "", "a header in it is far too long.")
        data = self._packed.read(size)
        if self._packed.tell() > self._limit:
            raise ArchiveError(self._path, "", "it unpacks to far too much.")
        return data

    def seek(self, place: int, whence: int = 0, /) -> int:
        if place < self._packed.tell():
            return self._packed.seek(place)
        while self._packed.tell() < place:
            if not self.read(min(STEP, place - self._packed.tell())):
                break
        return self._packed.tell()

    def tell(self) -> int:
        return self._packed.tell()


def _packed_tar(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _tar(path: Path, packed: gzip.GzipFile) -> tarfile.TarFile:
    return tarfile.open(fileobj=_PackedTar(path, packed), mode="r:")


def _words(err: BaseException) -> str:
    return str(err) or type(err).__name__
