from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cm_desk.actions import reply
from cm_desk.actions.accounts import try_again
from cm_desk.actions.outbox import Round, post_due
from cm_desk.actions.sync import sync
from cm_desk.errors import (
    OddAnswer,
    Offline,
    Rejected,
    ServiceError,
    SignInNeeded,
    SlowDown,
    UnknownOutcome,
)
from cm_desk.store import accounts, messages, outbox
from cm_desk.store.outbox import OutboxItem
from tests.conftest import Run
from tests.place import Place, conversation, draft
from tests.village import failing

KEY = "village:@brand@village.example"


async def queued(place: Place, *texts: str) -> None:
    """Answers to one conversation, due now."""
    if not place.village.messages:
        place.village.write("Where is my order?")
    id = await conversation(place)
    for text in texts:
        await reply.send(place.desk, draft(place, id, text), undo_s=0)


async def rows(place: Place) -> list[OutboxItem]:
    return sorted(await place.desk.store.read(outbox.page), key=lambda each: each.id)


def posted(place: Place) -> list[str]:
    return [each.text for each in place.village.posts]


def test_what_is_due_is_posted_once_and_joins_its_conversation(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await queued(place, "one", "two")
        assert len((await post_due(place.desk, place.account)).posted) == 2
        assert await post_due(place.desk, place.account) == Round()
        assert posted(place) == ["one", "two"]
        thread = await place.desk.store.read(messages.thread, 1)
        assert [m.text for m in thread.items] == ["two", "one", "Where is my order?"]
        assert await rows(place) == []
        assert (await sync(place.desk, place.account)).inserted == 0

    run(scenario())


def test_a_lost_answer_is_looked_up_and_not_posted_again(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await queued(place, "one")
        place.village.drop = lambda: True
        await post_due(place.desk, place.account)
        [item] = await rows(place)
        assert (item.state, item.attempts) == ("unknown", 1)
        place.village.drop = lambda: False
        place.clock.now += timedelta(minutes=1)
        await post_due(place.desk, place.account)
        assert posted(place) == ["one"]
        assert await rows(place) == []

    run(scenario())


def test_what_never_arrived_is_posted_after_it_was_looked_up(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await queued(place, "one")
        place.village.trouble = failing(UnknownOutcome(KEY, "the answer was lost."), "send")
        await post_due(place.desk, place.account)
        place.village.trouble = lambda _: None
        place.clock.now += timedelta(minutes=1)
        await post_due(place.desk, place.account)
        assert place.village.asked[-2:] == ["find", "send"]
        assert posted(place) == ["one"]

    run(scenario())


def test_a_crash_while_sending_is_an_unknown_outcome(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await queued(place, "one")
        [item] = await rows(place)
        await place.desk.store.write(outbox.begin, item.id, place.clock())
        place.village.post(item.outgoing)  # and the process ends
        await place.reopen()
        assert [each.state for each in await rows(place)] == ["unknown"]
        await post_due(place.desk, place.account)  # the service may be busy with it
        assert "find" not in place.village.asked
        place.clock.now += timedelta(seconds=15)
        await post_due(place.desk, place.account)
        assert posted(place) == ["one"]
        assert await rows(place) == []

    run(scenario())


@pytest.mark.parametrize(
    ("err", "state", "kind"),
    [
        (Offline(KEY, "no answer."), "waiting", "offline"),
        (SlowDown(KEY, 600), "waiting", "slow"),
        (SignInNeeded(KEY, "sign in again."), "waiting", "sign-in"),
        (OddAnswer(KEY, "cannot be read."), "unknown", ""),
        (Rejected(KEY, "“Too many links.”"), "failed", ""),
    ],
)
def test_what_goes_wrong_stays_with_the_message_or_the_account(
    run: Run[Any], place: Place, err: ServiceError, state: str, kind: str
) -> None:
    async def scenario() -> None:
        await queued(place, "one")
        place.village.trouble = failing(err, "send")
        result = await post_due(place.desk, place.account)
        [item] = await rows(place)
        assert (item.state, item.error) == (state, str(err))
        found = await place.desk.store.read(accounts.state, place.account.id)
        assert found.problem_kind == kind
        assert bool(result.again_at) == bool(kind)
        assert posted(place) == []

    run(scenario())


def test_a_rejected_message_becomes_a_draft_again_or_is_sent_again(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        await queued(place, "one", "two")
        place.village.trouble = failing(Rejected(KEY, "“Not like that.”"), "send")
        await post_due(place.desk, place.account)
        place.village.trouble = lambda _: None
        one, two = await rows(place)
        assert (await reply.take_back(place.desk, one.id)).text == "one"
        await reply.retry(place.desk, two.id)
        await post_due(place.desk, place.account)
        assert posted(place) == ["two"]

    run(scenario())


def test_nothing_is_asked_before_the_time_a_service_named(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await queued(place, "one", "two")
        place.village.trouble = failing(SlowDown(KEY, 600), "send")
        await post_due(place.desk, place.account)
        asked = len(place.village.asked)
        place.clock.now += timedelta(seconds=599)
        result = await post_due(place.desk, place.account)
        assert result.again_at == place.clock() + timedelta(seconds=1)
        assert len(place.village.asked) == asked
        place.village.trouble = lambda _: None
        place.clock.now += timedelta(seconds=1)
        await post_due(place.desk, place.account)
        assert posted(place) == ["one", "two"]

    run(scenario())


def test_a_message_waits_for_the_earlier_one_of_its_conversation(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        place.village.write("one here")
        place.village.write("another there")
        await sync(place.desk, place.account)
        for id, text in ((1, "one"), (1, "two"), (2, "three")):
            await reply.send(place.desk, draft(place, id, text), undo_s=0)
        lost = UnknownOutcome(KEY, "the answer was lost.")
        tries = iter([True])

        def first_only(name: str) -> None:
            if name == "send" and next(tries, False):
                raise lost

        place.village.trouble = first_only
        await post_due(place.desk, place.account)
        assert posted(place) == ["three"]
        place.clock.now += timedelta(seconds=2)  # "two" is due, "one" is not yet
        await post_due(place.desk, place.account)
        assert posted(place) == ["three"]
        place.clock.now += timedelta(seconds=30)
        await post_due(place.desk, place.account)
        assert posted(place) == ["three", "one", "two"]

    run(scenario())


def test_after_a_while_offline_what_changed_waits_for_another_click(
    run: Run[Any], place: Place
) -> None:
    """M17: thread changed, answered elsewhere, and ready."""

    async def scenario() -> None:
        for number in range(3):
            place.village.write(f"question {number}")
        await sync(place.desk, place.account)
        for id in (1, 2, 3):
            await reply.send(place.desk, draft(place, id, f"answer {id}"), undo_s=0)
        place.village.trouble = failing(Offline(KEY, "no answer."))
        await post_due(place.desk, place.account)
        place.clock.now += timedelta(hours=2)
        minute = 60 * 24 * 5
        place.village.write("never mind", thread="m0", minute=minute)
        elsewhere = place.village.write("we wrote on the web", thread="m1", minute=minute)
        place.village.messages[-1] = replace(elsewhere, outgoing=True)
        place.village.trouble = lambda _: None
        await post_due(place.desk, place.account)
        await post_due(place.desk, place.account)
        assert posted(place) == ["answer 3"]
        assert [(each.state, each.error) for each in await rows(place)] == [
            ("held", "They wrote again in the meantime."),
            ("held", "Somebody answered in the meantime."),
        ]
        await reply.retry(place.desk, (await rows(place))[0].id)
        await post_due(place.desk, place.account)
        assert posted(place) == ["answer 3", "answer 1"]

    run(scenario())


def test_after_more_than_twelve_hours_everything_waits_for_another_click(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        await queued(place, "one")
        place.clock.now += timedelta(hours=12, seconds=1)
        await post_due(place.desk, place.account)
        assert posted(place) == []
        assert [each.state for each in await rows(place)] == ["held"]

    run(scenario())


def test_an_account_that_wants_its_person_is_not_asked_again(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await queued(place, "one")
        place.village.trouble = failing(SignInNeeded(KEY, "sign in again."))
        await post_due(place.desk, place.account)
        asked = len(place.village.asked)
        place.clock.now += timedelta(minutes=10)
        assert (await post_due(place.desk, place.account)).again_at
        assert len(place.village.asked) == asked
        place.village.trouble = lambda _: None
        await try_again(place.desk, place.account)
        await post_due(place.desk, place.account)
        assert posted(place) == ["one"]

    run(scenario())


def test_coming_back_online_makes_what_waited_due_at_once(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        await queued(place, "one")
        place.village.trouble = failing(Offline(KEY, "no answer."))
        await post_due(place.desk, place.account)
        assert (await rows(place))[0].not_before > place.clock()
        place.village.trouble = lambda _: None
        await sync(place.desk, place.account)
        assert (await rows(place))[0].not_before == place.clock()
        await post_due(place.desk, place.account)
        assert posted(place) == ["one"]

    run(scenario())
