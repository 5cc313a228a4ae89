"""Today's cards: chosen once a day by rules, done by a hand, put off without a grudge."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import today as kindness
from cm_desk.actions.outbox import post_due
from cm_desk.domain.known import About, Moment
from cm_desk.domain.model import Author
from cm_desk.domain.rules import Rules, read, text
from cm_desk.errors import BadInput
from cm_desk.store import (
    acts,
    cards,
    contacts,
    facts,
    gestures,
    known,
    moments,
    outbox,
    promises,
    settings,
)
from cm_desk.store.acts import CONFIRMED, Act
from cm_desk.store.facts import Fact
from tests.conftest import Run
from tests.place import Place, conversation
from tests.village import ADA

DAY = timedelta(days=1)


WORDS = "You can swap the burr yourself. Took me ten minutes."


async def helper(place: Place, who: Author = ADA, words: str = WORDS) -> int:
    """Ada, who helped somebody and heard nothing."""
    said = place.village.write(words, who)
    await conversation(place)
    [ada] = await place.desk.store.read(contacts.find, who.handle.lstrip("@"))
    [message] = await place.desk.store.read(
        lambda db: db.execute("select id from messages where outgoing = 0").fetchall()
    )
    act = Act(0, ada.id, "answers", "repairs", message[0], said.text, place.clock(), CONFIRMED)
    await place.desk.store.write(acts.add, act)
    return ada.id


async def one(place: Place) -> cards.Card:
    [card] = (await kindness.today(place.desk)).open
    return card


def test_a_card_says_who_why_what_and_through_which_door(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        ada = await helper(place)
        card = await one(place)
        assert (card.contact_id, card.rule, card.kind) == (ada, "helped", "thank-you")
        assert card.quote == "You can swap the burr yourself. Took me ten minutes."
        assert card.because == "helped 1 time since anybody thanked them"
        assert card.account_id == place.account.id
        assert card.draft.startswith("Ada, you wrote: “You can swap the burr yourself.")
        assert await place.desk.store.read(outbox.page) == []

    run(scenario())


def test_doing_it_is_the_reply_the_gesture_and_the_end_of_the_card_and_one_undo(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, ada = place.desk, await helper(place)
        card = await one(place)
        sending = await kindness.do(desk, card, card.draft, 5)
        assert [c.state for c in (await kindness.today(desk)).cards] == ["done"]
        await sending.undo.back()
        assert await desk.store.read(gestures.of, ada) == []
        again = await one(place)
        assert again.id == card.id
        await kindness.do(desk, again, again.draft, 0)
        await post_due(desk, place.account)
        assert len(place.village.posts) == 1
        [given] = await desk.store.read(gestures.of, ada)
        assert (given.kind, given.why, given.is_leaving) == ("thank-you", card.quote, False)
        done = await desk.store.read(cards.get, card.id)
        assert done
        with pytest.raises(BadInput, match="decided"):
            await kindness.do(desk, done, card.draft)
        place.clock.now += 10 * DAY
        assert (await kindness.today(desk)).cards == ()

    run(scenario())


def test_a_day_keeps_its_cards(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await helper(place)
        card = await one(place)
        assert await one(place) == card
        place.clock.now += DAY
        assert (await one(place)).id != card.id

    run(scenario())


def test_later_and_skip_put_off_and_are_taken_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, _ = place.desk, await helper(place)
        for days in (7, 30):
            card = await one(place)
            undo = await (kindness.later(desk, card) if days == 7 else kindness.skip(desk, card))
            today = await kindness.today(desk)
            assert today.open == ()
            place.clock.now += (days - 1) * DAY
            later = await kindness.today(desk)
            assert (later.cards, later.left_out) == ((), {"was put off": 1})
            place.clock.now -= (days - 1) * DAY
            await undo.back()
        assert await one(place)

    run(scenario())


def test_never_is_for_ever(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, _ = place.desk, await helper(place)
        await kindness.skip(desk, await one(place), never=True)
        place.clock.now += 59 * DAY
        assert (await kindness.today(desk)).cards == ()

    run(scenario())


def test_who_wants_to_be_left_alone_is(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, ada = place.desk, await helper(place)
        fact = Fact(0, ada, About.ALONE, "asked by mail", place.clock())
        await desk.store.write(facts.put, fact, place.clock())
        found = await kindness.today(desk)
        assert (found.cards, found.left_out) == ((), {"asked us to leave them alone": 1})

    run(scenario())


def test_a_kept_promise_is_told_once(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        place.village.write("When will the left-handed crank come?")
        await conversation(place)
        [ada] = await desk.store.read(contacts.find, "ada")
        [message] = await desk.store.read(
            lambda db: db.execute("select id from messages").fetchall()
        )
        now = place.clock()
        id = await desk.store.write(promises.add, ada.id, "A crank", now, now, message[0])
        await desk.store.write(promises.settle, id, "kept", now)
        card = await one(place)
        assert (card.rule, card.quote) == ("kept", "When will the left-handed crank come?")
        sending = await kindness.do(desk, card, card.draft, 5)
        await sending.undo.back()
        assert (await one(place)).rule == "kept"
        await kindness.do(desk, await one(place), card.draft, 0)
        place.clock.now += 91 * DAY
        assert (await kindness.today(desk)).cards == ()

    run(scenario())


def test_rules_are_read_and_changed_and_odd_ones_are_as_if_unset(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, _ = place.desk, await helper(place)
        assert await one(place)
        undo = await kindness.set_rules(desk, Rules(off=frozenset({"helped"})))
        assert (await kindness.today(desk)).cards == ()
        await undo.back()
        assert await one(place)

    run(scenario())
    for odd in ("", "no", "[]", '{"most": "x", "off": 3, "unknown": 1, "rest_days": -1}'):
        assert read(odd) == Rules()
    changed = replace(Rules(), most=3, off=frozenset({"touch"}))
    assert read(text(changed)) == changed


def test_a_hurt_is_answered_by_an_apology_and_then_no_longer(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        place.village.write("The lid cracked on day three")
        await conversation(place)
        [message] = await desk.store.read(
            lambda db: db.execute("select id from messages").fetchall()
        )
        await desk.store.write(moments.mark, message[0], Moment.HURT, place.clock())
        assert (await kindness.today(desk)).cards == ()  # moments are off until switched on
        await desk.store.write(settings.set, known.CARE, "1")
        card = await one(place)
        assert (card.rule, card.kind) == ("hurt", "apology")
        await kindness.do(desk, card, card.draft, 0)
        place.clock.now += DAY
        assert (await kindness.today(desk)).cards == ()

    run(scenario())
