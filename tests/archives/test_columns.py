import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk.archives.columns import FIELDS, Columns, guess, is_out, parse, resolved, service_of
from cm_desk.archives.scores import Scale, scale_of, score_of
from cm_desk.errors import BadInput

LID = ["13/02/2025", "Priya Raman", "The lid cracked again"]


@pytest.mark.parametrize(
    ("headings", "row", "expected"),
    [
        ("Date|Name|Comment", LID, "when who text"),
        ("Zeitstempel|Kunde|Nachricht", LID, "when who text"),
        ("Horodatage|Nom|Commentaire", LID, "when who text"),
        ("Marca temporal|Nombre|Comentario", LID, "when who text"),
        ("Data|Nome|Messaggio", LID, "when who text"),
        ("Datum|Naam|Opmerking", LID, "when who text"),
        ("Дата|Имя|Комментарий", LID, "when who text"),
        ("日時|お名前|コメント", ["2025/02/13", "田中 由紀", "刃を替えました"], "when who text"),
        ("时间|姓名|内容", ["2025-02-13", "李薇", "手冲新手，慢慢来"], "when who text"),
        ("created_at|fromUser|messageBody", LID, "when who text"),
        (
            "Note|Auteur|Commentaire|Date",
            ["5", "Chloé", "Très bien", "1/2/25"],
            "score who text when",
        ),
        ("Note|User|Created", ["The lid cracked", "Chloé", "1/2/25"], "text who when"),
    ],
)
def test_columns_are_known_by_heading_and_content(
    headings: str, row: list[str], expected: str
) -> None:
    found = guess(headings.split("|"), [row] * 3)
    assert [{name: key for key, name in found.items()}.get(h) for h in headings.split("|")] == (
        expected.split()
    )


def test_the_last_word_of_a_heading_says_what_it_is() -> None:
    rows = [[f"Ugw{n}", f"Der {n}. Deckel passt"] for n in range(3)]
    assert guess(["Kommentar-ID", "Kommentartext"], rows) == {
        "id": "Kommentar-ID",
        "text": "Kommentartext",
    }


def test_columns_without_headings_are_known_by_their_look() -> None:
    rows = [
        ["2025-02-13 10:00", "Priya Raman", "priya@raman.example", "The lid cracked again, sorry"],
        ["2025-02-14 10:00", "Ben Okafor", "ben@spokes.example", "Walked two hours to the bench"],
    ]
    names = [f"Column {n}" for n in range(1, 5)]
    assert guess(names, rows) == dict(zip(("when", "who", "handle", "text"), names, strict=True))


@given(st.lists(st.lists(st.text(max_size=20), min_size=4, max_size=4), max_size=6))
def test_guessing_never_raises_and_gives_a_column_to_one_field(rows: list[list[str]]) -> None:
    found = guess(["Date", "Name", "?", ""], rows)
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(FIELDS)


def test_what_a_person_says_comes_before_what_is_guessed() -> None:
    headings, rows = ["Date", "Name", "Comment", "More"], [[*LID, "A second thought on it"]]
    wanted = parse("text=more, who=2, subject=, zone=UTC")
    assert wanted == Columns({"text": "more", "who": "2", "subject": ""}, zone="UTC")
    found = resolved(wanted, headings, rows)
    assert found.names == {"text": "More", "who": "Name", "when": "Date"}
    assert found.zone == "UTC"


def test_a_heading_with_a_comma_stands_in_quotation_marks() -> None:
    assert parse('"text=Why, in your words?",when=Date').names == {
        "text": "Why, in your words?",
        "when": "Date",
    }


@pytest.mark.parametrize("odd", ["text", "mood=Date", "=x", "text=Comment,dates=noon"])
def test_odd_columns_are_named(odd: str) -> None:
    with pytest.raises(BadInput):
        parse(odd)


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(BadInput, match=r"no column “Text”.*Date, Name, Comment"):
        resolved(parse("text=Text"), ["Date", "Name", "Comment"], [LID])


def test_directions_and_services_are_known_in_many_words() -> None:
    assert all(map(is_out, ("out", "Outbound", "SENT", "ausgehend", "Envoyé", "Agent", "送信")))
    assert not any(map(is_out, ("in", "received", "customer", "", "eingehend", "受信")))
    assert [service_of(each) for each in ("X", "E-Mail", "Mastodon", "Kiosk")] == [
        "twitter",
        "mail",
        "mastodon",
        "kiosk",
    ]
    assert service_of("Kiosk", "mail") == "mail"


def test_scores_are_read_on_their_scale() -> None:
    cells = ["9", "9/10", "4,5", "★★★☆☆", "5 - Very satisfied", "great", ""]
    assert [score_of(each) for each in cells] == [9, 9, 4.5, 3, 5, None, None]
    assert scale_of("How likely are you to recommend us?", ["3", "5"]) == Scale("nps", 0, 10)
    assert scale_of("Rating", ["3", "5", "1"]) == Scale("csat", 1, 5)
    assert scale_of("Stars", ["★★★☆☆"]) == Scale("csat", 1, 5)
    assert scale_of("Ease", ["7", "2"]) == Scale("", 1, 7)
    assert scale_of("Total", ["70", "88"]) == Scale("", 0, 100)
    assert scale_of("Points", ["200", "-5"]) == Scale("", -5, 200)
    assert scale_of("Rating", ["3"], "1-7") == Scale("csat", 1, 7)
    with pytest.raises(ValueError, match="scale"):
        scale_of("Rating", ["3"], "7-1")
