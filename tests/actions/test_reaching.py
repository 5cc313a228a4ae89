"""A gesture to somebody who never had a conversation with us goes with a new message."""

from dataclasses import replace
from typing import Any

import pytest

from cm_desk.actions import reaching, reply
from cm_desk.desk import Desk
from cm_desk.domain.attached import Attached
from cm_desk.domain.doors import Way
from cm_desk.domain.model import Author, Incoming, Kind, Page, Profile, Signal, SignalKind
from cm_desk.errors import BadInput
from cm_desk.store import accounts, contacts, drafts, ledger, messages, outbox, river
from cm_desk.store.tx import Tx
from tests.conftest import NOW, Run

YUKI = Author("yuki@cups.example", "@yuki@cups.example", "田中 由紀 ☕️")
SHY = Author("did:plc:shy", "@shy.example", "Noor Haddad", accepts="none")
US = Profile("@tidewell@social.example", "1", "Tidewell")


def likes(tx: Tx, service: str, who: Author) -> int:
    """Known by a like alone; their contact."""
    account = accounts.add(tx, service, US, "https://social.example")
    post = Incoming("p1", "p1", None, "Spare lids are here", NOW, outgoing=True)
    like = Signal("s1", SignalKind.LIKE, who, NOW, "p1")
    messages.save(tx, account.id, Page((post,), (like,)), "new")
    found = contacts.resolve(tx.db, service, who.key)
    assert found is not None
    return found


def thanks(contact_id: int) -> Attached:
    voice = ("Mara Lindqvist", None, "", 0, "EUR", 2, False, False, "Mara")
    return Attached("thank-you", contact_id, (), *voice, "Likes every post")


def test_message_ledger_and_river_are_one_action_with_one_undo(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "mastodon", YUKI)
        draft = await reaching.begin(desk, thanks(who))
        assert (draft.conversation_id, draft.visibility) == (None, "direct")
        assert [each.key for each in draft.to] == [YUKI.key]
        draft = await reply.save_draft(desk, replace(draft, text="Thank you for every like."))
        sending = await reply.send(desk, draft, 10)
        [row] = (await desk.store.read(ledger.page)).items
        assert (row.gesture.why, row.gesture.public) == ("Likes every post", False)
        assert row.gesture.is_leaving
        await sending.undo.back()
        assert (await desk.store.read(ledger.page)).items == ()
        assert await desk.store.read(outbox.page) == []
        [back] = await desk.store.read(drafts.page)
        assert (back.text, back.gesture, back.to) == (draft.text, draft.gesture, draft.to)
        sending = await reply.send(desk, back, 0)
        await arrives(desk, sending.outbox_id)
        [row] = (await desk.store.read(ledger.page)).items
        assert (row.gesture.is_leaving, row.gesture.sent_id is not None) == (False, True)
        story = await desk.store.read(river.page, who, frozenset({"gesture", "message"}), None, 5)
        assert [each.gesture for each in story.items if each.gesture] == [row.gesture]

    run(scenario())


def test_a_first_message_is_private_and_begun_once(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "mastodon", YUKI)
        first = await reaching.write(desk, who)
        assert (first.conversation_id, first.visibility, first.gesture) == (None, "direct", None)
        await reply.save_draft(desk, replace(first, text="Good morning"))
        again = await reaching.write(desk, who)
        assert (again.id, again.text) == (first.id, "Good morning")
        shy = await desk.store.write(likes, "wordpress", replace(YUKI, key="y", handle="y"))
        with pytest.raises(BadInput, match="No door to them is open"):
            await reaching.write(desk, shy)

    run(scenario())


async def arrives(desk: Desk, outbox_id: int) -> None:
    item = await desk.store.read(outbox.get, outbox_id)
    assert item is not None
    it = item.outgoing
    made = Incoming("p2", "p2", it.to[0], it.text, NOW, Kind.DIRECT, outgoing=True)
    await desk.store.write(outbox.begin, item.id, NOW)
    await desk.store.write(outbox.sent, item.id, made)


def test_what_is_edited_from_the_outbox_keeps_its_reason(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "mastodon", YUKI)
        sending = await reply.send(desk, await reaching.begin(desk, thanks(who)))
        again = await reply.take_back(desk, sending.outbox_id)
        assert again.gesture == thanks(who)
        assert [each.key for each in again.to] == [YUKI.key]

    run(scenario())


def test_a_message_that_was_begun_keeps_its_words(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "mastodon", YUKI)
        first = await reaching.begin(desk, thanks(who))
        await reply.save_draft(desk, replace(first, text="Dear Yuki"))
        again = await reaching.begin(desk, replace(thanks(who), kind="gift", public=True))
        assert (again.id, again.text, again.visibility) == (first.id, "Dear Yuki", "public")
        assert len(await desk.store.read(drafts.page)) == 1

    run(scenario())


def test_nothing_private_is_said_in_public_where_they_take_none(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "bluesky", SHY)
        found = await reaching.reach(desk, who)
        assert [each.private for each in found.can] == [False]
        with pytest.raises(BadInput, match="No door"):
            await reaching.begin(desk, thanks(who))
        draft = await reaching.begin(desk, replace(thanks(who), public=True))
        assert draft.visibility == "public"

    run(scenario())


@pytest.mark.parametrize("service", ["discourse", "wordpress", "feed"])
def test_what_only_answers_is_no_way_to_begin(run: Run[Any], desk: Desk, service: str) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, service, YUKI)
        found = await reaching.reach(desk, who)
        assert (len(found.ways), found.can) == (1, ())

    run(scenario())


def test_who_blocked_us_is_not_written_to(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who = await desk.store.write(likes, "mastodon", replace(YUKI, accepts="blocked"))
        found = await reaching.reach(desk, who)
        assert ([each.door.way for each in found.ways], found.can) == ([Way.CLOSED], ())

    run(scenario())
