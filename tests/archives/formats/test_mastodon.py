import io
import json
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from cm_desk.archives.base import preview
from cm_desk.archives.formats.mastodon import FORMAT
from cm_desk.domain.model import Incoming
from cm_desk.errors import ArchiveError
from tests.contracts.archive import SAMPLES, ArchiveContract, messages

SAMPLE = SAMPLES / "mastodon"


class TestMastodonArchive(ArchiveContract):
    sample = SAMPLE
    name = "mastodon"


def post(number: int) -> Incoming:
    [found] = [m for m in messages(list(FORMAT.parts(SAMPLE))) if m.remote_id == str(number)]
    return found


def test_the_account_is_named_as_its_server_names_it() -> None:
    [source] = preview(FORMAT, SAMPLE).sources
    assert (source.service, source.profile.handle) == ("mastodon", "@tidewell@social.example")
    assert source.base_url == "https://social.example"


def test_posts_have_the_ids_of_the_network() -> None:
    assert [m.remote_id for m in messages(list(FORMAT.parts(SAMPLE)))] == [
        *("1001", "1002", "1003", "1004", "1006", "1007")
    ]


def test_a_thread_of_ours_is_one_conversation() -> None:
    assert post(1002).thread == post(1001).thread == "1001"
    assert post(1002).reply_to == "1001"


def test_an_answer_belongs_to_whom_it_answers() -> None:
    who = post(1003).who
    assert who
    assert (who.key, who.handle) == ("priya@makers.example", "@priya@makers.example")
    answered = post(1004).who
    assert answered
    assert answered.key == "priya@makers.example"  # mentioned second, but answered


def test_who_may_read_it_is_kept() -> None:
    assert [post(n).visibility for n in (1001, 1004, 1006, 1007)] == [
        *("public", "direct", "private", "unlisted")
    ]


def test_warning_picture_poll_and_edit_are_kept() -> None:
    edited = post(1006)
    assert edited.warning == "grinder surgery"
    assert edited.edited_at
    assert edited.media[0].alt == "A rusty bearing on a striped towel."
    assert edited.media[0].url == "https://social.example/media_attachments/files/1/bearing.png"
    poll = post(1007).poll
    assert poll
    assert [(each.text, each.votes) for each in poll.options] == [("Kelp", 212), ("Rust", 61)]


def test_what_is_left_out_is_named() -> None:
    found = preview(FORMAT, SAMPLE)
    assert [each.record for each in found.skipped] == [
        *("outbox.json item 5", "outbox.json item 8", "likes.json")
    ]
    assert "boost" in found.skipped[0].why


def as_zip(folder: Path) -> Path:
    path = folder / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for each in SAMPLE.iterdir():
            file.write(each, each.name)
    return path


def as_tar(folder: Path) -> Path:
    path = folder / "archive.tar.gz"
    with tarfile.open(path, "w:gz") as file:
        for each in SAMPLE.iterdir():
            file.add(each, each.name)
    return path


Pack = Callable[[Path], Path]


@pytest.mark.parametrize("pack", [as_zip, as_tar])
def test_it_may_be_packed(pack: Pack, tmp_path: Path) -> None:
    path = pack(tmp_path)
    assert FORMAT.sniff(path)
    assert messages(list(FORMAT.parts(path))) == messages(list(FORMAT.parts(SAMPLE)))


@pytest.mark.parametrize("pack", [as_zip, as_tar])
def test_a_packed_one_may_be_cut_anywhere(pack: Pack, tmp_path: Path) -> None:
    path = pack(tmp_path)
    data, whole = path.read_bytes(), messages(list(FORMAT.parts(path)))
    for length in range(0, len(data), 37):
        path.write_bytes(data[:length])
        found = whole
        with suppress(ArchiveError):
            found = messages(list(FORMAT.parts(path)))
        assert found == whole  # an error, or only what stood after the posts is missing


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    """A gigabyte of blanks packs to one megabyte."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("actor.json", (SAMPLE / "actor.json").read_text())
        with file.open("outbox.json", "w", force_zip64=True) as stream:
            for _ in range(400):
                stream.write(b" " * 1_000_000)
    with pytest.raises(ArchiveError, match=r"outbox\.json: it unpacks to far too much"):
        list(FORMAT.parts(path))


def test_an_endless_item_is_refused(tmp_path: Path) -> None:
    (tmp_path / "actor.json").write_bytes((SAMPLE / "actor.json").read_bytes())
    (tmp_path / "outbox.json").write_text('{"orderedItems": [{"id": "' + "x" * 9_000_000)
    with pytest.raises(ArchiveError, match=r"outbox\.json item 1: it is no JSON, or exceeds"):
        list(FORMAT.parts(tmp_path))


def test_a_deep_item_is_refused(tmp_path: Path) -> None:
    (tmp_path / "actor.json").write_bytes((SAMPLE / "actor.json").read_bytes())
    (tmp_path / "outbox.json").write_text('{"orderedItems": [' + "[" * 100_000)
    with pytest.raises(ArchiveError, match="nested too deeply"):
        list(FORMAT.parts(tmp_path))


def test_links_out_of_the_archive_are_not_followed(tmp_path: Path) -> None:
    path, secret = tmp_path / "evil.tar", tmp_path / "secret.json"
    secret.write_text(json.dumps({"orderedItems": []}))
    with tarfile.open(path, "w") as file:
        file.add(SAMPLE / "actor.json", "actor.json")
        link = tarfile.TarInfo("outbox.json")
        link.type, link.linkname = tarfile.SYMTYPE, str(secret)
        file.addfile(link, io.BytesIO())
    assert not FORMAT.sniff(path)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "actor.json").write_bytes((SAMPLE / "actor.json").read_bytes())
    (folder / "outbox.json").symlink_to(secret)
    assert not FORMAT.sniff(folder)


def test_posts_of_a_long_thread_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "actor.json").write_bytes((SAMPLE / "actor.json").read_bytes())
    outbox = json.loads((SAMPLE / "outbox.json").read_text())
    first, second = outbox["orderedItems"][:2]
    first["object"]["inReplyTo"] = second["object"]["id"]
    (tmp_path / "outbox.json").write_text(json.dumps(outbox))
    assert len(messages(list(FORMAT.parts(tmp_path)))) == 6
