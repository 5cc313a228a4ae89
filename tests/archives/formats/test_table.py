import zipfile
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions.archive import import_archive
from cm_desk.actions.archive import preview as look
from cm_desk.archives import registry
from cm_desk.archives.base import Answer, preview
from cm_desk.archives.columns import parse
from cm_desk.archives.formats.table import FORMAT, Table
from cm_desk.desk import Desk
from cm_desk.domain.model import Incoming, Kind
from cm_desk.errors import ArchiveError
from cm_desk.store import accounts, contacts, surveys
from tests.conftest import Run
from tests.contracts.archive import SAMPLES, ArchiveContract, messages, shared

SAMPLE = SAMPLES / "table" / "desk.csv"
SURVEY = SAMPLES / "table" / "umfrage.csv"
HEAD = "Date,Name,Comment\n"


class TestTable(ArchiveContract):
    sample = SAMPLE
    name = "table"


def said(path: Path = SAMPLE, owner: str = "", columns: str = "") -> list[Incoming]:
    return messages(list(Table(parse(columns)).parts(path, owner)))


def answers(path: Path = SURVEY, columns: str = "") -> list[Answer]:
    return [each for part in Table(parse(columns)).parts(path) for each in part.answers]


def table(folder: Path, text: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    (folder / name).write_bytes(text.encode(encoding))
    return folder / name


# --- messages -----------------------------------------------------------------------------------


def test_rows_are_messages_of_whom_they_name() -> None:
    hers, ours, his, again = said()
    assert hers.text == "Hello, the lid cracked.\nIt fell from the bench."
    assert hers.who
    assert (hers.who.key, hers.who.name) == ("priya@raman.example", "Priya Raman")
    assert (hers.outgoing, ours.outgoing) == (False, True)
    assert ours.who == hers.who
    assert hers.thread == ours.thread == "T1"
    assert (hers.subject, hers.kind) == ("The lid", Kind.MAIL)
    assert (his.sent_at.day, his.sent_at.month) == (14, 2)
    assert his.text == again.text
    assert his.remote_id != again.remote_id


def test_what_cannot_be_a_message_is_named_with_its_line() -> None:
    assert [(each.record, each.why) for each in preview(FORMAT, SAMPLE).skipped] == [
        ("desk.csv line 7", "it has no date."),
        ("desk.csv line 8", "it says nothing."),
        ("desk.csv line 9", "nobody is named in it."),
    ]


def test_our_own_rows_are_known_by_the_name_we_give(tmp_path: Path) -> None:
    text = "When,Who,Text,Thread\n" + "".join(
        f"2025-02-13 10:0{n},{who},Line {n},A\n" for n, who in enumerate(("@ben", "@tidewell"))
    )
    file = table(tmp_path, text)
    assert [m.outgoing for m in said(file)] == [False, False]
    for owner in ("@tidewell", "tidewell", "Tidewell"):
        his, ours = said(file, owner)
        assert (his.outgoing, ours.outgoing) == (False, True)
        assert ours.who == his.who


def test_a_name_may_hold_an_address(tmp_path: Path) -> None:
    text = 'Date,From,Comment\n2025-02-13,"Raman, Priya <Priya@Raman.example>",The lid\n'
    [found] = said(table(tmp_path, text))
    assert found.who
    assert (found.who.key, found.who.handle, found.who.name) == (
        "priya@raman.example",
        "Priya@Raman.example",
        "Raman, Priya",
    )


def test_everybody_is_where_the_table_says(tmp_path: Path) -> None:
    text = "Date,User,Comment,Channel\n" + "".join(
        f"2025-02-13 10:0{n},@ben,Line {n},{where}\n"
        for n, where in enumerate(("X", "Mastodon", "x", "Kiosk", ""))
    )
    file = table(tmp_path, text)
    assert sorted(each.service for each in preview(FORMAT, file).sources) == [
        "kiosk",
        "mastodon",
        "table",
        "twitter",
    ]
    [only] = preview(Table(parse("channel=,service=Reddit")), file).sources
    assert only.service == "reddit"


def test_a_day_and_its_time_may_stand_apart_and_a_zone_be_told(tmp_path: Path) -> None:
    text = "Datum;Uhrzeit;Name;Kommentar\n13.07.2025;10:15;Nils Berg;Der Deckel passt nicht\n"
    [found] = said(table(tmp_path, text), columns="zone=Europe/Berlin")
    assert found.sent_at.isoformat() == "2025-07-13T08:15:00+00:00"


def test_the_whole_column_tells_which_number_is_the_day(tmp_path: Path) -> None:
    """The one date that tells stands far behind what is looked at first."""
    rows = "".join(f"01/0{n % 9 + 1}/2025,Ben Okafor,Line {n}\n" for n in range(300))
    file = table(tmp_path, HEAD + rows + "02/28/2025,Ben Okafor,The last one\n")
    assert {m.sent_at.month for m in said(file)} == {1, 2}
    assert {m.sent_at.month for m in said(file, columns="dates=day")} == set(range(1, 10))


# --- how it is written --------------------------------------------------------------------------

LINES = 'Date{d}Name{d}Comment\n2025-02-13{d}Chloé Martin{d}"Très bien{d} ""merci"""\n'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiter_and_encoding_are_guessed(tmp_path: Path, delimiter: str, encoding: str) -> None:
    file = table(tmp_path, LINES.format(d=delimiter), encoding=encoding)
    assert registry.sniff(file) is FORMAT
    [found] = said(file)
    assert found.text == f'Très bien{delimiter} "merci"'
    assert found.who
    assert found.who.name == "Chloé Martin"


def test_another_encoding_can_be_told(tmp_path: Path) -> None:
    text = "Дата,Имя,Комментарий\n2025-02-13,Ольга,Крышка треснула\n"
    file = table(tmp_path, text, encoding="cp1251")
    [found] = said(file, columns="encoding=cp1251")
    assert found.text == "Крышка треснула"
    with pytest.raises(ArchiveError, match="klingon"):
        said(file, columns="encoding=klingon")


def test_titles_above_the_headings_and_a_hint_for_spreadsheets_are_passed_over(
    tmp_path: Path,
) -> None:
    text = "sep=,\nOur comments of 2025,,\n,,\n" + HEAD + "2025-02-13,Ben Okafor,Hello\n"
    assert [m.text for m in said(table(tmp_path, text))] == ["Hello"]


def test_a_table_without_headings_is_read(tmp_path: Path) -> None:
    text = "2025-02-13,Ben Okafor,Walked two hours\n2025-02-14,Greta Holm,The crank is fine\n"
    assert [m.text for m in said(table(tmp_path, text))] == [
        "Walked two hours",
        "The crank is fine",
    ]
    assert [m.text for m in said(table(tmp_path, text), columns="text=2,who=3")] == [
        "Ben Okafor",
        "Greta Holm",
    ]


def test_a_quotation_without_an_end_is_named_and_the_rest_read(tmp_path: Path) -> None:
    long = '2025-02-13,Ben Okafor,"never closed ' + "x" * 200_000 + "\n"
    text = HEAD + long + "2025-02-14,Greta Holm,Still here\n"
    found = preview(FORMAT, table(tmp_path, text))
    assert (found.messages, found.skipped_count) == (1, 1)
    assert "quotation mark" in found.skipped[0].why


def test_a_row_of_a_hundred_thousand_cells_is_read(tmp_path: Path) -> None:
    """Quickly: what looks at columns looks at some hundred."""
    text = HEAD + "2025-02-13,Ben Okafor,One" + "," * 100_000 + "\n"
    assert [m.text for m in said(table(tmp_path, text))] == ["One"]
    wide = ",".join(f"c{n}" for n in range(100_000)) + "\n"
    assert not FORMAT.sniff(table(tmp_path, wide * 3, "wide.txt"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("letter.txt", "Dear all, hello, this is\na letter, with commas, and\nno table, at all\n"),
        ("data.json", '{"a": 1,\n"b": 2,\n"c": 3}\n'),
        ("page.csv", "<html>,<body>\n1,2\n"),
        ("one.csv", "Comment\nJust one column\nand another\n"),
        ("head.csv", HEAD),
    ],
)
def test_other_files_are_no_tables(tmp_path: Path, name: str, text: str) -> None:
    assert not FORMAT.sniff(table(tmp_path, text, name))
    with pytest.raises(ArchiveError):
        registry.sniff(tmp_path / name)


def test_a_zip_or_folder_of_tables_is_read(tmp_path: Path) -> None:
    table(tmp_path, HEAD + "2025-02-13,Ben Okafor,One\n", "a.csv")
    table(tmp_path, "Datum;Kunde;Nachricht\n14.02.2025;Greta Holm;Zwei\n", "b.CSV")
    table(tmp_path, "no table", "readme.txt")
    assert registry.sniff(tmp_path) is FORMAT
    assert [m.text for m in said(tmp_path)] == ["One", "Zwei"]
    with zipfile.ZipFile(tmp_path / "both.zip", "w") as archive:
        archive.write(tmp_path / "a.csv", "in/a.csv")
        archive.write(tmp_path / "b.CSV", "in/b.CSV")
    assert registry.sniff(tmp_path / "both.zip") is FORMAT
    assert [m.text for m in said(tmp_path / "both.zip")] == ["One", "Zwei"]


def test_a_column_that_is_not_there_is_an_error_that_names_the_others() -> None:
    with pytest.raises(ArchiveError, match=r"no column “Body”.*Ticket, Date"):
        said(columns="text=Body")
    with pytest.raises(ArchiveError, match="zone"):
        said(columns="zone=Mars")


# --- answers ------------------------------------------------------------------------------------


def test_scores_are_answers_of_a_survey_on_their_scale() -> None:
    first, second, third = answers()
    assert (first.kind, first.score, first.low, first.high) == ("nps", 9, 0, 10)
    assert first.text == "Die Mühle läuft seit Jahren."
    assert first.question.startswith("Wie wahrscheinlich")
    assert first.who.key == "hannah.vogt@lesesaal.example"
    assert (second.score, second.text, third.score) == (6, "", None)
    found = preview(FORMAT, SURVEY)
    assert (found.answers, found.messages, found.people) == (3, 0, 3)
    assert [each.why for each in found.skipped] == [
        "nobody is named in it.",
        "its score is not on the scale from 0 to 10.",
    ]
    assert len(answers(columns="scale=0-11")) == 4


def test_answers_go_to_the_people_who_gave_them_and_only_once(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    """Priya has written by mail: the answer with her address is hers. A copy adds nothing."""

    async def scenario() -> None:
        await import_archive(desk, SAMPLES / "desk.mbox")
        people = await desk.store.read(accounts.all)
        done = await import_archive(desk, SURVEY)
        assert (done.inserted, done.answered) == (0, 3)
        priya = await desk.store.read(contacts.resolve, "mail", "priya@raman.example")
        assert priya
        [hers] = await desk.store.read(surveys.of, priya)
        assert (hers.text, hers.source) == ("Great service", "umfrage")
        copy = table(tmp_path, SURVEY.read_text("utf-8"), "umfrage (1).csv")
        assert (await import_archive(desk, copy)).answered == 0
        assert await desk.store.read(accounts.all) == people

    run(scenario())


def test_importing_twice_changes_nothing(run: Run[Any], desk: Desk, tmp_path: Path) -> None:
    """Nor does a later export that holds the same rows and one more."""

    async def scenario() -> None:
        assert (await import_archive(desk, SAMPLE)).inserted == 4
        again = await import_archive(desk, SAMPLE)
        assert (again.inserted, again.updated) == (0, 0)
        later = SAMPLE.read_text("utf-8") + "T6,17/02/2025 10:00,,a@b.example,in,New,New\n"
        file = table(tmp_path, later, "desk 2025-02-18.csv")
        assert (await look(file, desk=desk)).here == 4
        assert (await import_archive(desk, file)).inserted == 1

    run(scenario())


# --- what others wrote --------------------------------------------------------------------------


def test_tables_of_others_are_read() -> None:
    """42 private messages, half of them from us; and 7,500 posts that have no date. Counted by
    another reader of CSV: the rows, and those whose "from" is RockstarSupport."""
    mails = shared("made/reddit/messages.csv")
    found = preview(FORMAT, mails)
    assert (found.messages, found.skipped_count) == (42, 0)
    assert sum(m.outgoing for m in said(mails, "RockstarSupport")) == 21
    posts = preview(FORMAT, shared("../tweet-acts/TWEET_DATA.csv"))
    assert (posts.messages, posts.reasons) == (0, (("it has no date.", 7500),))
