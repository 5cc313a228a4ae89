import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cm_desk.archives.base import preview
from cm_desk.archives.formats.reddit import FORMAT
from cm_desk.domain.model import Incoming, Kind
from cm_desk.errors import ArchiveError
from tests.contracts.archive import SAMPLES, ArchiveContract, messages

SAMPLE = SAMPLES / "reddit"


class TestReddit(ArchiveContract):
    sample = SAMPLE
    name = "reddit"


def said(id: str, path: Path = SAMPLE) -> Incoming:
    [found] = [m for m in messages(list(FORMAT.parts(path))) if m.remote_id == id]
    return found


def test_the_statistics_say_who_we_are() -> None:
    [source] = preview(FORMAT, SAMPLE).sources
    assert (source.service, source.profile.handle) == ("reddit", "u/Tidewell")


def test_comments_on_one_post_are_one_conversation_with_it() -> None:
    assert said("t1_c1").thread == said("t1_c2").thread == "t3_p9"
    assert said("t1_c3").thread == said("t3_p1").thread == "t3_p1"


def test_a_comment_says_what_it_answers() -> None:
    """A comment, or where there is none the post."""
    assert [said(f"t1_c{n}").reply_to for n in (1, 2, 3)] == ["t3_p9", "t1_x7", "t1_x8"]
    assert said("t1_c1").kind is Kind.COMMENT
    assert said("t1_c1").who is None


def test_a_cell_may_have_many_lines_quotes_and_commas() -> None:
    assert said("t1_c1").text.endswith("|---|---|\n| 12, coarse | 28 |")
    assert said("t1_c2").text == 'Like "this": https://bench.example/burr 🌿'
    assert [each.name for each in said("t1_c2").media] == ["burr.jpg"]
    assert said("t3_p1").text == "A long story.\nIn two lines."


def test_a_shared_link_is_the_text_of_its_post() -> None:
    assert (said("t3_p2").subject, said("t3_p2").text) == (
        "Our repair guide",
        "https://bench.example/repair",
    )


def test_messages_go_both_ways_whatever_the_case_of_our_name() -> None:
    assert [said(id).outgoing for id in ("t4_m1", "t4_m2")] == [False, True]
    assert said("t4_m1").who == said("t4_m2").who
    assert said("t4_m2").sent_at == datetime(2026, 1, 8, 10, 20, tzinfo=UTC)
    assert said("t4_m2").thread == "t4_m1"
    assert [said(id).outgoing for id in ("k1", "k2")] == [False, True]


def test_a_head_without_its_text_and_an_odd_date_are_named() -> None:
    assert [(each.record, each.why) for each in preview(FORMAT, SAMPLE).skipped] == [
        ("comments.csv line 9", "it is not as Reddit writes a row."),
        ("message_headers.csv line 4", "only the head of this message is in it, not its text."),
    ]


def test_one_table_is_read_alone_and_finds_our_name_beside_it(tmp_path: Path) -> None:
    found = preview(FORMAT, SAMPLE / "messages.csv")
    assert (found.messages, found.sources[0].profile.handle) == (2, "u/Tidewell")
    alone = tmp_path / "messages.csv"
    alone.write_bytes((SAMPLE / "messages.csv").read_bytes())
    assert preview(FORMAT, alone, owner="tidewell").sources[0].profile.handle == "u/tidewell"


def test_older_tables_have_no_media_and_other_ends_of_lines(tmp_path: Path) -> None:
    rows = (SAMPLE / "posts.csv").read_bytes().replace(b"\n", b"\r\n")
    (tmp_path / "posts.csv").write_bytes(rows)
    head = b"id,permalink,date,ip,subreddit,gildings,link,parent,body\r\n"
    row = (
        b"c1,,2026-01-05 09:00:00 UTC,,g,0,https://www.reddit.com/r/g/comments/p9/,,Two turns.\r\n"
    )
    (tmp_path / "comments.csv").write_bytes(b"\xef\xbb\xbf" + head + row)
    assert said("t1_c1", tmp_path).text == "Two turns."
    assert said("t3_p1", tmp_path).text.splitlines() == ["A long story.", "In two lines."]


def test_a_zip_of_tables_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as file:
        for each in sorted(SAMPLE.iterdir()):
            file.write(each, each.name)
    assert FORMAT.sniff(path)
    assert messages(list(FORMAT.parts(path))) == messages(list(FORMAT.parts(SAMPLE)))


def test_a_quote_that_never_ends_is_an_error_with_its_line(tmp_path: Path) -> None:
    whole = (SAMPLE / "comments.csv").read_text("utf-8")
    (tmp_path / "comments.csv").write_text(whole[: whole.index("coarse")], "utf-8")
    with pytest.raises(ArchiveError, match=r"comments\.csv line 2: it is no table"):
        list(FORMAT.parts(tmp_path))
