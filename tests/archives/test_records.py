"""JSON records of web forms, read as tables are."""

import json
from pathlib import Path

import pytest

from cm_desk.archives import registry
from cm_desk.archives.base import preview
from cm_desk.archives.columns import Columns, parse, written
from cm_desk.domain.model import Incoming

FORM = {
    "submitted_at": "2026-03-03T09:00:00Z",
    "name": "Ada Vogel",
    "email": "ada@example.org",
    "message": "Do you ship to Norway?",
    "agreed": True,
    "page": {"url": "https://tidewell.example/contact", "title": "Contact"},
    "tags": ["a", "b"],
}


def table(tmp_path: Path, text: str, name: str = "contact.json") -> list[Incoming]:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    kind = registry.sniff(path)
    assert kind.name == "table"
    return [each for part in kind.parts(path) for each in part.page.messages]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([FORM]),
        json.dumps(FORM),
        json.dumps(FORM, indent=2),
        json.dumps({"form": "contact", "entries": [FORM]}, indent=1),
        json.dumps(FORM) + "\n",
        "\ufeff" + json.dumps([FORM]),
    ],
)
def test_a_form_is_a_message_however_it_is_wrapped(tmp_path: Path, text: str) -> None:
    [found] = table(tmp_path, text)
    assert found.who
    assert (found.who.name, found.who.key) == ("Ada Vogel", "ada@example.org")
    assert found.text == "Do you ship to Norway?"
    assert found.url == "https://tidewell.example/contact"


def test_an_object_for_each_line_is_a_message_for_each_line(tmp_path: Path) -> None:
    lines = [json.dumps(FORM | {"message": f"number {i}"}) for i in range(3)]
    found = table(tmp_path, "\n".join([lines[0], "no json", "", *lines[1:]]), "contact.jsonl")
    assert [each.text for each in found] == ["number 0", "number 1", "number 2"]


def test_the_same_form_again_has_the_same_id(tmp_path: Path) -> None:
    [first] = table(tmp_path, json.dumps([FORM]))
    [again] = table(tmp_path, json.dumps(FORM, indent=2), "again.json")
    assert first.remote_id == again.remote_id


def test_scores_become_answers_of_a_survey(tmp_path: Path) -> None:
    answers = [
        {"date": f"2026-03-0{i}", "email": f"a{i}@example.org", "nps": i + 5, "comment": "fine"}
        for i in range(1, 5)
    ]
    path = tmp_path / "survey.json"
    path.write_text(json.dumps(answers))
    kind = registry.sniff(path)
    found = [each for part in kind.parts(path) for each in part.answers]
    assert [(each.kind, each.score) for each in found] == [
        ("nps", 6), ("nps", 7), ("nps", 8), ("nps", 9)
    ]  # fmt: skip
    assert preview(kind, path).answers == 4


@pytest.mark.parametrize("text", ["[]", "{}", "[1, 2]", "[[[", '{"a": 1}', "[" * 100_000])
def test_other_json_is_no_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)
    assert not registry.load("table").sniff(path)


def test_columns_are_written_as_they_are_read() -> None:
    given = Columns({"text": 'a, "b"', "who": ""}, zone="Europe/Berlin", scale="1-5")
    assert parse(written(given)) == given
