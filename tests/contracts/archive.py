"""What every archive format must do. A format's test class inherits `ArchiveContract`.

It gives `sample`, an archive of the project's own under tests/archives/samples.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC
from pathlib import Path

import pytest

from cm_desk.archives import registry
from cm_desk.archives.base import Format, Part, preview
from cm_desk.domain.model import Incoming
from cm_desk.errors import ArchiveError
from cm_desk.text import sound
from tests.contracts.hostile import HostileContract

VALUE = re.compile(r'(?<=: )("(?:[^"\\]|\\.)*"|\d+|null|true|false|\[\]|\{\})')
ODD = ('"\\ud800"', "null", "[[[]]]", "1e999", "true", "-1", '""', '{"a": null}', '"9999-99-99"')
SAMPLES = Path(__file__).parents[1] / "archives" / "samples"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "exports"


def shared(place: str) -> Path:
    """Larger archives beside the project; a test that wants one is skipped where it is missing."""
    if not (SHARED / place).exists():
        pytest.skip(f"no {place} in {SHARED}")
    return SHARED / place


def messages(parts: list[Part]) -> list[Incoming]:
    return [each for part in parts for each in part.page.messages]


class ArchiveContract(HostileContract):
    """Subclass it, and give `sample`."""

    sample: Path
    name: str

    @pytest.fixture
    def format(self) -> Format:
        return registry.load(self.name)

    def test_it_is_found_by_its_look(self, format: Format) -> None:
        assert registry.sniff(self.sample) is format

    def test_other_files_are_not_taken_for_it(self, format: Format, tmp_path: Path) -> None:
        (tmp_path / "empty").write_bytes(b"")
        (tmp_path / "noise.zip").write_bytes(b"PK\3\4" + b"\0" * 500)
        (tmp_path / "letter.txt").write_text("From me to you: hello")
        assert not any(format.sniff(each) for each in tmp_path.iterdir())
        assert not format.sniff(tmp_path / "missing")

    def test_every_message_is_in_our_terms(self, format: Format) -> None:
        found = messages(list(format.parts(self.sample)))
        assert found
        for each in found:
            assert each.remote_id
            assert each.thread
            assert each.sent_at.utcoffset() == UTC.utcoffset(None)
            assert each.outgoing or each.who
            assert "<p>" not in each.text
            if each.who:
                assert each.who.key
                assert each.who.handle

    def test_reading_twice_gives_the_same(self, format: Format) -> None:
        assert list(format.parts(self.sample)) == list(format.parts(self.sample))

    def test_the_preview_counts_what_the_parts_hold(self, format: Format) -> None:
        parts = list(format.parts(self.sample))
        found = messages(parts)
        seen = preview(format, self.sample)
        assert seen.messages == len({each.remote_id for each in found})
        assert seen.conversations == len({each.thread for each in found})
        assert seen.people == len({each.who.key for each in found if each.who})
        assert seen.skipped_count == sum(len(part.skipped) for part in parts)
        assert (seen.first, seen.last) == (
            min(each.sent_at for each in found),
            max(each.sent_at for each in found),
        )
        dones = [part.done for part in parts]
        assert dones == sorted(dones)
        assert dones[-1] <= parts[-1].total

    def test_one_account_is_named(self, format: Format) -> None:
        [source] = preview(format, self.sample).sources
        assert source.profile.handle

    def test_a_cut_archive_is_an_error_or_shorter(self, format: Format, tmp_path: Path) -> None:
        """Anything else that were raised would be a bug. A cut mail may get an id of its own."""
        whole = len({each.remote_id for each in messages(list(format.parts(self.sample)))})
        for copy in self._spoilt(tmp_path, lambda data, place: data[:place]):
            found = self._read(format, copy)
            assert len({each.remote_id for each in found}) <= whole + 1

    def test_noise_in_it_is_an_error_or_skipped(self, format: Format, tmp_path: Path) -> None:
        read = 0
        noise = b"\xff\xfe\x00{"
        for copy in self._spoilt(tmp_path, lambda data, at: data[:at] + noise + data[at + 4 :]):
            read += len(self._read(format, copy))
        assert read

    def test_odd_values_are_named_and_not_passed_on(self, format: Format, tmp_path: Path) -> None:
        """Each value of a JSON file in turn; what is let through can be stored."""
        for copy, target in self._copies(tmp_path):
            text = target.read_text("utf-8", "replace")
            for number, value in enumerate(VALUE.finditer(text)):
                odd = ODD[number % len(ODD)]
                target.write_text(text[: value.start()] + odd + text[value.end() :], "utf-8")
                for each in self._read(format, copy):
                    assert sound.message(each) == each

    def _read(self, format: Format, path: Path) -> list[Incoming]:
        with suppress(ArchiveError):
            return messages(list(format.parts(path)))
        return []

    def _spoilt(self, folder: Path, spoil: Callable[[bytes, int], bytes]) -> Iterator[Path]:
        """The sample, each file of it spoilt at some fifty places, one after the other."""
        for copy, target in self._copies(folder):
            data = target.read_bytes()
            for place in range(0, len(data), max(1, len(data) // 50)):
                target.write_bytes(spoil(data, place))
                yield copy

    def _copies(self, folder: Path) -> Iterator[tuple[Path, Path]]:
        """(a copy of the sample, a file of it to spoil), for each file in turn."""
        copy = folder / "copy"
        if self.sample.is_file():
            shutil.copy(self.sample, copy)
            yield copy, copy
            return
        for file in [each for each in self.sample.rglob("*") if each.is_file()]:
            shutil.copytree(self.sample, copy)
            yield copy, copy / file.relative_to(self.sample)
            shutil.rmtree(copy)
