from datetime import UTC, datetime
from pathlib import Path

import pytest

from cm_desk.archives.base import preview
from cm_desk.archives.formats.whatsapp import FORMAT
from cm_desk.domain.model import Incoming
from tests.contracts.archive import SAMPLES, ArchiveContract, messages

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


def test_lines_of_another_look_are_quoted_words(tmp_path: Path) -> None:
    """An export has one way to write the time; somebody pasted the others into a message."""
    path = tmp_path / "WhatsApp Chat with Ada.txt"
    lines = [f"[0{day}.03.26, 10:00:00] Ada: hello {day}" for day in range(1, 8)]
    lines[3] += "\n[4.3.2026, 11:00:00] Bo: from elsewhere\n3/4/26, 11:01 - Cy: and this"
    path.write_text("\n".join(lines), "utf-8")
    found = messages(list(FORMAT.parts(path)))
    assert len(found) == 7
    assert found[3].text.count("\n") == 2


def test_a_file_of_many_looks_is_read_each_by_its_own(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Ada.txt"
    lines = ["[05.03.26, 10:00:00] Ada: a", "3/25/26, 3:19 PM - Ada: b", "2026/4/3, 16:13 - Ada: c"]
    path.write_text("\n".join(lines), "utf-8")
    assert [each.sent_at for each in messages(list(FORMAT.parts(path)))] == [
        *(local(2026, 3, 5, 10, 0), local(2026, 3, 25, 15, 19), local(2026, 4, 3, 16, 13))
    ]


def test_what_an_iphone_puts_first_into_a_chat_is_a_notice(tmp_path: Path) -> None:
    """In a group as well, where it is said in the name of the group."""
    folder = tmp_path / "WhatsApp Chat - The bench"
    folder.mkdir()
    path = folder / "_chat.txt"
    lines = ["The bench: \u200eMessages are encrypted", "Ada: hi", "Bo: \u200eimage omitted"]
    lines += ["Cy: hm", "The bench: \u200eSecurity code changed"]
    path.write_text("".join(f"[05.03.26, 10:00:0{n}] {t}\n" for n, t in enumerate(lines)), "utf-8")
    found = preview(FORMAT, path)
    assert (found.messages, found.people, found.skipped_count) == (3, 3, 2)


def test_our_word_in_a_group_is_for_nobody_alone(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with The bench.txt"
    path.write_text("".join(f"5/3/26, 10:00 - {who}: hi\n" for who in ("Ada", "Bo", "Tidewell")))
    found = messages(list(FORMAT.parts(path, owner="Tidewell")))
    assert [(each.outgoing, each.who and each.who.name) for each in found] == [
        *((False, "Ada"), (False, "Bo"), (True, None))
    ]
