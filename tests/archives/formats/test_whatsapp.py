from datetime import UTC, datetime
from pathlib import Path

import pytest

from cm_desk.archives.base import preview
from cm_desk.archives.formats.whatsapp import FORMAT
from cm_desk.domain.model import Incoming
from tests.contracts.archive import SAMPLES, ArchiveContract, messages, shared

SAMPLE = SAMPLES / "whatsapp"


class TestWhatsApp(ArchiveContract):
    sample = SAMPLE
    name = "whatsapp"


def said(thread: str) -> list[Incoming]:
    return [m for m in messages(list(FORMAT.parts(SAMPLE))) if m.thread == thread]


def local(*moment: int) -> datetime:
    year, month, day, hour, minute = moment
    return datetime(year, month, day, hour, minute).astimezone(UTC)


def test_we_are_whom_the_chat_is_not_named_after() -> None:
    """And that is known in the chat of many as well."""
    [source] = preview(FORMAT, SAMPLE).sources
    assert source.profile.handle == "Tidewell"
    assert [each.outgoing for each in said("Omar")] == [False, True, False, False, False]
    assert [each.outgoing for each in said("The bench")] == [False, False, True, False]


def test_a_message_may_have_many_lines_and_a_colon() -> None:
    assert said("Omar")[0].text == "مساء الخير، هل المطحنة\nتناسب القهوة التركية؟"
    assert said("The bench")[1].text == "Note: 1:1 is no ratio"


def test_an_american_phone_puts_the_month_first() -> None:
    assert said("Omar")[0].sent_at == local(2026, 1, 30, 21, 2)
    assert said("Omar")[2].sent_at == local(2026, 1, 31, 0, 7)


def test_the_same_word_in_the_same_minute_is_two_messages() -> None:
    assert len({each.remote_id for each in said("Omar")}) == 5


@pytest.mark.parametrize(
    ("thread", "name"), [("Omar", "IMG-20260131.jpg"), ("The bench", "00000012-PHOTO.jpg")]
)
def test_a_file_is_named(thread: str, name: str) -> None:
    assert [each.name for m in said(thread) for each in m.media] == [name]


def test_a_notice_is_left_out_and_named() -> None:
    assert [each.record for each in preview(FORMAT, SAMPLE).skipped] == [
        "WhatsApp Chat with Omar.txt line 1"
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["04.03.26, 10:00", "05.03.26, 10:00"], (2026, 3, 4)),
        (["04/03/2026, 10:00", "04/29/2026, 10:00"], (2026, 4, 3)),
        (["04/03/2026, 10:00", "29/03/2026, 10:00"], (2026, 3, 4)),
        (["2026/4/3, 10:00", "2026/4/5, 10:00"], (2026, 4, 3)),
        (["3/4/26, 10:00", "3/5/26, 10:00", "3/6/26, 10:00", "4/1/26, 10:00"], (2026, 3, 4)),
    ],
)
def test_the_order_of_day_and_month_is_found(
    tmp_path: Path, lines: list[str], expected: tuple[int, int, int]
) -> None:
    path = tmp_path / "WhatsApp Chat with Ada.txt"
    path.write_text("".join(f"{each} - Ada: hello\n" for each in lines))
    first = messages(list(FORMAT.parts(path)))[0]
    assert first.sent_at == local(*expected, 10, 0)


def test_chats_of_many_phones_are_read() -> None:
    for place in sorted(shared("real/whatsapp").iterdir()):
        found = preview(FORMAT, place)
        assert found.messages
        assert found.last
        assert found.last.year < 2024


def test_a_folder_of_chats_is_one_account() -> None:
    """Four chats with twelve messages of people and two of files."""
    found = preview(FORMAT, shared("made/whatsapp/android-gb"))
    assert (found.messages, found.conversations) == (14, 4)
    assert [each.profile.handle for each in found.sources] == ["RockstarSupport"]
