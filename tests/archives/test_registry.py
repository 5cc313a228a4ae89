"""Every archive is known as what it is, and as nothing else."""

import shutil
import zipfile
from pathlib import Path

import pytest

from cm_desk.archives import registry
from cm_desk.errors import ArchiveError
from tests.contracts.archive import SAMPLES, shared

TELEGRAM = ("chatminer-batch.json", "chatminer-single.json", "langchain-result.json")
REAL = [
    *(("bluesky", f"real/bluesky/{n}.car") for n in ("greenground.repo", "repo_slice")),
    *(("bluesky", place) for place in ("real/bluesky", "real/bluesky/records", "made/bluesky")),
    *(("discord", place) for place in ("real/discord", "made/discord")),
    *(("mbox", place) for place in ("real/email/eml", "real/email/enron-sample.mbox")),
    *(("mbox", place) for place in ("made/email", "made/email/desk.mbox")),
    *(("mastodon", place) for place in ("made/mastodon", "made/mastodon/outbox.json")),
    *(("meta", place) for place in ("made/instagram", "made/messenger")),
    *(("reddit", f"made/reddit/{n}") for n in ("", "older", "messages.csv", "comments.csv")),
    *(
        ("slack", f"real/slack/{n}")
        for n in ("export-viewer-testarchive", "langchain-slack_export")
    ),
    *(("slack", place) for place in ("made/slack", "made/slack/channels.json")),
    *(("telegram", f"real/telegram/{name}") for name in TELEGRAM),
    *(("telegram", place) for place in ("made/telegram", "made/telegram/result.json")),
    *(("twitter", place) for place in ("made/x-archive", "made/x-archive/data")),
    *(("whatsapp", place) for place in ("real/whatsapp", "made/whatsapp")),
    *(("youtube", place) for place in ("real/youtube", "made/youtube", "made/youtube/Takeout")),
]


def known(path: Path) -> list[str]:
    """All formats that take it for their own, but the last resort."""
    return [n for n in registry.names() if n != registry.LAST and registry.load(n).sniff(path)]


@pytest.mark.parametrize(("name", "place"), REAL)
def test_a_real_archive_is_its_own_format_and_no_other(name: str, place: str) -> None:
    path = shared(f"{place}.zip" if place.startswith("real/slack") else place)
    assert known(path) == [name]
    assert registry.sniff(path).name == name


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda each: each.name)
def test_our_samples_are_known_as_a_file_a_folder_and_a_zip(tmp_path: Path, sample: Path) -> None:
    name = "mbox" if sample.suffix == ".mbox" else sample.name
    folder = tmp_path / "unpacked"
    if sample.is_dir():
        shutil.copytree(sample, folder)
    else:
        folder.mkdir()
        shutil.copy(sample, folder)
    zipped = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", folder))
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "gztar", folder))
    nested = tmp_path / "nested.zip"
    with zipfile.ZipFile(nested, "w") as archive:
        for file in (each for each in folder.rglob("*") if each.is_file()):
            archive.write(file, Path("My export") / file.relative_to(folder))
    for each in (sample, folder, zipped, packed, nested):
        assert known(each) == ([] if name == registry.LAST else [name])
        assert registry.sniff(each).name == name


def test_a_table_is_asked_for_last() -> None:
    table, reddit = registry.load("table"), SAMPLES / "reddit"
    assert table.sniff(reddit)
    assert registry.sniff(reddit).name == "reddit"


def test_what_nobody_knows_is_an_error_that_names_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff" * 100)
    for path in (tmp_path, tmp_path / "holiday.jpg"):
        with pytest.raises(ArchiveError, match=r"Bluesky.*Slack.*Table"):
            registry.sniff(path)
    with pytest.raises(ArchiveError, match="not there"):
        registry.sniff(tmp_path / "gone")
