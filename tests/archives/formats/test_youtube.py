from datetime import UTC, datetime
from pathlib import Path

from cm_desk.archives.base import preview
from cm_desk.archives.formats.youtube import FORMAT
from cm_desk.domain.model import Incoming, Kind
from tests.contracts.archive import SAMPLES, ArchiveContract, messages

SAMPLE = SAMPLES / "youtube"
BURR = "UgB2bbbbbbbbbbbbbbbbbbAaABAg"


class TestYouTube(ArchiveContract):
    sample = SAMPLE
    name = "youtube"


def said(id: str, path: Path = SAMPLE) -> Incoming:
    [found] = [m for m in messages(list(FORMAT.parts(path))) if m.remote_id == id]
    return found


def test_the_account_is_the_channel_and_has_its_title() -> None:
    [source] = preview(FORMAT, SAMPLE).sources
    assert (source.profile.handle, source.profile.name) == ("UCtidewell00000000000000", "Tidewell")


def test_the_text_is_put_together_from_its_pieces_old_and_new() -> None:
    old = said("UgA1aaaaaaaaaaaaaaaaaaAaABAg")
    assert old.text == "The film of the burr:\nhttps://bench.example/burr"
    assert old.sent_at == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert said(f"{BURR}.9r2").text == "Und jetzt auf Deutsch 🌿"


def test_answers_are_one_conversation_with_the_comment_at_the_top() -> None:
    """The older columns name the one above, the newer ones also the one at the top."""
    assert said(f"{BURR}.9r1").thread == said(f"{BURR}.9r2").thread == BURR
    assert said(f"{BURR}.9r1").reply_to == BURR
    assert said(f"{BURR}.9r2").reply_to == f"{BURR}.9r1"


def test_whom_a_comment_mentions_is_whom_it_is_for() -> None:
    who = said(f"{BURR}.9r1").who
    assert who
    assert (who.key, who.handle) == ("UCbenokafor0000000000000", "@ben-o")
    assert said("UgD4ddddddddddddddddddAaABAg").who is None


def test_a_link_leads_to_the_comment_under_its_video_or_post() -> None:
    assert said(f"{BURR}.9r1").url.endswith(f"/watch?v=vidBurr0001&lc={BURR}.9r1")
    assert "/post/Ugkx" in said("UgD4ddddddddddddddddddAaABAg").url


def test_a_live_chat_without_names_of_columns_is_read() -> None:
    chat = said("UgwLiveChat0000000AaABDqgB5OC1kgI")
    assert (chat.kind, chat.thread) == (Kind.CHAT, "live-vidLive0001")
    assert chat.text == '"slow" is the word'


def test_a_row_that_is_no_comment_is_named() -> None:
    assert [(each.record, each.why) for each in preview(FORMAT, SAMPLE).skipped] == [
        ("Kommentare(1).csv line 4", "it is not as YouTube writes a row.")
    ]


def test_columns_in_an_order_that_nobody_knows_are_not_guessed(tmp_path: Path) -> None:
    row = (SAMPLE / "Takeout/YouTube/live-chats/chats.csv").read_text().split(",")
    (tmp_path / "chats.csv").write_text(",".join([*row[1:4], row[0], *row[4:]]))
    assert not FORMAT.sniff(tmp_path / "chats.csv")
