import pytest

from cm_desk.archives.base import preview
from cm_desk.archives.formats.meta import FORMAT, repaired
from cm_desk.domain.model import Incoming
from tests.contracts.archive import SAMPLES, ArchiveContract, messages, shared

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


@pytest.mark.parametrize(("place", "service"), [("instagram", "instagram"), ("messenger",) * 2])
def test_a_larger_export_is_read_whole(place: str, service: str) -> None:
    found = preview(FORMAT, shared(f"made/{place}"))
    assert [source.service for source in found.sources] == [service]
    assert found.sources[0].profile.handle.endswith("☕ Café")
    assert found.conversations == 20
