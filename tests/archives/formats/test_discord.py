from pathlib import Path

from cm_desk.archives.base import preview
from cm_desk.archives.formats.discord import FORMAT
from cm_desk.domain.model import Incoming
from tests.contracts.archive import SAMPLES, ArchiveContract, messages

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


CHAT = """{"guild": GUILD, "channel": {"id": "9", "type": "TYPE", "name": "Ben"}, "messages": [
 {"id": "1", "type": "Default", "timestamp": "2026-01-05T09:00:00+00:00", "content": "<@51> ping",
  "author": {"id": "7", "name": "tidewell", "nickname": "Tidewell", "isBot": false},
  "mentions": [{"id": "51", "name": "ben_o", "nickname": "Ben"}]},
 {"id": "2", "type": "Default", "timestamp": "2026-01-05T09:01:00+00:00", "content": "<:nod:8> hi",
  "author": {"id": "51", "name": "ben_o", "nickname": "Ben", "isBot": false}, "mentions": []}
]}"""


def chat(folder: Path, guild: str, kind: str) -> list[Incoming]:
    path = folder / f"{kind}.json"
    path.write_text(CHAT.replace("GUILD", guild).replace("TYPE", kind), "utf-8")
    return messages(list(FORMAT.parts(path)))


def test_in_a_direct_chat_our_first_word_is_for_the_other_one(tmp_path: Path) -> None:
    """Newer exporters say that its server is null."""
    ours, theirs = chat(tmp_path, "null", "DirectMessage")
    assert (ours.outgoing, theirs.outgoing) == (True, False)
    assert ours.who == theirs.who
    [source] = preview(FORMAT, tmp_path / "DirectMessage.json").sources
    assert source.profile.handle == "tidewell"


def test_a_direct_chat_says_who_we_are_in_the_channels_beside_it(tmp_path: Path) -> None:
    chat(tmp_path, "null", "DirectMessage")
    chat(tmp_path, '{"id": "3", "name": "The bench"}', "GuildTextChat")
    [source] = preview(FORMAT, tmp_path).sources
    assert source.profile.handle == "tidewell"


def test_a_thread_of_a_channel_is_one_conversation(tmp_path: Path) -> None:
    found = chat(tmp_path, '{"id": "3", "name": "The bench"}', "GuildPublicThread")
    assert {each.thread for each in found} == {"9"}


def test_names_stand_where_the_numbers_of_people_were(tmp_path: Path) -> None:
    first, second = chat(tmp_path, "null", "DirectMessage")
    assert (first.text, second.text) == ("@Ben ping", ":nod: hi")


def test_files_and_edits_are_kept() -> None:
    assert [(each.kind, each.name) for each in said("103").media] == [("image", "lid.PNG")]
    assert said("102").edited_at


def test_what_nobody_wrote_is_named() -> None:
    assert [each.record for each in preview(FORMAT, SAMPLE).skipped] == [
        "questions.json message 5",
        "questions.json message 6",
    ]
