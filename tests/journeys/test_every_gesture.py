"""Every kind of gesture from end to end: taken back before it leaves there is nothing; given, it is
posted once and stands in the ledger and in the story of the person."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import attaching, demo, outbox, reply
from cm_desk.actions.sync import sync
from cm_desk.connectors.services.demo import world
from cm_desk.desk import Desk, open_desk
from cm_desk.domain.attached import Attached
from cm_desk.domain.kinds import Kind, first
from cm_desk.domain.model import Account
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import accounts, drafts, gestures, ledger, messages, river, targets
from cm_desk.store import outbox as waiting
from cm_desk.store import search as words
from cm_desk.store.ledger import Sift
from cm_desk.store.messages import Message
from tests.conftest import Run
from tests.journeys.test_real_mastodon import PORT, Server, eventually, sign_in
from tests.servers.real import running
from tests.store.rows import asked

BEGAN = datetime(2026, 3, 5, 12, tzinfo=UTC)
GESTURE = frozenset({"gesture"})
Post = Callable[[], Awaitable[object]]


async def whole(desk: Desk, kind: Kind, said: Message, text: str, post: Post) -> None:
    """Attach, send, take back: as before. Send again and `post`: once, everywhere."""
    assert said.contact_id is not None
    read, before = desk.store.read, await state(desk, said)
    old = await read(drafts.get, said.conversation_id)
    given = Attached(kind.key, said.contact_id, (said.id,), "Mara Lindqvist", minutes=5)
    draft = await attaching.attach(desk, said.conversation_id, given)
    assert draft.text
    draft = await reply.save_draft(desk, replace(draft, text=text, visibility=said.visibility))
    sending = await reply.send(desk, draft)
    assert await state(desk, said) != before
    await sending.undo.back()
    assert await state(desk, said) == before
    again = await read(drafts.get, said.conversation_id)
    assert again is not None
    assert (again.text, again.gesture) == (text, given)
    assert old is None or again.id
    await reply.send(desk, again)
    await post()
    await outbox.post_due(desk, await account_of(desk, said))  # a second look posts nothing more
    assert await read(waiting.page) == []
    rows = (await read(ledger.page, Sift(kind.key, contact_id=said.contact_id))).items
    [row] = [each for each in rows if each.gesture.sent_id is not None]
    assert (row.gesture.message_id, row.gesture.is_leaving) == (said.id, False)
    story = await read(river.page, said.contact_id, GESTURE, None, 50)
    assert row.gesture in [each.gesture for each in story.items]
    sent = await read(messages.get, row.gesture.sent_id or 0)
    assert sent is not None
    assert sent.outgoing


async def state(desk: Desk, said: Message) -> tuple[object, ...]:
    """What a gesture changes: the ledger, the story, the outbox."""
    read = desk.store.read
    story = await read(river.page, said.contact_id or 0, GESTURE, None, 50)
    return (
        (await read(ledger.page)).items,
        [each.gesture for each in story.items],
        await read(waiting.page),
        await read(gestures.of, said.contact_id or 0),
    )


async def account_of(desk: Desk, said: Message) -> Account:
    found = await desk.store.read(accounts.get, said.account_id)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", first(), ids=lambda kind: kind.key)
def test_on_the_demo_network(
    run: Run[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    clock = [BEGAN]
    monkeypatch.setattr(world, "clock", lambda: clock[0])
    monkeypatch.setattr(world, "_worlds", {})

    async def scenario() -> None:
        keychain = MemoryKeychain()
        desk = await open_desk(
            tmp_path / "desk", lambda _: None, keychain=keychain, now=lambda: clock[0]
        )
        await demo.fill(desk)
        [account] = [a for a in await desk.store.read(accounts.all) if a.service == "mastodon"]
        talk = await desk.store.read(targets.conversation, account.id, "sam-4am")
        assert talk is not None
        found = (await desk.store.read(messages.thread, talk)).items
        said = [each for each in found if not each.outgoing][-1]

        async def post() -> None:
            clock[0] += timedelta(seconds=11)
            assert len((await outbox.post_due(desk, account)).posted) == 1

        text = f"A {kind.label.lower()} for you."
        await whole(desk, kind, said, text, post)
        await sync(desk, account)
        ours = (await desk.store.read(messages.thread, talk)).items
        assert sum(text in each.text for each in ours) == 1
        await desk.close()

    run(scenario())


def test_on_a_real_mastodon_server(run: Run[Any], tmp_path: Path) -> None:
    place = tmp_path / "server"
    with running("mastodon", place, PORT) as info:
        server = Server(info, place)

        ahead = [timedelta()]

        async def scenario() -> None:
            keychain = MemoryKeychain()
            desk = await open_desk(
                *(tmp_path / "desk", lambda _: None),
                keychain=keychain,
                now=lambda: datetime.now(UTC) + ahead[0],
            )
            account, _ = await sign_in(desk, server)

            async def post() -> None:
                ahead[0] += timedelta(seconds=11)
                assert len((await outbox.post_due(desk, account)).posted) == 1

            await sync(desk, account)
            server.say("customer1", "@brand@localhost The jasmine tea made my week.")
            said = await heard(desk, account)
            for n, kind in enumerate(first()):
                text = f"Gesture {n:02} of ours: {kind.label.lower()}."
                await whole(desk, kind, said, text, post)

            async def all_heard() -> bool:
                return len(set(server.heard("customer1"))) >= len(first())

            await eventually(all_heard, 120)
            posts = server.heard("customer1")
            for n in range(len(first())):
                assert sum(f"Gesture {n:02} of ours" in each for each in posts) == 1
            await desk.close()

        run(scenario())


async def heard(desk: Desk, account: Account) -> Message:
    found: list[Message] = []

    async def there() -> bool:
        await sync(desk, account)
        for hit in (await desk.store.search(words.search, asked("jasmine"))).items:
            if said := await desk.store.read(messages.get, hit.id):
                found.append(said)
        return bool(found)

    await eventually(there)
    return found[0]
