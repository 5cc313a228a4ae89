"""What is wrong with a container is said with its name, and that of the file inside."""

import gzip
import io
import os
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from cm_desk.archives import registry
from cm_desk.archives.container import Gauge, opened
from cm_desk.archives.streams import watched
from cm_desk.errors import ArchiveError, BadInput
from tests.contracts.archive import SAMPLES
from tests.contracts.hostile import MB, zipped


def read(path: Path) -> dict[str, bytes]:
    with opened(path) as files:
        found = {}
        for name in files.names():
            with files.open(name) as stream:
                found[name] = stream.read()
        return found


def test_a_file_that_is_spoilt_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", [("good.txt", b"good" * 50), ("bad.txt", b"bad" * 9000)])
    data = bytearray(path.read_bytes())
    data[data.index(b"bad.txt") + 20] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=r"a\.zip, bad\.txt: it is damaged or incomplete"):
        read(path)


def test_a_file_with_a_password_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", [("secret.txt", b"x" * 100)])
    data = bytearray(path.read_bytes())
    for sign, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(sign) + place] |= 1
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=r"a\.zip, secret\.txt: .*encrypted"):
        read(path)


def test_a_packing_that_nobody_uses_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", [("odd.txt", b"x" * 100)])
    data = bytearray(path.read_bytes())
    for sign, place in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        struct.pack_into("<H", data, data.index(sign) + place, 97)
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=r"a\.zip, odd\.txt: it is damaged or incomplete"):
        read(path)


def test_a_list_of_millions_of_files_is_not_made(tmp_path: Path) -> None:
    """The end of a zip says how many there are; in the longer form as well."""
    path = tmp_path / "a.zip"
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0, 0, 0)
    more = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 10**7, 10**7, 0, 0)
    path.write_bytes(more + struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1) + end)
    with pytest.raises(ArchiveError, match="it holds more than 100,000 files"):
        read(path)


def test_a_tar_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w") as file:
        info = tarfile.TarInfo("big.txt")
        info.size = 80 * MB
        file.addfile(info, _Blanks(info.size))
    with pytest.raises(ArchiveError, match="it unpacks to far too much"):
        read(path)


class _Blanks(io.RawIOBase):
    def __init__(self, left: int) -> None:
        self._left = left

    def read(self, size: int = -1, /) -> bytes:
        given = min(self._left, size)
        self._left -= given
        return b" " * given


def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ArchiveError, match="it is no file and no folder"):
        registry.sniff(tmp_path / "pipe")
    os.mkfifo(tmp_path / "desk.eml")
    with pytest.raises(ArchiveError, match="no archive we can read"):
        registry.sniff(tmp_path)


def test_a_folder_that_leads_into_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "again").symlink_to(tmp_path)
    assert read(tmp_path) == {"a.txt": b"x"}


def test_a_zip_of_a_folder_keeps_its_names_and_drops_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.mkdir("inner")
        file.writestr("inner/a.txt", "x")
    assert read(path) == {"inner/a.txt": b"x"}


def test_who_watches_may_end_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"x" * 5 * MB)
    seen = 0

    def check() -> None:
        nonlocal seen
        seen += 1
        if seen == 3:
            raise BadInput("Stop.")

    with watched(check), pytest.raises(BadInput):
        read(path)
    assert seen == 3


def test_a_gauge_goes_from_nothing_to_all(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"x" * 3000)
    with opened(tmp_path) as files:
        gauge, seen = Gauge(files, files.names()), [0]
        for name in files.names():
            with gauge.open(name) as stream:
                while stream.read(1000):
                    seen.append(gauge.done)
            seen.append(gauge.done)
    assert (seen, gauge.total) == ([0, 1000, 2000, 3000, 3000, 4000, 5000, 6000, 6000], 6000)


def test_a_damaged_archive_is_told_from_an_unknown_one(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", [("outbox.json", (SAMPLES / "desk.mbox").read_bytes())])
    whole.write_bytes(whole.read_bytes()[:-30])
    with pytest.raises(ArchiveError, match=r"a\.zip: it is damaged or incomplete \(a zip without"):
        registry.sniff(whole)
