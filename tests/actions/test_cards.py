"""Cards over the hours of a day: what speaks against them meanwhile, and what they are made of."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import gestures as giving
from cm_desk.actions import reply, wishes
from cm_desk.actions import today as kindness
from cm_desk.actions import voices as lending
from cm_desk.actions.outbox import post_due
from cm_desk.actions.sync import sync
from cm_desk.actions.wishes import Wishes
from cm_desk.domain.known import About, Moment
from cm_desk.domain.model import Author
from cm_desk.domain.rules import Rules
from cm_desk.errors import BadInput
from cm_desk.store import (
    accounts,
    acts,
    cards,
    contacts,
    dates,
    facts,
    gestures,
    kinds,
    known,
    messages,
    moments,
    promises,
    requests,
    settings,
    voices,
)
from cm_desk.store.acts import CONFIRMED, Act
from cm_desk.store.cards import History
from cm_desk.store.dates import Occasion
from cm_desk.store.facts import Fact
from cm_desk.store.voices import Voice
from tests.actions.test_today import helper, one
from tests.conftest import Run
from tests.place import Place, conversation, draft
from tests.village import ADA

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def messages_of(place: Place) -> list[tuple[int, int]]:
    """(id, whether it is ours), oldest first."""
    return await place.desk.store.read(
        lambda db: db.execute("select id, outgoing from messages order by id").fetchall()
    )


async def ada_of(place: Place) -> int:
    [ada] = await place.desk.store.read(contacts.find, "ada")
    return ada.id


def test_a_card_rests_while_something_speaks_against_it(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, ada = place.desk, await helper(place)
        card = await one(place)
        alone = Fact(0, ada, About.ALONE, "asked by mail", place.clock())
        await desk.store.write(facts.put, alone, place.clock())
        found = await kindness.today(desk)
        assert (found.open, found.barred) == ((), {card.id: "asked us to leave them alone"})
        with pytest.raises(BadInput, match="Nothing was sent to Ada Vogel: asked us to leave"):
            await kindness.do(desk, card, card.draft)
        [row] = await desk.store.read(facts.of, ada)
        await desk.store.write(facts.remove, row.id)
        assert (await one(place)).id == card.id

    run(scenario())


def test_a_card_rests_in_their_night_and_is_back_in_their_morning(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, ada = place.desk, await helper(place)
        zone = Fact(0, ada, About.ZONE, "UTC+08:00", place.clock())
        card = await one(place)  # 12:00 UTC, and nobody knows where she is
        await desk.store.write(facts.put, zone, place.clock())
        assert (await one(place)).id == card.id, "20:00 where she is"
        place.clock.now += HOUR
        found = await kindness.today(desk)
        assert list(found.barred.values()) == ["it is night where they are"]
        place.clock.now += 11 * HOUR  # midnight UTC, 8:00 where she is, another day here
        assert (await one(place)).contact_id == ada

    run(scenario())


def test_who_was_thanked_meanwhile_has_no_card_left(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, ada = place.desk, await helper(place)
        card = await one(place)
        place.clock.now += HOUR
        undo = await giving.give(desk, ada, "gift", why="by hand")
        found = await kindness.today(desk)
        assert found.barred == {card.id: "what called for it is settled"}
        await undo.back()
        assert (await one(place)).id == card.id

    run(scenario())


def test_a_full_day_looks_for_nobody_and_still_says_why_others_are_left_out(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, _ = place.desk, await helper(place)
        await kindness.set_rules(desk, Rules(most=1))
        first = await kindness.today(desk)
        assert len(first.cards) == 1
        await place.reopen()
        again = await kindness.today(place.desk)
        assert (again.cards, again.left_out) == (first.cards, first.left_out)
        await kindness.skip(place.desk, again.cards[0])
        assert (await kindness.today(place.desk)).open == (), "one a day is one a day"

    run(scenario())


def test_a_released_voice_speaks_its_very_letters(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk, ada = place.desk, await helper(place)
        await lending.save(desk, Voice(0, "Tomás Ruiz", "Repair bench", "", "", "ask me"))
        [voice] = [each.id for each in await desk.store.read(voices.all)]
        said = "You can swap the burr yourself."
        id, _ = await lending.ask(desk, voice, ada, "favour", said, "Ada, thanks from the bench.")
        assert (await one(place)).voice_id is None
        request = await desk.store.read(requests.get, id)
        assert request
        await lending.release(desk, request, "Ada, two grinders hum. Tomás", "yes, like this")
        place.clock.now += DAY
        card = await one(place)
        assert (card.voice, card.kind) == ("Tomás Ruiz, Repair bench", "favour")
        assert card.draft == "Ada, two grinders hum. Tomás"
        with pytest.raises(BadInput):
            await kindness.do(desk, card, card.draft + " And more.")
        await kindness.do(desk, card, card.draft, 0)
        await post_due(desk, place.account)
        [given] = await desk.store.read(gestures.of, ada)
        assert (given.voice_id, given.kind) == (voice, "favour")

    run(scenario())


def test_a_promise_made_in_our_answer_quotes_what_they_said_before_it(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk = place.desk
        place.village.write("Do you have a crank for left hands?")
        there = await conversation(place)
        await reply.send(desk, draft(place, there, "I will ask the workshop by Friday."), 0)
        await post_due(desk, place.account)
        await sync(desk, place.account)
        ada, now = await ada_of(place), place.clock()
        [ours] = [id for id, outgoing in await messages_of(place) if outgoing]
        id = await desk.store.write(promises.add, ada, "Ask the workshop", now, now, ours)
        await desk.store.write(promises.settle, id, "kept", now)
        card = await one(place)
        assert (card.rule, card.quote) == ("kept", "Do you have a crank for left hands?")

    run(scenario())


def test_a_day_that_was_once_does_not_come_again_and_a_yearly_one_does(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk = place.desk
        place.village.write("I fly on the sixth of March")
        await conversation(place)
        ada, [(message, _)] = await ada_of(place), await messages_of(place)
        day = Occasion(0, ada, "Flight", 3, 6, 2026, False, "I fly on the sixth", message)
        await desk.store.write(dates.add, day, place.clock())
        assert (await one(place)).because == "Flight tomorrow"
        place.clock.now += 364 * DAY
        assert (await kindness.today(desk)).cards == ()
        every = Occasion(0, ada, "Birthday", 3, 6, None, True, "I fly on the sixth", message)
        await desk.store.write(dates.add, every, place.clock())
        assert (await one(place)).because == "Birthday in 2 days"

    run(scenario())


def test_who_wants_to_be_thanked_in_private_gets_nothing_in_public(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, ada = place.desk, await helper(place)
        fact = Fact(0, ada, About.PRIVATE, "", place.clock())
        await desk.store.write(facts.put, fact, place.clock())
        found = await kindness.today(desk)
        why = "wants to be thanked in private, and only a public door is open"
        assert (found.cards, found.left_out) == ((), {why: 1})

    run(scenario())


def test_the_hundredth_answer_is_an_occasion_and_the_hundred_and_first_is_none(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, ada = place.desk, await helper(place)
        await kindness.set_rules(desk, Rules(off=frozenset({"helped"})))
        for n in range(103):
            place.village.write(f"Turn the ring, then wait {n} s")
        await sync(desk, place.account)
        _, *more = [id for id, _ in await messages_of(place)]
        for id in more[:99]:
            await answered(place, ada, id)
        assert (await one(place)).because == "gave their 100th answer to others"
        for id in more[99:]:
            place.clock.now += DAY
            await answered(place, ada, id)
        assert (await kindness.today(desk)).cards == ()

    run(scenario())


def test_who_helps_and_writes_most_does_not_crowd_out_the_others(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk = place.desk
        quiet = [Author(f"{n}@far.example", f"@{n}@far.example", n) for n in "abcdef"]
        await sync(desk, place.account)
        for who in (*quiet, *(40 * [ADA])):
            place.village.write("Turn the ring, then wait", who)
        await sync(desk, place.account)
        for id, _ in await messages_of(place):
            said = await desk.store.read(messages.get, id)
            assert said
            assert said.contact_id
            await answered(place, said.contact_id, id)
        await kindness.set_rules(desk, Rules(most=2))
        had = Counter[str]()
        for _ in range(4):
            for card in (await kindness.today(desk)).open:
                had[card.who] += 1
                await kindness.do(desk, card, card.draft, 0)
            place.clock.now += DAY
        assert had == Counter(["Ada Vogel", *"abcdef"]), "each once within four days of two cards"

    run(scenario())


async def answered(place: Place, who: int, message: int) -> None:
    at = place.clock()
    said = Act(0, who, "answers", "repairs", message, "Turn the ring", at, CONFIRMED)
    await place.desk.store.write(acts.add, said)


def test_a_new_hurt_is_answered_though_there_was_an_apology_before(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk = place.desk
        await desk.store.write(settings.set, known.CARE, "1")
        for day, text in ((4, "The lid cracked"), (5, "The new lid cracked, too")):
            place.village.write(text, minute=day * 24 * 60)
            await sync(desk, place.account)
            newest = (await messages_of(place))[-1][0]
            await desk.store.write(moments.mark, newest, Moment.HURT, place.clock())
            card = await one(place)
            assert (card.quote, card.kind) == (text, "apology")
            await kindness.do(desk, card, card.draft, 0)
            await post_due(desk, place.account)
            await sync(desk, place.account)
            place.clock.now += DAY

    run(scenario())


def test_decisions_are_counted_by_rule_with_the_reasons_that_were_given(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, _ = place.desk, await helper(place)
        card = await one(place)
        await kindness.saw(desk, card)
        await kindness.skip(desk, card, "Not the right moment")
        assert await desk.store.read(cards.history) == {
            "helped": History(1, 0, 0, 1, {"Not the right moment": 1})
        }
        place.clock.now += 30 * DAY
        await kindness.do(desk, await one(place), "Ada, thank you. Mara", 0)
        await post_due(desk, place.account)
        assert await desk.store.read(cards.history) == {
            "helped": History(2, 1, 0, 1, {"Not the right moment": 1})
        }

    run(scenario())


def test_words_of_ones_own_begin_the_drafts_in_their_language_and_undo_brings_the_old_back(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, _ = place.desk, await helper(place)
        usual = (await one(place)).draft
        mine = Wishes(words={"en": {"helped": "{name}, mille grazie: “{quote}” {signer}"}})
        undo = await wishes.change(desk, mine)
        assert (await one(place)).draft.startswith("Ada, mille grazie: “You can swap the burr")
        assert await wishes.now(desk) == mine
        await undo.back()
        assert (await one(place)).draft == usual
        with pytest.raises(BadInput, match=r"Nobody fills \{handle\}"):
            await wishes.change(desk, Wishes(words={"en": {"helped": "{handle}"}}))
        for odd in ("no", "[]", '{"en": 3}', '{"en": {"helped": ""}}'):
            await desk.store.write(settings.set, wishes.WORDS, odd)
            assert (await wishes.now(desk)).words.get("en", {}).get("helped", "") == ""

    run(scenario())


def test_reasons_to_skip_are_ones_own_and_never_none(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        undo = await wishes.change(desk, Wishes(whys=("Too soon", " ", "On holiday")))
        assert (await wishes.now(desk)).whys == ("Too soon", "On holiday")
        await wishes.change(desk, Wishes(whys=()))
        assert (await wishes.now(desk)).whys == wishes.SKIPS
        await undo.back()
        assert (await wishes.now(desk)).whys == wishes.SKIPS

    run(scenario())


def test_what_a_gesture_usually_costs_is_booked_on_whose_card_it_was(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        desk, ada = place.desk, await helper(place)
        known = await desk.store.read(kinds.all)
        dearer = [replace(each, cost_cents=450, minutes=3) for each in known]
        await desk.store.write(kinds.put, dearer)
        await desk.store.write(accounts.change, place.account.id, None, "Mara Lindqvist")
        await kindness.do(desk, await one(place), "Ada, thank you. Mara", 0)
        [given] = await desk.store.read(gestures.of, ada)
        assert (given.giver, given.cost_cents, given.minutes) == ("Mara Lindqvist", 450, 3)

    run(scenario())
