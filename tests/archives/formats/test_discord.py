from cm_desk.archives.base import preview
from cm_desk.archives.formats.discord import FORMAT
from cm_desk.domain.model import Incoming
from tests.contracts.archive import SAMPLES, ArchiveContract, messages, shared

SAMPLE = SAMPLES / "discord"


class TestDiscord(ArchiveContract):
    sample = SAMPLE / "questions.json"
    name = "discord"


def said(id: str) -> Incoming:
    [found] = [m for m in messages(list(FORMAT.parts(SAMPLE))) if m.remote_id == id]
    return found


def test_answers_are_one_conversation_with_what_they_answer() -> None:
    assert {said(id).thread for id in ("100", "101", "102")} == {"100"}
    assert said("103").thread == "103"


def test_in_a_channel_we_are_called_as_the_server_is() -> None:
    assert [said(id).outgoing for id in ("100", "101", "102")] == [False, True, False]
    who = said("101").who
    assert who
    assert (who.key, who.handle, who.name) == ("51", "ben_o", "Ben")


def test_a_direct_chat_is_one_conversation_with_its_name() -> None:
    assert said("200").thread == said("201").thread == "D1"
    assert [said(id).outgoing for id in ("200", "201")] == [False, True]


def test_files_and_edits_are_kept() -> None:
    assert [(each.kind, each.name) for each in said("103").media] == [("image", "lid.PNG")]
    assert said("102").edited_at


def test_what_nobody_wrote_is_named() -> None:
    assert [each.record for each in preview(FORMAT, SAMPLE).skipped] == [
        "questions.json message 5",
        "questions.json message 6",
    ]


def test_exports_of_others_are_read() -> None:
    """A channel, a thread, a chat of two and one of many: 13 messages, two of them notices."""
    found = preview(FORMAT, shared("real/discord"))
    assert found.messages + found.skipped_count == 13
    large = preview(FORMAT, shared("made/discord"))
    assert large.messages == 125
