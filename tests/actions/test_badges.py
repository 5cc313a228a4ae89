"""A badge is awarded by a person, with a reason and an act; it stands in the story, and can go."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import badges as awarding
from cm_desk.actions import helping
from cm_desk.actions.badges import Suggestion
from cm_desk.errors import BadInput
from cm_desk.store import acts, badges, contacts, merges, river
from cm_desk.store.badges import Badge
from cm_desk.store.tx import Tx
from tests.actions.test_helping import proposed, talk
from tests.conftest import NOW, Run
from tests.place import Place


async def suggested(place: Place) -> Suggestion:
    await talk(place)
    await helping.confirm(place.desk, (await proposed(place)).act)
    [found] = await awarding.suggestions(place.desk)
    return found


async def held(place: Place, id: int) -> list[str]:
    return [b.badge for b in (await place.desk.store.read(badges.of, [id])).get(id, ())]


def test_a_badge_is_suggested_with_evidence_and_awarded_with_a_reason(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        one = await suggested(place)
        assert one.who == "Bo Lindgren"
        assert one.deserved.badge.key == "first-answer"
        [evidence] = one.deserved.acts
        assert evidence.quote == "Three screws and patience."
        bo = one.deserved.contact_id
        given = ("first-answer", "You took the fear out of it.", evidence.act_id, "Mara")
        _, undo = await awarding.award(place.desk, bo, *given)
        assert await held(place, bo) == ["first-answer"]
        assert await awarding.suggestions(place.desk) == []
        story = await place.desk.store.read(river.page, bo)
        [entry] = [each for each in story.items if each.badge]
        assert entry.badge
        assert (entry.badge.reason, entry.badge.quote) == (given[1], evidence.quote)
        await undo.back()
        assert await held(place, bo) == []
        assert len(await awarding.suggestions(place.desk)) == 1

    run(scenario())


def test_without_a_reason_or_an_act_nothing_is_saved(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        one = await suggested(place)
        bo, act = one.deserved.contact_id, one.deserved.acts[0].act_id
        [ada] = await place.desk.store.read(contacts.find, "ada")
        for whom, key, reason, of in (
            (bo, "first-answer", "  ", act),
            (bo, "first-answer", "Well done.", None),
            (bo, "first-answer", "Well done.", 999),
            (ada.id, "first-answer", "Well done.", act),
            (bo, "no-such", "Well done.", act),
        ):
            with pytest.raises(BadInput):
                await awarding.award(place.desk, whom, key, reason, of)
        assert await held(place, bo) == []

    run(scenario())


def test_not_even_the_store_keeps_a_badge_without_both(db: sqlite3.Connection) -> None:
    badge = Badge(0, 1, "x", "X", "star", "because", 1, "", NOW)
    db.execute("insert into contacts (id, name, renamed) values (1, 'Bo', 0)")
    with pytest.raises(sqlite3.IntegrityError):
        badges.add(Tx(db), badge)  # there is no such act
    act = acts.add(Tx(db), acts.Act(0, 1, "answers", "", None, "q", NOW))
    assert act
    with pytest.raises(sqlite3.IntegrityError):
        badges.add(Tx(db), replace(badge, act_id=act, reason=" "))
    assert badges.add(Tx(db), replace(badge, act_id=act))


def test_the_same_badge_is_given_once(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        one = await suggested(place)
        bo, act = one.deserved.contact_id, one.deserved.acts[0].act_id
        await awarding.award(place.desk, bo, "first-answer", "Well done.", act)
        with pytest.raises(BadInput, match="already"):
            await awarding.award(place.desk, bo, "first-answer", "Again.", act)

    run(scenario())


def test_who_was_passed_over_comes_again_with_the_next_help(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        one = await suggested(place)
        undo = await awarding.pass_over(place.desk, one.deserved)
        assert await awarding.suggestions(place.desk) == []
        await undo.back()
        assert len(await awarding.suggestions(place.desk)) == 1

    run(scenario())


def test_criteria_are_edited_and_put_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await suggested(place)
        known = await awarding.criteria(place.desk)
        harder = [replace(each, least=each.least + 1) for each in known]
        undo = await awarding.set_criteria(place.desk, harder)
        assert await awarding.suggestions(place.desk) == []
        await undo.back()
        assert await awarding.criteria(place.desk) == known

    run(scenario())


def test_badges_go_with_their_person_when_two_become_one(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        one = await suggested(place)
        bo, act = one.deserved.contact_id, one.deserved.acts[0].act_id
        await awarding.award(place.desk, bo, "first-answer", "Well done.", act)
        [ada] = await place.desk.store.read(contacts.find, "ada")
        at = place.clock() + timedelta(days=1)
        merge = await place.desk.store.write(merges.merge, ada.id, bo, "", at)
        assert await held(place, ada.id) == ["first-answer"]
        assert merge
        await place.desk.store.write(merges.part, merge, at)
        assert (await held(place, ada.id), await held(place, bo)) == ([], ["first-answer"])

    run(scenario())
