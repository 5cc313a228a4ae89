"""Help is proposed from what was said, counted when a person says yes, and told by month."""

from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import board, helping
from cm_desk.domain.help import Sign
from cm_desk.domain.model import Author, Page, Signal, SignalKind
from cm_desk.errors import BadInput
from cm_desk.store import acts, contacts, gestures, labels, messages
from cm_desk.store.gestures import Gesture
from cm_desk.store.helping import Proposal
from tests.conftest import Run
from tests.place import Place, conversation
from tests.village import ADA

BO = Author("bo@far.example", "@bo@far.example", "Bo Lindgren")


async def talk(place: Place, thanks: str = "Thank you, Bo, that did it.") -> int:
    place.village.write("How do I swap the burr?", ADA, "t")
    place.village.write("Three screws and patience.", BO, "t")
    place.village.write(thanks, ADA, "t")
    return await conversation(place)


async def proposed(place: Place) -> Proposal:
    assert await helping.look(place.desk) == 1
    [found] = await helping.proposals(place.desk)
    return found


def test_an_answer_is_proposed_with_its_proof_and_counts_after_a_yes(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        id = await talk(place)
        label = await place.desk.store.write(labels.ensure, "Repairs", "#0B6B66")
        await place.desk.store.write(labels.assign, id, label.id)
        one = await proposed(place)
        assert (one.who, one.by) == ("Bo Lindgren", "Ada Vogel")
        assert one.proof == "Thank you, Bo, that did it."
        assert (one.act.kind, one.act.context) == ("answers", "Repairs")
        march = (2026, 3)
        assert not (await board.leaders(place.desk, march)).board.rows
        await helping.confirm(place.desk, one.act)
        found = await board.leaders(place.desk, march, "Repairs")
        [row] = found.board.rows
        assert (found.faces[row.contact_id][0], row.aided) == ("Bo Lindgren", 1)
        [behind] = await board.acts(place.desk, row.acts)
        assert behind.act.quote == "Three screws and patience."
        assert not (await board.leaders(place.desk, march, "Delivery")).board.rows
        assert not (await board.leaders(place.desk, (2026, 2))).board.rows
        assert found.contexts == ("Repairs",)

    run(scenario())


def test_a_solution_that_a_forum_marks_is_a_sign(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await talk(place, "Next question then")
        answer = place.village.messages[1]
        mark = Signal("s1", SignalKind.SOLVED, ADA, answer.sent_at, answer.remote_id)
        page = Page(signals=(mark,))
        await place.desk.store.write(messages.save, place.account.id, page, "solved")
        one = await proposed(place)
        assert (one.who, one.by, one.act.sign) == ("Bo Lindgren", "Ada Vogel", Sign.SOLVED)

    run(scenario())


def test_what_was_dismissed_is_not_proposed_again_and_undo_brings_it_back(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        await talk(place)
        one = await proposed(place)
        undo = await helping.dismiss(place.desk, one.act)
        assert await helping.proposals(place.desk) == []
        place.village.write("And thanks again, Bo.", ADA, "t")
        await conversation(place)
        assert await helping.look(place.desk) == 0
        await undo.back()
        [again] = await helping.proposals(place.desk)
        assert (again.act.id, again.act.judged_at) == (one.act.id, None)

    run(scenario())


def test_a_look_reads_only_what_is_new(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await talk(place)
        assert await helping.look(place.desk) == 1
        assert await helping.look(place.desk) == 0
        place.village.write("And the handle?", ADA, "u")
        place.village.write("Turn it left.", BO, "u")
        place.village.write("Merci!", ADA, "u")
        await conversation(place)
        assert await helping.look(place.desk) == 1

    run(scenario())


def test_a_person_may_note_help_themselves(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await talk(place, thanks="It still turns hard.")
        [bo] = await place.desk.store.read(contacts.find, "bo")
        [[message]] = await place.desk.store.read(
            lambda db: db.execute("select id from messages where text like 'Three%'").fetchall()
        )
        _, undo = await helping.note(place.desk, message, "answers", "Repairs")
        [act] = await place.desk.store.read(acts.of, bo.id)
        assert (act.state, act.context) == ("confirmed", "Repairs")
        with pytest.raises(BadInput, match="noted already"):
            await helping.note(place.desk, message, "answers")
        with pytest.raises(BadInput, match="no kind of help"):
            await helping.note(place.desk, message, "cheers")
        await undo.back()
        assert await place.desk.store.read(acts.of, bo.id) == []

    run(scenario())


def test_thanks_change_the_fair_order(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await talk(place)
        place.village.write("Try step 14.", ADA, "v")
        place.village.write("Thanks!", BO, "v")
        await conversation(place)
        await helping.look(place.desk)
        for each in await helping.proposals(place.desk):
            await helping.confirm(place.desk, each.act)
        month = (2026, 3)
        first, second = [r.contact_id for r in (await board.leaders(place.desk, month)).board.rows]
        given = Gesture(0, first, "thank-you", place.clock() - timedelta(days=1))
        await place.desk.store.write(gestures.add, given)
        after = [r.contact_id for r in (await board.leaders(place.desk, month)).board.rows]
        assert after == [second, first]

    run(scenario())


@pytest.mark.parametrize("text", ["October", "2026-13", "26-10-1"])
def test_a_month_that_is_none_is_said_so(text: str) -> None:
    with pytest.raises(BadInput, match="is no month"):
        board.month_of(text)
