import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cm_desk.archives.base import preview
from cm_desk.archives.formats import mbox
from cm_desk.archives.formats.mbox import FORMAT
from cm_desk.domain.model import Incoming
from cm_desk.errors import ArchiveError
from tests.contracts.archive import SAMPLES, ArchiveContract, messages

SAMPLE = SAMPLES / "desk.mbox"


class TestMbox(ArchiveContract):
    sample = SAMPLE
    name = "mbox"


def mail(id: str) -> Incoming:
    [found] = [m for m in messages(list(FORMAT.parts(SAMPLE))) if m.remote_id == id]
    return found


def test_our_address_is_the_one_most_mails_name() -> None:
    [source] = preview(FORMAT, SAMPLE).sources
    assert source.profile.handle == "hello@tidewell.example"
    assert mail("b1@tidewell.example").outgoing
    assert not mail("a1@poczta.example").outgoing


def test_another_owner_may_be_named() -> None:
    parts = list(FORMAT.parts(SAMPLE, owner="Lukasz.Nowak@poczta.example"))
    assert [m.outgoing for m in messages(parts)] == [True, False, True, False]


def test_several_addresses_may_be_ours() -> None:
    """The account is called as the first one."""
    owner = "hello@tidewell.example, lukasz.nowak@poczta.example"
    parts = list(FORMAT.parts(SAMPLE, owner=owner))
    assert {part.source.profile.handle for part in parts} == {"hello@tidewell.example"}
    found = messages(parts)
    assert [m.outgoing for m in found] == [True, True, True, False]
    assert [m.who for m in found[:3]] == [None, None, None]


def test_names_subjects_and_texts_are_decoded() -> None:
    first = mail("a1@poczta.example")
    assert first.who
    assert (first.who.name, first.who.key) == ("Łukasz Nowak", "lukasz.nowak@poczta.example")
    assert first.subject == "Zamówienie 4417"
    assert first.text == "Dzień dobry,\nFrom the shop: no tracking number yet.\n\n-- \nŁukasz"


def test_a_conversation_follows_what_mails_answer() -> None:
    """Also where one names only the mail before it."""
    threads = {mail(id).thread for id in ("b1@tidewell.example", "a2@poczta.example")}
    assert threads == {"a1@poczta.example"}
    assert mail("a2@poczta.example").reply_to == "b1@tidewell.example"


def test_our_answer_belongs_to_whom_we_wrote() -> None:
    who = mail("b1@tidewell.example").who
    assert who
    assert who.key == "lukasz.nowak@poczta.example"


def test_quotes_stay_in_the_text() -> None:
    assert mail("b1@tidewell.example").text.endswith("> no tracking number yet.")


def test_html_becomes_text_and_files_are_named() -> None:
    found = mail("c1@courrier.example")
    assert found.text == "Bonjour,\n\nle ressort boite."
    assert [(each.kind, each.name) for each in found.media] == [("image", "ressort.jpg")]


def test_an_odd_date_falls_back_to_the_mailbox() -> None:
    assert mail("c1@courrier.example").sent_at == datetime(2026, 1, 8, 8, 50, tzinfo=UTC)


def test_a_copy_and_a_mail_from_nobody_are_named() -> None:
    found = preview(FORMAT, SAMPLE)
    assert (found.messages, found.conversations, found.people) == (4, 2, 2)
    assert [(each.record, each.why) for each in found.skipped] == [
        ("desk.mbox mail 5", "a copy of a mail that came before."),
        ("desk.mbox mail 6", "it does not say who wrote it."),
    ]


def test_headers_in_bytes_of_any_kind_are_read(tmp_path: Path) -> None:
    """As UTF-8, which newer programs write there, else as Windows-1252."""
    path = tmp_path / "new.eml"
    text = "From: Jöhn Doe <jöhn@mächine.example>\nTo: hello@tidewell.example\n"
    text += "Subject: Säying Hello 🎉\nDate: Thu, 08 Jan 2026 09:00:00 +0000\n\nbody\n"
    for encoding in ("utf-8", "cp1252"):
        path.write_bytes(text.replace("🎉", "€").encode(encoding))
        [found] = messages(list(FORMAT.parts(path, owner="hello@tidewell.example")))
        assert (found.subject, found.who and found.who.name) == ("Säying Hello €", "Jöhn Doe")
        assert found.who
        assert found.who.key == "jöhn@mächine.example"


def test_a_zip_and_a_folder_of_mails_are_read(tmp_path: Path) -> None:
    mails = SAMPLE.read_bytes().split(b"\nFrom ")
    folder = tmp_path / "mails"
    folder.mkdir()
    for number, each in enumerate(mails):
        (folder / f"{number}.eml").write_bytes(each.partition(b"\n")[2])
    path = tmp_path / "mails.zip"
    with zipfile.ZipFile(path, "w") as file:
        for one in sorted(folder.iterdir()):
            file.write(one, f"Mail/{one.name}")
    for place in (folder, path):
        assert FORMAT.sniff(place)
        assert preview(FORMAT, place).messages == 3  # without a mailbox an odd date is no date


def test_a_word_of_many_megabytes_is_kept_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "long.mbox"
    first = SAMPLE.read_bytes().partition(b"\nFrom hello")[0]
    path.write_bytes(first + b"x" * 5_000_000 + b"\n")
    [found] = messages(list(FORMAT.parts(path)))
    assert len(found.text) == 200_000


def test_a_mailbox_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """Memory holds a part of fifty mails and the ids, not the file."""
    path, one = tmp_path / "long.mbox", SAMPLE.read_text().partition("\nFrom hello")[0]
    with path.open("w") as file:
        for number in range(400):
            file.write(one.replace("a1@", f"a{number}@") + "word " * 4000 + "\n\n")
    tracemalloc.start()
    try:
        count = sum(len(part.page.messages) for part in FORMAT.parts(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 400
    assert path.stat().st_size > 8_000_000 > peak


def test_a_mail_that_is_too_large_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "MAX_MAIL", 400)
    found = preview(FORMAT, SAMPLE)
    assert [each.record for each in found.skipped] == [
        "desk.mbox mail 4",
        "desk.mbox mail 5",
        "desk.mbox mail 6",
    ]


def test_a_mailbox_of_nobody_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "nobody.mbox"
    path.write_text("From nobody Thu Jan  8 09:00:00 2026\nSubject: boo\nDate: today\n\nBoo.\n")
    with pytest.raises(ArchiveError, match="no mail in it says"):
        list(FORMAT.parts(path))


def test_parts_nested_a_thousand_times_are_survived(tmp_path: Path) -> None:
    lines = ["From: ada@post.example", "To: hello@tidewell.example", "Subject: deep"]
    lines += ["Date: Thu, 08 Jan 2026 09:00:00 +0000", "Message-ID: <deep@post.example>"]
    lines += [f'Content-Type: multipart/mixed; boundary="{i}"\n\n--{i}' for i in range(1000)]
    (tmp_path / "deep.eml").write_text("\n".join(lines))
    found = preview(FORMAT, tmp_path / "deep.eml")
    assert found.messages + found.skipped_count == 1
