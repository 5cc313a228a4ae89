"""Zips and tars. Links in them are not followed, and of two files of one name the last counts."""

import gzip
import io
import stat
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO

from cm_desk.archives import streams
from cm_desk.archives.streams import capped, limit
from cm_desk.errors import ArchiveError

MAX_FILES = 100_000  # inside; each takes a thousand bytes of memory before it is opened
MAX_AT_ONCE = 16_000_000  # bytes; no header of a tar is longer
ZIP, GZIP = b"PK\3\4", b"\x1f\x8b"
END = struct.Struct("<4s4H2LH")  # of a zip: sign, disks, entries, size and place of the list, note
END64 = struct.Struct("<4sQ2H2L4Q")
LAST_BYTES = 1 << 17  # in which the end of a zip stands, whatever note follows it


@contextmanager
def packed(path: Path) -> "Iterator[Zip | Tar | None]":
    """None for what is no zip and no tar. Raises ArchiveError for one that is cut off."""
    with path.open("rb") as file:
        sign = file.read(4)
    if zipfile.is_zipfile(path):
        _count(path)
        with zipfile.ZipFile(path) as zipped:
            yield Zip(path, zipped)
    elif sign == ZIP:
        raise ArchiveError(path, "", "it is damaged or incomplete (a zip without its end).")
    elif sign[:2] == GZIP:
        with gzip.open(path) as gzipped, _tar(path, gzipped) as file:
            yield Tar(path, file)
    elif tarfile.is_tarfile(path):
        with tarfile.open(path, "r:") as file:
            yield Tar(path, file)
    else:
        yield None


class Zip:
    def __init__(self, path: Path, file: zipfile.ZipFile) -> None:
        self._path, self._file = path, file

    @cached_property
    def _known(self) -> dict[str, zipfile.ZipInfo]:
        return {each.filename: each for each in self._file.infolist() if _is_file(each)}

    def names(self) -> list[str]:
        return list(self._known)

    def open(self, name: str) -> IO[bytes]:
        info = self._known[name]
        try:
            stream = self._file.open(info)
        except streams.BROKEN as err:  # it is encrypted, or not where the list says
            raise streams.damaged(self._path, name, err) from err
        return capped(self._path, name, stream, limit(info.compress_size))

    def size(self, name: str) -> int:
        return self._known[name].file_size

    def path(self, name: str) -> Path | None:
        return None


def _is_file(info: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(info.external_attr >> 16)  # 0 where it was not made on Unix
    return not info.is_dir() and kind in (0, stat.S_IFREG)


def _count(path: Path) -> None:
    """Refuses a zip of millions of empty files, before a list of them is made in memory."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LAST_BYTES))
        data = file.read()
    place = data.rfind(b"PK\5\6")
    found = END.unpack_from(data, place)[4] if len(data) - place >= END.size > 0 <= place else 0
    place = data.rfind(b"PK\6\6")
    if 0 <= place <= len(data) - END64.size:
        found = max(found, END64.unpack_from(data, place)[7])
    if found > MAX_FILES:
        raise ArchiveError(path, "", f"it holds more than {MAX_FILES:,} files.")


class Tar:
    def __init__(self, path: Path, file: tarfile.TarFile) -> None:
        self._path, self._file = path, file

    @cached_property
    def _known(self) -> dict[str, tarfile.TarInfo]:
        found = {}
        for number, each in enumerate(self._file):
            if number >= MAX_FILES:
                raise ArchiveError(self._path, "", f"it holds more than {MAX_FILES:,} files.")
            if each.isreg():
                found[each.name.removeprefix("./")] = each
        return found

    def names(self) -> list[str]:
        return list(self._known)

    def open(self, name: str) -> IO[bytes]:
        stream = self._file.extractfile(self._known[name])
        assert stream is not None  # noqa: S101  for the types: it is a regular file
        return capped(self._path, name, stream, limit(self._path.stat().st_size))

    def size(self, name: str) -> int:
        return self._known[name].size

    def path(self, name: str) -> Path | None:
        return None


class _Forwards(io.RawIOBase):
    """What tarfile reads and seeks in: forwards in small steps, no more than the ratio allows."""

    def __init__(self, path: Path, gzipped: gzip.GzipFile) -> None:
        self._path, self._gzipped = path, gzipped
        self._limit = max(streams.FREE_BYTES, path.stat().st_size * streams.MAX_RATIO)

    def read(self, size: int = -1, /) -> bytes:
        if not 0 <= size <= MAX_AT_ONCE:
            raise ArchiveError(self._path, "", "a header in it is far too long.")
        streams.watch()
        data = self._gzipped.read(size)
        if self._gzipped.tell() > self._limit:
            raise ArchiveError(self._path, "", "it unpacks to far too much.")
        return data

    def seek(self, place: int, whence: int = 0, /) -> int:
        if place < self._gzipped.tell():
            return self._gzipped.seek(place)
        while self._gzipped.tell() < place:
            if not self.read(min(streams.STEP, place - self._gzipped.tell())):
                break
        return self._gzipped.tell()

    def tell(self) -> int:
        return self._gzipped.tell()


def _tar(path: Path, gzipped: gzip.GzipFile) -> tarfile.TarFile:
    return tarfile.open(fileobj=_Forwards(path, gzipped), mode="r:")
