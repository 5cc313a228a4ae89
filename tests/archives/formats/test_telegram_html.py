from datetime import UTC, datetime
from pathlib import Path

import pytest

from cm_desk.archives.base import preview
from cm_desk.archives.formats.telegram_html import FORMAT
from cm_desk.domain.model import Incoming
from cm_desk.errors import ArchiveError
from tests.contracts.archive import SAMPLES, ArchiveContract, messages

SAMPLE = SAMPLES / "telegram_html"


class TestTelegramHtml(ArchiveContract):
    sample = SAMPLE
    name = "telegram_html"


def said(number: int) -> Incoming:
    found = messages(list(FORMAT.parts(SAMPLE)))
    [one] = [m for m in found if m.remote_id == f"Amina & co/{number}"]
    return one


def test_we_are_whom_the_chat_is_not_named_after() -> None:
    [source] = preview(FORMAT, SAMPLE).sources
    assert source.profile.handle == "Tidewell"
    assert [said(n).outgoing for n in (1, 2, 3, 4)] == [False, False, True, True]
    assert said(3).who == said(1).who


def test_the_whole_time_stands_behind_the_clock() -> None:
    assert said(1).sent_at == datetime(2026, 1, 5, 9, 1, tzinfo=UTC)


def test_words_keep_their_lines_and_lose_their_marks() -> None:
    assert said(1).text == "Le ressort boite toujours.\nQue faire <maintenant> ?"


def test_a_message_without_a_name_goes_on_from_the_one_before() -> None:
    """Over the end of a page as well; a forwarded one keeps who forwarded it."""
    assert said(2).who == said(1).who
    assert [each.name for each in said(2).media] == ["photo_1.jpg"]
    assert (said(4).outgoing, said(4).text) == (True, "Two turns back, then one.")
    assert said(4).sent_at == datetime(2026, 1, 5, 9, 6, tzinfo=UTC)


def test_an_answer_names_what_it_answers() -> None:
    assert said(3).reply_to == "Amina & co/1"


def test_dates_between_messages_and_a_lost_time_are_named() -> None:
    assert [(each.record, each.why) for each in preview(FORMAT, SAMPLE).skipped] == [
        ("messages.html message-1", "a notice or a date, written by nobody."),
        ("messages2.html message5", "it is not as Telegram writes a message."),
    ]


def test_a_page_that_ends_in_a_message_is_an_error(tmp_path: Path) -> None:
    text = (SAMPLE / "messages.html").read_text("utf-8")
    (tmp_path / "messages.html").write_text(text[: text.index("On s'en")], "utf-8")
    with pytest.raises(ArchiveError, match=r"messages\.html message3: the page ends in this"):
        list(FORMAT.parts(tmp_path))


def test_marks_that_break_parsers_are_an_error_or_text(tmp_path: Path) -> None:
    text = (SAMPLE / "messages.html").read_text("utf-8")
    for odd in ("<![x[", "<!", "<div" * 3000 + ">" * 3000, "<a " + "x" * 100_000, "&#xd800;"):
        (tmp_path / "messages.html").write_text(text.replace("toujours", odd), "utf-8")
        try:
            found = messages(list(FORMAT.parts(tmp_path)))
        except ArchiveError:
            continue
        assert len(found) <= 3
