"""S11: an archive that was made to hurt ends in a clear error, or is read without what is odd.

Each format's test class inherits this with the contract. Whatever is done to the sample, reading
it raises ArchiveError or nothing, keeps within memory, touches no other file, and what it lets
through can be stored.
"""

import io
import re
import stat
import tarfile
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from cm_desk.archives import packed, registry, streams
from cm_desk.archives.base import Format
from cm_desk.domain.model import Incoming
from cm_desk.errors import ArchiveError
from cm_desk.text import sound

Files = list[tuple[str, bytes]]
Pack = Callable[[Path, Files], Path]
LINK = stat.S_IFLNK | 0o777
MB = 1_000_000
DATES = ((rb"\d{4}", b"0000"), (rb"\d{4}", b"9999"), (rb"\d{2}", b"99"), (rb"\d{8,}", b"9" * 30))


def zipped(path: Path, files: Files) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        warnings.simplefilter("ignore")  # of two files of one name
        for name, data in files:
            file.writestr(name, data)
    return path


def tarred(path: Path, files: Files) -> Path:
    with tarfile.open(path, "w:gz") as file:
        for name, data in files:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return path


def unpacked(path: Path, files: Files) -> Path:
    for name, data in files:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


PACKS = pytest.mark.parametrize("pack", [zipped, tarred])


@contextmanager
def within(limit_bytes: int) -> Iterator[None]:
    """What the block allocates at most."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit_bytes
    finally:
        tracemalloc.stop()


class HostileContract:
    sample: Path

    # -- packed ----------------------------------------------------------------------------

    @PACKS
    def test_packed_it_holds_the_same(self, format: Format, tmp_path: Path, pack: Pack) -> None:
        path = pack(tmp_path / "packed", self._files())
        assert registry.sniff(path) is format
        assert self._said(format, path) == self._said(format, self._plain(tmp_path))

    @PACKS
    def test_packed_it_may_be_cut_anywhere(
        self, format: Format, tmp_path: Path, pack: Pack
    ) -> None:
        """All of it or an error: never the first half."""
        path = pack(tmp_path / "packed", self._files())
        data, whole = path.read_bytes(), self._said(format, path)
        for length in range(0, len(data), max(1, len(data) // 12)):
            path.write_bytes(data[:length])
            with suppress(ArchiveError):
                assert registry.sniff(path) is format
                assert self._said(format, path) == whole

    def test_a_bomb_in_it_is_refused(
        self, format: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each file in turn unpacks to a thousand times its size: an error, or it is left out."""
        monkeypatch.setattr(streams, "FREE_BYTES", 2 * MB)
        whole, refused = self._ids(format, self._plain(tmp_path)), 0
        for number, (name, data) in enumerate(files := self._files()):
            bomb = [*files[:number], (name, b" " * 12 * MB + data), *files[number + 1 :]]
            path = zipped(tmp_path / "bomb.zip", bomb)
            with within(40 * MB):
                refused += bool(self._errors(format, path)) or self._ids(format, path) < whole
        assert refused

    def test_a_million_files_in_it_are_not_listed(
        self, format: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(packed, "MAX_FILES", 50)
        many = [*self._files(), *((f"{n}.txt", b"") for n in range(60))]
        for pack in (zipped, tarred):
            path = pack(tmp_path / "many", many)
            with pytest.raises(ArchiveError, match="it holds more than 50 files"):
                list(format.parts(path))

    def test_names_that_lead_out_of_it_lead_nowhere(self, format: Format, tmp_path: Path) -> None:
        files = self._files()
        inside = tmp_path / "a" / "b"
        inside.mkdir(parents=True)
        names = ("../../evil", "/evil", "..\\..\\evil", "C:\\evil", "a/../../../evil")
        odd = [(f"{each}-{name}", data) for each in names for name, data in files[:1]]
        for pack in (zipped, tarred):
            path = pack(inside / "odd", [*files, *odd])
            before = sorted(tmp_path.rglob("*"))
            self._errors(format, path)
            assert sorted(tmp_path.rglob("*")) == before
            assert not Path("/evil").exists()

    def test_links_in_it_are_not_followed(self, format: Format, tmp_path: Path) -> None:
        """Each file in turn is a link to the same file elsewhere: then it is not in the archive."""
        for number, (name, data) in enumerate(files := self._files()):
            secret = tmp_path / "secret"
            secret.write_bytes(data)
            rest = [*files[:number], *files[number + 1 :]]
            (tmp_path / f"rest{number}").mkdir()
            without = self._ids(format, unpacked(tmp_path / f"rest{number}", rest))
            for path in self._linked(tmp_path / str(number), name, secret, rest):
                assert self._ids(format, path) == without

    @PACKS
    def test_of_two_files_of_one_name_the_last_counts(
        self, format: Format, tmp_path: Path, pack: Pack
    ) -> None:
        twice = [each for name, data in self._files() for each in ((name, b"{"), (name, data))]
        path = pack(tmp_path / "twice", twice)
        assert self._said(format, path) == self._said(format, self._plain(tmp_path))

    def test_in_another_archive_it_is_named(self, tmp_path: Path) -> None:
        inner = zipped(tmp_path / "inner.zip", self._files())
        outer = zipped(tmp_path / "outer.zip", [("inner.zip", inner.read_bytes())])
        with pytest.raises(ArchiveError, match=r"outer\.zip, inner\.zip: this archive is in"):
            registry.sniff(outer)

    # -- what stands in it -----------------------------------------------------------------

    def test_other_encodings_are_an_error_or_read(self, format: Format, tmp_path: Path) -> None:
        for number, (name, data) in enumerate(files := self._files()):
            with suppress(UnicodeDecodeError):
                text = data.decode()
                for codec in ("utf-16", "utf-32-be", "utf-7", "cp037"):
                    other = (name, text.encode(codec, "replace"))
                    copy = [*files[:number], other, *files[number + 1 :]]
                    self._errors(format, unpacked(tmp_path / codec, copy))

    def test_times_that_cannot_be_are_skipped(self, format: Format, tmp_path: Path) -> None:
        for number, (pattern, odd) in enumerate(DATES):
            files = [(name, re.sub(pattern, odd, data)) for name, data in self._files()]
            self._errors(format, unpacked(tmp_path / str(number), files))

    def test_a_line_without_end_does_not_fill_the_memory(
        self, format: Format, tmp_path: Path
    ) -> None:
        """In the middle of the largest file, which goes on and on."""
        files = sorted(self._files(), key=lambda each: len(each[1]))
        name, data = files[-1]
        for filler in (b"x", b'{"a":['):
            middle = data[: len(data) // 2] + filler * (12 * MB // len(filler))
            path = unpacked(tmp_path / f"{len(filler)}", [*files[:-1], (name, middle)])
            with within(150 * MB):
                self._errors(format, path)

    def test_a_hundred_thousand_brackets_do_not_end_the_program(
        self, format: Format, tmp_path: Path
    ) -> None:
        for number, (name, data) in enumerate(files := self._files()):
            places = [found.end() for found in re.finditer(rb'[:,"\n]', data)]
            for place in places[:: max(1, len(places) // 4)]:
                for deep in (b"[", b'{"a":'):
                    spoilt = (name, data[:place] + deep * 100_000 + data[place:])
                    copy = [*files[:number], spoilt, *files[number + 1 :]]
                    self._errors(format, unpacked(tmp_path / "deep", copy))

    # -- helpers ---------------------------------------------------------------------------

    def _files(self) -> Files:
        """The sample, by name."""
        if self.sample.is_file():
            return [(self.sample.name, self.sample.read_bytes())]
        found = sorted(each for each in self.sample.rglob("*") if each.is_file())
        return [(f.relative_to(self.sample).as_posix(), f.read_bytes()) for f in found]

    def _plain(self, folder: Path) -> Path:
        """The sample as a folder whose name says nothing."""
        return unpacked(folder / "packed-not", self._files())

    def _linked(self, folder: Path, name: str, secret: Path, rest: Files) -> Iterable[Path]:
        folder.mkdir()
        path = zipped(folder / "links.zip", rest)
        with zipfile.ZipFile(path, "a") as file:
            info = zipfile.ZipInfo(name)
            info.external_attr = LINK << 16
            file.writestr(info, str(secret))
        yield path
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE):
            path = folder / f"links{kind!r}.tar"
            with tarfile.open(path, "w") as file:
                for each, data in rest:
                    info_ = tarfile.TarInfo(each)
                    info_.size = len(data)
                    file.addfile(info_, io.BytesIO(data))
                link = tarfile.TarInfo(name)
                link.type, link.linkname = kind, str(secret)
                file.addfile(link)
            yield path
        path = unpacked(folder / "plain", rest)
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).symlink_to(secret)
        yield path

    def _said(self, format: Format, path: Path) -> list[Incoming]:
        return [each for part in format.parts(path) for each in part.page.messages]

    def _ids(self, format: Format, path: Path) -> set[str]:
        """Of all messages; of none when it cannot be read."""
        with suppress(ArchiveError):
            return {each.remote_id for each in self._said(format, path)}
        return set()

    def _errors(self, format: Format, path: Path) -> list[ArchiveError]:
        """[the error] or []; anything else that is raised is a bug. What comes out is sound."""
        format.sniff(path)
        found, errors = list[Incoming](), list[ArchiveError]()
        try:
            found = self._said(format, path)
        except ArchiveError as err:
            errors.append(err)
        assert all(each.what.startswith(path.name) for each in errors)
        assert all(sound.message(each) == each for each in found)
        return errors
