from pathlib import Path

from cm_desk.archives.base import preview
from cm_desk.archives.formats.twitter import FORMAT
from cm_desk.domain.model import Incoming
from tests.contracts.archive import SAMPLES, ArchiveContract, messages

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
    assert said("dm/2001").text == "Is my lid <b>coming</b>?"


def test_an_answer_belongs_to_whom_it_answers() -> None:
    who = said("1003").who
    assert who
    assert (who.key, who.handle, who.name) == ("41", "@priya_makes", "Priya Raman")


def test_a_direct_message_finds_the_name_in_the_posts() -> None:
    assert said("dm/2001").who == said("dm/2002").who == said("1003").who
    assert [said(id).outgoing for id in ("dm/2001", "dm/2002")] == [False, True]
    assert said("dm/2001").visibility == "direct"


def test_a_picture_keeps_its_description() -> None:
    assert [each.alt for each in said("1001").media] == ["A bench in morning light."]


def test_what_is_left_out_is_named() -> None:
    assert [each.record for each in preview(FORMAT, SAMPLE).skipped] == [
        "tweets-part1.js item 2",
        "tweets.js item 3",
        "direct-messages.js message 3",
    ]


API = """[
 {"created_at": "Wed Sep 04 10:32:10 +0000 2019", "id_str": "1101", "full_text": "@ada Yes",
 "in_reply_to_status_id_str": "1100", "in_reply_to_user_id_str": "41",
 "in_reply_to_screen_name": "ada", "entities": {"user_mentions": []},
 "user": {"id_str": "7", "screen_name": "tidewell", "name": "Tidewell"}},
 {"created_at": "Wed Sep 04 10:30:00 +0000 2019", "id_str": "1100", "full_text": "@tidewell Well?",
 "user": {"id_str": "41", "screen_name": "ada", "name": "Ada"}},
 {"created_at": "Wed Sep 04 10:40:00 +0000 2019", "id_str": "1102", "full_text": "Alone",
 "user": {"id_str": "7", "screen_name": "tidewell", "name": "Tidewell"}}]"""


def test_a_list_of_posts_from_the_api_says_who_wrote_them(tmp_path: Path) -> None:
    """Ours are those of who wrote most, or whom we name."""
    path = tmp_path / "tweets.json"
    path.write_text(API)
    assert FORMAT.sniff(path)
    found = {m.remote_id: m for m in messages(list(FORMAT.parts(path)))}
    assert [found[id].outgoing for id in ("1100", "1101", "1102")] == [False, True, True]
    assert {found[id].thread for id in ("1100", "1101")} == {"1100"}
    who = found["1101"].who
    assert who
    assert (who.key, who.handle) == ("41", "@ada")
    assert preview(FORMAT, path, owner="@Ada").sources[0].profile.handle == "@ada"


def test_a_message_and_a_post_of_one_number_are_two() -> None:
    ids = [m.remote_id for m in messages(list(FORMAT.parts(SAMPLE)))]
    assert len(ids) == len(set(ids))
    assert {"1001", "dm/2001"} <= set(ids)
