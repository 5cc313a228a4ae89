import json
from datetime import UTC, datetime
from pathlib import Path

from cm_desk.archives.base import preview
from cm_desk.archives.formats.telegram import FORMAT
from cm_desk.domain.model import Incoming
from tests.contracts.archive import SAMPLES, ArchiveContract, messages

SAMPLE = SAMPLES / "telegram"


class TestTelegram(ArchiveContract):
    sample = SAMPLE
    name = "telegram"


def said(id: str) -> Incoming:
    [found] = [m for m in messages(list(FORMAT.parts(SAMPLE))) if m.remote_id == id]
    return found


def test_the_export_says_who_we_are() -> None:
    [source] = preview(FORMAT, SAMPLE).sources
    assert (source.service, source.profile.handle) == ("telegram", "@tidewell")
    assert said("41/3").outgoing
    assert not said("41/2").outgoing


def test_a_chat_is_a_conversation_though_ids_repeat() -> None:
    assert {said(id).thread for id in ("41/2", "41/3")} == {"41"}
    assert said("77/2").thread == "77"
    assert said("41/3").reply_to == "41/2"


def test_a_text_of_pieces_is_whole() -> None:
    """Also where it looks like the file it stands in."""
    assert said("41/2").text == 'Le ressort boite toujours "messages": [ ] 😊'


def test_an_edit_keeps_both_times() -> None:
    assert said("41/3").sent_at == datetime(2026, 1, 5, 9, 5, tzinfo=UTC)
    assert said("41/3").edited_at == datetime(2026, 1, 5, 9, 6, tzinfo=UTC)


def test_a_deleted_account_keeps_its_words() -> None:
    who = said("77/3").who
    assert who
    assert (who.key, who.name) == ("user52", "Deleted account")
    assert said("77/3").media[0].name == "photo_1.jpg"


def test_calls_and_broken_records_are_named() -> None:
    assert [(each.record, each.why) for each in preview(FORMAT, SAMPLE).skipped] == [
        ("result.json message 1", "not written by anybody (phone_call)."),
        ("result.json message 6", "it is not as Telegram writes a message."),
    ]


def test_one_chat_alone_tells_us_apart_by_its_name(tmp_path: Path) -> None:
    whole = json.loads((SAMPLE / "result.json").read_text("utf-8"))
    path = tmp_path / "result.json"
    path.write_text(json.dumps(whole["chats"]["list"][0]), "utf-8")
    found = {m.remote_id: m for m in messages(list(FORMAT.parts(path)))}
    assert found["41/3"].outgoing
    assert found["41/3"].who == found["41/2"].who
