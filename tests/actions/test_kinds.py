from dataclasses import replace
from typing import Any

import pytest

from cm_desk.actions import gestures, kinds
from cm_desk.desk import Desk
from cm_desk.domain.kinds import Kind, first, free_letter, key_for, named
from cm_desk.errors import BadInput
from tests.conftest import Run
from tests.ui.people import settle_in

ISSUE = (
    *("thank-you", "apology", "congratulation", "shout-out", "share", "beyond", "early-look"),
    *("offer", "gift", "favour", "introduction", "invitation", "surprise"),
)


def test_every_kind_that_was_asked_for_comes_with_the_desk() -> None:
    assert tuple(each.key for each in first()) == ISSUE
    letters = [each.letter for each in first()]
    assert all(letters)
    assert len(set(letters)) == len(letters)


def test_a_kind_is_added_renamed_moved_hidden_and_each_is_taken_back(
    run: Run[Any], desk: Desk
) -> None:
    async def scenario() -> None:
        start = await kinds.all(desk)
        steps = [
            await kinds.add(desk, "Song of the week", Kind("", "", "", "star", minutes=20)),
            await kinds.change(desk, replace(start[0], label="Thanks", letter="", public=True)),
            await kinds.move(desk, "gift", -99),
            await kinds.hide(desk, "offer"),
        ]
        there = await kinds.all(desk)
        song = named("song-of-the-week", there)
        assert (song.label, song.minutes, song.letter) == ("Song of the week", 20, "N")
        assert [each.key for each in there[:2]] == ["gift", "thank-you"]
        assert named("offer", there).hidden
        assert named("thank-you", there).label == "Thanks"
        for undo in reversed(steps):
            await undo.back()
        assert await kinds.all(desk) == start

    run(scenario())


def test_a_kind_of_ones_own_can_be_given_and_then_only_hidden(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        await kinds.add(desk, "Song of the week")
        await gestures.give(desk, priya, "song-of-the-week", why="“My song”")
        with pytest.raises(BadInput, match="cannot be removed"):
            await kinds.remove(desk, "song-of-the-week")
        await kinds.hide(desk, "song-of-the-week")
        with pytest.raises(BadInput, match="no kind of gesture"):
            await gestures.give(desk, priya, "song-of-the-week", why="“My song”")

    run(scenario())


WRONG = [
    (Kind("gift", " ", "Gifts"), "needs a name"),
    (Kind("gift", "x" * 41, "Gifts"), "over 40 letters"),
    (Kind("gift", "Gift", "Gifts", minutes=-1), "less than nothing"),
    (Kind("gift", "Gift", "Gifts", turn="maybe"), "not known"),
    (Kind("gift", "Gift", "Gifts", letter="ß"), "is no letter"),
    (Kind("gift", "Gift", "Gifts", letter="T"), "T already chooses Thank-you"),
]


@pytest.mark.parametrize(("kind", "why"), WRONG)
def test_what_cannot_be_a_kind_is_said_and_changes_nothing(
    run: Run[Any], desk: Desk, kind: Kind, why: str
) -> None:
    async def scenario() -> None:
        start = await kinds.all(desk)
        with pytest.raises(BadInput, match=why):
            await kinds.change(desk, kind)
        assert await kinds.all(desk) == start

    run(scenario())


def test_the_last_kind_cannot_be_hidden(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        for each in ISSUE[1:]:
            await kinds.hide(desk, each)
        with pytest.raises(BadInput, match="One kind at least"):
            await kinds.hide(desk, ISSUE[0])

    run(scenario())


def test_names_become_keys_and_letters() -> None:
    assert key_for("Song of the week", ["song-of-the-week"]) == "song-of-the-week-2"
    assert key_for("🎉", []) == "kind"
    assert key_for("誕生日", []) == "誕生日"
    assert free_letter("Taco", first()) == ""
    assert free_letter("Quilt", first()) == "Q"
    assert named("hug", first()).label == "Hug"
