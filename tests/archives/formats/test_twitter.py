from cm_desk.archives.base import preview
from cm_desk.archives.formats.twitter import FORMAT
from cm_desk.domain.model import Incoming
from tests.contracts.archive import SAMPLES, ArchiveContract, messages, shared

SAMPLE = SAMPLES / "twitter"


class TestTwitter(ArchiveContract):
    sample = SAMPLE
    name = "twitter"


def said(id: str) -> Incoming:
    [found] = [m for m in messages(list(FORMAT.parts(SAMPLE))) if m.remote_id == id]
    return found


def test_a_thread_over_two_files_is_one_conversation() -> None:
    assert said("1002").thread == said("1001").thread == "1001"
    assert said("1002").reply_to == "1001"


def test_a_post_is_unescaped_and_a_direct_message_is_not() -> None:
    assert said("1002").text == "Second part & kettle."
    assert said("2001").text == "Is my lid <b>coming</b>?"


def test_an_answer_belongs_to_whom_it_answers() -> None:
    who = said("1003").who
    assert who
    assert (who.key, who.handle, who.name) == ("41", "@priya_makes", "Priya Raman")


def test_a_direct_message_finds_the_name_in_the_posts() -> None:
    assert said("2001").who == said("2002").who == said("1003").who
    assert [said(id).outgoing for id in ("2001", "2002")] == [False, True]
    assert said("2001").visibility == "direct"


def test_a_picture_keeps_its_description() -> None:
    assert [each.alt for each in said("1001").media] == ["A bench in morning light."]


def test_what_is_left_out_is_named() -> None:
    assert [each.record for each in preview(FORMAT, SAMPLE).skipped] == [
        "tweets-part1.js item 2",
        "tweets.js item 3",
        "direct-messages.js conversation 1 message 3",
    ]


def test_a_larger_archive_is_read_whole() -> None:
    """Posts and direct messages share some ids there, which counts them once."""
    found = preview(FORMAT, shared("made/x-archive"))
    assert (found.messages, found.skipped_count) == (112, 14)
