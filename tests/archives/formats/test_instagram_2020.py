from datetime import UTC, datetime

from cm_desk.archives.base import preview
from cm_desk.archives.formats.instagram_2020 import FORMAT
from cm_desk.domain.model import Incoming, Kind
from tests.contracts.archive import SAMPLES, ArchiveContract, messages

SAMPLE = SAMPLES / "instagram_2020"


class TestInstagram2020(ArchiveContract):
    sample = SAMPLE
    name = "instagram_2020"


def said(start: str) -> Incoming:
    [found] = [m for m in messages(list(FORMAT.parts(SAMPLE))) if m.text.startswith(start)]
    return found


def test_the_profile_says_who_we_are() -> None:
    [source] = preview(FORMAT, SAMPLE).sources
    assert (source.service, source.profile.handle) == ("instagram", "@tidewell")


def test_without_it_we_are_in_most_conversations() -> None:
    [source] = preview(FORMAT, SAMPLE / "messages.json").sources
    assert source.profile.handle == "@tidewell"


def test_a_conversation_is_that_of_its_people() -> None:
    ours, theirs = said("A 608"), said("Which")
    assert ours.thread == theirs.thread == "ben_o,tidewell"
    assert (ours.outgoing, theirs.outgoing) == (True, False)
    assert ours.who == theirs.who
    assert ours.sent_at == datetime(2020, 6, 2, 9, 10, 0, 500_000, tzinfo=UTC)


def test_in_a_group_our_word_is_for_nobody_alone() -> None:
    assert said("❤️").who is None


def test_what_was_shared_stays_with_the_words() -> None:
    assert said('"conversation"').text == '"conversation": [ ]\nShared tidewell\'s story'
    assert said("https://bench").text == "https://bench.example/1"


def test_our_comments_are_for_whose_picture_it_is() -> None:
    comment = said("What a crank")
    assert (comment.kind, comment.outgoing) == (Kind.COMMENT, True)
    assert comment.who
    assert comment.who.handle == "@greta_h"
    assert said("Thank you all").who is None


def test_a_file_that_is_no_json_is_reported_and_the_rest_is_read() -> None:
    found = preview(FORMAT, SAMPLE)
    assert found.messages == 8
    assert [(each.record, each.why) for each in found.skipped] == [
        ("messages.json message 4", "not written by anybody (started a video)."),
        ("messages.json message 8", "it is not as Instagram wrote a message."),
        ("seen_content.json", "the file is no valid JSON. No message is in it."),
    ]
