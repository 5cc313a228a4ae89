"""Help is proposed only where somebody else shows that it helped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cm_desk.domain.help import Line, Sign
from cm_desk.insight.helping import noticed

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
NAMES = {1: ("Nils Berg", "@nils@sea.example"), 2: ("Ben Okafor", "@ben@spokes.example")}
NAMES |= {3: ("李薇", "@liwei@cups.example"), 4: ("Ada", "@ada@far.example")}


def said(id: int, who: int | None, text: str, answers: int | None = None, day: float = 0) -> Line:
    name, handle = NAMES[who] if who else ("", "")
    at = START + timedelta(days=day, minutes=id)
    return Line(id, who, name, handle, at, text, answers)


def told(*lines: Line) -> list[tuple[str, int, str, int]]:
    return [(h.kind, h.line.message_id, h.sign, h.proof.message_id) for h in noticed(lines)]


QUESTION = said(1, 1, "How do I swap the burr?")
ANSWER = said(2, 2, "Three screws and patience.", 1)


@pytest.mark.parametrize(
    "thanks",
    [
        "Thank you, that did it.",
        "Danke!",
        "Merci beaucoup",
        "Gracias",
        "Potwierdzam. Dzięki",
        "谢谢",
    ],
)
def test_an_answer_that_was_thanked_for_is_proposed(thanks: str) -> None:
    assert told(QUESTION, ANSWER, said(3, 1, thanks, 2)) == [("answers", 2, Sign.THANKED, 3)]
    assert told(QUESTION, ANSWER, said(3, 1, thanks)) == [("answers", 2, Sign.THANKED, 3)]


def test_an_answer_that_nobody_thanked_for_is_not() -> None:
    assert told(QUESTION, ANSWER, said(3, 1, "It still turns hard.", 2)) == []
    assert told(QUESTION, ANSWER) == []
    assert told() == []


def test_thanks_to_us_are_no_help_of_others() -> None:
    ours = said(3, None, "And the tool is in the box.", 2)
    assert told(QUESTION, ANSWER, ours, said(4, 1, "Thank you!", 3)) == []


def test_who_is_named_in_the_thanks_is_meant_even_when_it_answers_somebody_else() -> None:
    other = said(3, 4, "Or send it in.", 2)
    thanks = said(4, 3, "照着做完了。谢谢 Ben", 3)
    assert told(QUESTION, ANSWER, other, thanks) == [("answers", 2, Sign.THANKED, 4)]


def test_nobody_is_helped_by_themselves() -> None:
    assert told(ANSWER, said(3, 2, "Thanks, me.", 2)) == []


def test_thanks_of_another_season_are_for_something_else() -> None:
    late = said(3, 1, "Thanks", 2, day=60)
    assert told(QUESTION, ANSWER, late) == []


def test_a_like_of_whoever_asked_is_a_sign() -> None:
    solved = replace(ANSWER, solved_for=frozenset({1}))
    assert told(QUESTION, solved) == [("answers", 2, Sign.SOLVED, 1)]
    assert told(QUESTION, replace(ANSWER, solved_for=frozenset({4}))) == []
    liked = replace(ANSWER, liked_by=frozenset({1}))
    assert told(QUESTION, liked) == [("answers", 2, Sign.LIKED, 1)]
    assert told(QUESTION, replace(ANSWER, liked_by=frozenset({4}))) == []


def test_a_first_message_that_is_greeted_is_a_welcome() -> None:
    first = replace(said(1, 3, "Hello, I am new here."), first=True)
    assert told(first, said(2, 2, "Welcome to the bench!", 1)) == [
        ("welcomes", 2, Sign.WELCOMED, 1)
    ]
    assert told(replace(first, first=False), said(2, 2, "Welcome to the bench!", 1)) == []


def test_who_was_named_and_came_was_introduced() -> None:
    names = said(2, 2, "@ada@far.example sharpens them by hand.", 1)
    came = said(3, 4, "I do. Send me a picture.", 2)
    assert told(QUESTION, names, came) == [("introduces", 2, Sign.MET, 3)]
    there = said(0, 4, "Good morning")
    assert told(there, QUESTION, names, came) == []


def test_a_fault_that_we_said_is_mended_was_worth_reporting() -> None:
    report = said(1, 4, "Since 2.3 the timer runs long.")
    mended = said(2, None, "2.3.1 is out: the timer counts right again.", 1)
    assert told(report, mended) == [("reports", 1, Sign.MENDED, 2)]
    assert told(report, said(2, None, "We are looking at it.", 1)) == []
    assert told(said(1, 4, "I love it."), mended) == []


def test_one_answer_is_one_act_however_many_thank_for_it() -> None:
    first, second = said(3, 1, "Thanks!", 2), said(4, 3, "谢谢", 2)
    assert told(QUESTION, ANSWER, first, second) == [("answers", 2, Sign.THANKED, 3)]
