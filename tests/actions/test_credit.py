"""The note of a month lists exactly what was confirmed, names who agreed, and waits for a hand."""

from dataclasses import replace
from typing import Any

import pytest

from cm_desk.actions import consents as allowing
from cm_desk.actions import credit, helping
from cm_desk.actions.outbox import post_due
from cm_desk.errors import BadInput
from cm_desk.store.consents import NAMED, QUOTED
from tests.actions.test_sharing import MARCH, YES, helper
from tests.conftest import Run
from tests.place import Place, conversation
from tests.village import ADA


async def three(place: Place) -> tuple[int, int]:
    """Three answers marked as aid, one dismissed and one that nobody looked at."""
    bo, said = await helper(place)
    for number, thread in enumerate("uvwx"):
        place.village.write(f"Question {number}?", ADA, thread)
        answer = place.village.write(f"Answer {number}.", thread=thread)
        index = place.village.messages.index(answer)
        who = next(m.who for m in place.village.messages if m.text == YES)
        url = f"https://village.example/{answer.remote_id}"
        place.village.messages[index] = replace(answer, who=who, url=url)
        place.village.write("Thank you!", ADA, thread)
    await conversation(place)
    await helping.look(place.desk)
    found = sorted(await helping.proposals(place.desk), key=lambda each: each.act.at)
    for each in found[:2]:
        await helping.confirm(place.desk, each.act)
    await helping.dismiss(place.desk, found[2].act)
    return bo, said


def test_three_marked_answers_are_exactly_the_three_of_the_note(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        bo, said = await three(place)
        found = await credit.note(place.desk, MARCH)
        assert len(found.acts) == 3
        lines = found.text.splitlines()[1:]
        assert lines == ["– Somebody answered others"] * 3
        await allowing.allow(place.desk, bo, NAMED, YES, said)
        named = (await credit.note(place.desk, MARCH)).text.splitlines()[1:]
        assert all(each.startswith("– Bo ") for each in named)
        assert [each.split()[-1] for each in named[1:]] == [
            "https://village.example/m5",
            "https://village.example/m8",
        ]
        assert "Answer 0." not in "".join(named)
        await allowing.allow(place.desk, bo, QUOTED, YES, said)
        assert "“Answer 0.”" in (await credit.note(place.desk, MARCH)).text
        assert place.village.posts == []

    run(scenario())


def test_it_leaves_by_a_hand_and_can_be_taken_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await three(place)
        sending = await credit.publish(place.desk, place.account.id, "Thank you all.")
        await sending.undo.back()
        await post_due(place.desk, place.account)
        assert place.village.posts == []
        await credit.publish(place.desk, place.account.id, "Thank you all.", 0)
        await post_due(place.desk, place.account)
        assert [each.text for each in place.village.posts] == ["Thank you all."]
        with pytest.raises(BadInput, match="too long"):
            await credit.publish(place.desk, place.account.id, "word " * 60)

    run(scenario())


def test_a_month_without_help_has_no_note(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await three(place)
        assert (await credit.note(place.desk, (2026, 1))).text == ""

    run(scenario())
