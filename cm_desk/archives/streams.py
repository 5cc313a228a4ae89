"""Reading with an end: at a size cap, when the reader is told to stop, or where data is broken."""

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO

from cm_desk.errors import ArchiveError

MAX_MEMBER = 4_000_000_000  # bytes of one file inside
MAX_RATIO = 300  # of unpacked to packed bytes; text packs 3 to 20 times
FREE_BYTES = 50_000_000  # below this the ratio does not matter
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


def damaged(path: Path, record: str, err: BaseException) -> ArchiveError:
    words = str(err) or type(err).__name__
    return ArchiveError(path, record, f"it is damaged or incomplete ({words}).")


def capped(path: Path, record: str, stream: IO[bytes], limit: int) -> IO[bytes]:
    """`stream`, with ArchiveError for `record` where it ends too late or cannot be read."""
    return io.BufferedReader(_Capped(path, record, stream, limit), STEP)


def limit(packed: int) -> int:
    """How many bytes `packed` ones may unpack to."""
    return min(MAX_MEMBER, max(FREE_BYTES, packed * MAX_RATIO))


class _Capped(io.RawIOBase):
    def __init__(self, path: Path, record: str, inner: IO[bytes], limit: int) -> None:
        self._path, self._record, self._inner, self._limit = path, record, inner, limit
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        watch()
        try:
            data = self._inner.read(len(buffer))
        except BROKEN as err:
            raise damaged(self._path, self._record, err) from err
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
