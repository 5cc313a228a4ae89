from pathlib import Path

import pytest

from cm_desk.archives.base import preview
from cm_desk.archives.formats.meta import FORMAT, repaired
from cm_desk.domain.model import Incoming
from tests.contracts.archive import SAMPLES, ArchiveContract, messages

SAMPLE = SAMPLES / "meta"


class TestMeta(ArchiveContract):
    sample = SAMPLE
    name = "meta"


def said(thread: str) -> list[Incoming]:
    return [m for m in messages(list(FORMAT.parts(SAMPLE))) if m.thread == thread]


@pytest.mark.parametrize(
    ("given", "expected"),
    [("Ã§a va", "ça va"), ("plain", "plain"), ("déjà vu", "déjà vu"), ("日本", "日本")],
)
def test_letters_written_twice_are_repaired(given: str, expected: str) -> None:
    assert repaired(given) == expected


def test_we_are_who_is_in_every_chat() -> None:
    [source] = preview(FORMAT, SAMPLE).sources
    assert (source.service, source.profile.handle) == ("instagram", "Tidewell ☕")
    assert [each.outgoing for each in said("chlo_17")] == [True, False, False]


def test_a_chat_over_two_files_is_one_conversation() -> None:
    texts = [each.text for each in said("chlo_17")]
    assert texts == ["Avec plaisir, Chloé.", "Ça existe en vert ? 🌿", ""]
    assert said("chlo_17")[2].media[0].name == "1.jpg"


def test_our_answer_belongs_to_the_other_one() -> None:
    who = said("chlo_17")[0].who
    assert who
    assert who.name == "Chloé"


def test_a_shared_link_stays_with_the_words() -> None:
    assert said("ben_18")[0].text == "Look\nhttps://bench.example/1"


def test_the_same_words_at_the_same_time_are_two_messages() -> None:
    assert len({each.remote_id for each in said("ben_18")}) == 3


def test_what_was_taken_back_is_named() -> None:
    assert [(each.record, each.why) for each in preview(FORMAT, SAMPLE).skipped] == [
        ("ben_18/message_1.json message 4", "it is not as Meta writes a message."),
        ("chlo_17/message_2.json message 2", "it was taken back."),
    ]


CHAT = """{"messages": [
 {"sender_name": "Chlo\\u00c3\\u00a9", "timestamp_ms": 1767603660000, "content": "Oui"},
 {"sender_name": "Tidewell", "timestamp_ms": 1767603600000, "content": "Encore ?"}]}"""


def test_one_chat_alone_is_read_and_nobody_is_taken_for_us(tmp_path: Path) -> None:
    """Newer exports may lack the list of who takes part."""
    path = tmp_path / "message.json"
    path.write_text(CHAT, "utf-8")
    assert FORMAT.sniff(path)
    found = messages(list(FORMAT.parts(path)))
    assert [each.who and each.who.name for each in found] == ["Chloé", "Tidewell"]
    assert not any(each.outgoing for each in found)
    ours = messages(list(FORMAT.parts(path, owner="Tidewell")))
    assert [each.outgoing for each in ours] == [False, True]
    assert ours[0].who == ours[1].who
