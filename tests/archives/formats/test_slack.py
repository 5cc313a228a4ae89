import json
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions.archive import import_archive
from cm_desk.archives import registry
from cm_desk.archives.base import preview
from cm_desk.archives.formats.slack import FORMAT
from cm_desk.desk import Desk
from cm_desk.domain.model import Incoming, Kind
from cm_desk.errors import ArchiveError
from tests.conftest import Run
from tests.contracts.archive import SAMPLES, ArchiveContract, messages, shared

SAMPLE = SAMPLES / "slack"
LID = "C02QUESTIONS/1741338000.000200"


class TestSlack(ArchiveContract):
    sample = SAMPLE
    name = "slack"


def said(id: str, path: Path = SAMPLE, owner: str = "") -> Incoming:
    [found] = [m for m in messages(list(FORMAT.parts(path, owner))) if m.remote_id == id]
    return found


def test_the_answers_of_a_thread_are_one_conversation_over_days() -> None:
    hers, ours = said(LID), said("C02QUESTIONS/1741424400.000100")
    broadcast = said("C02QUESTIONS/1741424500.000100")
    assert hers.thread == ours.thread == broadcast.thread == LID
    assert (hers.reply_to, ours.reply_to, broadcast.reply_to) == ("", LID, LID)
    assert [each.outgoing for each in (hers, ours, broadcast)] == [False, True, False]
    assert ours.who == hers.who


def test_a_time_is_a_text_and_keeps_its_last_digits() -> None:
    one, other = said("C02QUESTIONS/1741424500.000100"), said("C02QUESTIONS/1741424500.000101")
    assert (other.sent_at - one.sent_at).microseconds == 1
    assert one.sent_at.isoformat() == "2025-03-08T09:01:40.000100+00:00"


def test_marks_are_read_as_they_are_shown() -> None:
    assert said(LID).text == (
        "@mara is the guide (https://tidewell.example/care?a=1&b=2) right for a 2019 grinder?"
        " Mine <3 it & the lid does not fit."
    )
    ours = said("C02QUESTIONS/1741424400.000100")
    assert ours.text == "Hi @priya, yes. See #general or #old-news. @here is quiet today."
    assert said("C02QUESTIONS/1741424500.000100").text == "Mine too: https://spokes.example/lid"
    assert said("C01GENERAL/1741430200.000100").text == "Welcome everybody @channel"


def test_an_edit_has_its_time() -> None:
    edited = said("C02QUESTIONS/1741424400.000100").edited_at
    assert edited
    assert edited.isoformat() == "2025-03-08T09:01:00+00:00"


def test_a_file_is_named_and_its_secret_address_is_not_kept() -> None:
    [file] = said("C01GENERAL/1741430000.000100").media
    assert (file.kind, file.name, file.alt) == ("image", "lid.png", "A lid with a crack.")
    assert (file.size_bytes, file.width, file.height, file.url) == (20480, 800, 600, "")


def test_a_direct_chat_is_one_conversation() -> None:
    hers, ours = said("D01PRIYA/1741510800.000100"), said("D01PRIYA/1741510900.000100")
    assert hers.thread == ours.thread == "D01PRIYA"
    assert ours.who == hers.who
    assert {hers.kind, ours.kind} == {Kind.DIRECT}
    three = said("G01THREE/1741511000.000100")
    assert (three.thread, three.kind) == ("G01THREE", Kind.DIRECT)


def test_people_have_the_name_that_is_shown_and_guests_theirs() -> None:
    found = {m.who.key: m.who for m in messages(list(FORMAT.parts(SAMPLE))) if m.who}
    assert {key: (who.handle, who.name) for key, who in found.items()} == {
        "U02PRIYA": ("@priya", "priya makes"),
        "U03BEN": ("@ben_o", "Ben Okafor"),
        "U05GUEST": ("@noa", "נועה לוי"),
    }


@pytest.mark.parametrize("owner", ["ben_o", "@ben_o", "Ben Okafor", "U03BEN"])
def test_who_we_are_can_be_told(owner: str) -> None:
    [source] = preview(FORMAT, SAMPLE, owner).sources
    assert (source.profile.handle, source.profile.remote_id) == ("@ben_o", "U03BEN")
    assert said("C02QUESTIONS/1741424500.000100", owner=owner).outgoing
    assert not said("C02QUESTIONS/1741424400.000100", owner=owner).outgoing


def test_we_are_found_by_mail_or_as_who_made_the_workspace(tmp_path: Path) -> None:
    [source] = preview(FORMAT, SAMPLE, "mara@tidewell.example").sources
    assert source.profile.handle == "@mara"
    copy = tmp_path / "copy"
    shutil.copytree(SAMPLE, copy)
    users = json.loads((copy / "users.json").read_text("utf-8"))
    (copy / "users.json").write_text(
        json.dumps([each | {"is_primary_owner": False} for each in users]), "utf-8"
    )
    assert [each.profile.handle for each in preview(FORMAT, copy).sources] == ["@mara"]
    (copy / "channels.json").write_text("[]")
    (copy / "mpims.json").write_text("[]")
    assert [each.profile.handle for each in preview(FORMAT, copy).sources] == ["Slack"]


def test_what_nobody_wrote_is_named_with_why() -> None:
    found = preview(FORMAT, SAMPLE)
    assert Counter(each.why for each in found.skipped) == {
        "not written by anybody (channel_join).": 1,
        "written by a bot.": 2,
        "it was deleted.": 1,
    }
    assert found.skipped[0].record == "questions/2025-03-07.json message 1"


def test_a_zip_a_folder_in_it_and_one_of_its_lists_are_the_same(tmp_path: Path) -> None:
    zipped = tmp_path / "Tidewell Slack export.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        for file in sorted(SAMPLE.rglob("*.json")):
            archive.write(file, f"Tidewell export/{file.relative_to(SAMPLE).as_posix()}")
    whole = messages(list(FORMAT.parts(SAMPLE)))
    for each in (zipped, SAMPLE / "channels.json", SAMPLE / "users.json"):
        assert registry.sniff(each) is FORMAT
        assert messages(list(FORMAT.parts(each))) == whole


def test_an_archive_without_users_says_so(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "copy")
    (tmp_path / "copy" / "users.json").unlink()
    with pytest.raises(ArchiveError, match=r"users\.json: it is missing"):
        list(FORMAT.parts(tmp_path / "copy"))


def test_importing_twice_changes_nothing(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        first = await import_archive(desk, SAMPLE)
        assert (first.inserted, first.found.skipped_count) == (10, 4)
        again = await import_archive(desk, SAMPLE)
        assert (again.inserted, again.updated) == (0, 0)

    run(scenario())


def test_exports_of_others_are_read() -> None:
    """158 rows, of them 94 of bots, 8 joins and 3 integrations; 5 rows, one of them a join; and
    40 threads of 127 messages with 43 customers. Counted by `jq .[].subtype`."""
    viewer = preview(FORMAT, shared("real/slack/export-viewer-testarchive.zip"))
    assert (viewer.messages, viewer.skipped_count) == (158 - 94 - 8 - 3, 94 + 8 + 3)
    small = preview(FORMAT, shared("real/slack/langchain-slack_export.zip"))
    assert (small.messages, small.skipped_count) == (4, 1)
    made = preview(FORMAT, shared("made/slack"))
    assert (made.messages, made.conversations, made.people) == (127, 40, 43)
    assert [each.profile.handle for each in made.sources] == ["@rockstarsupport"]
