"""One person on three services: merged, answered on a door that is open, in one river.

Three real servers: Mastodon's API (snac2), a Bluesky network, a mailbox.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from cm_desk.actions import accounts, reply
from cm_desk.actions.doors import doors_of
from cm_desk.actions.merge import merge
from cm_desk.actions.outbox import post_due
from cm_desk.actions.sync import history, sync
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.domain.views import View
from cm_desk.store import conversations, messages, river
from cm_desk.store.conversations import InboxRow
from cm_desk.store.drafts import Draft
from tests.conftest import Run
from tests.connectors.services import test_real_bluesky as bluesky
from tests.connectors.services import test_real_mail as mail
from tests.journeys import test_real_mastodon as mastodon
from tests.servers.real import free_port, running


class Servers:
    """All three, with the same customer on each."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        place = Path(stack.enter_context(TemporaryDirectory()))
        letters = stack.enter_context(running("mail", place, free_port()))
        self.mail = mail.Server(letters, place)
        near = folder / "mastodon"
        toots = stack.enter_context(running("mastodon", near, mastodon.PORT))
        self.mastodon = mastodon.Server(toots, near)
        skies = stack.enter_context(running("bluesky", folder / "bluesky"))
        self.bluesky = bluesky.Server(skies)


@pytest.fixture
def servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Servers]:
    with ExitStack() as stack:
        made = Servers(stack, tmp_path)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", made.mail.info["ca"])
        yield made


async def sign_in(desk: Desk, servers: Servers) -> dict[str, Account]:
    found = {"mastodon": (await mastodon.sign_in(desk, servers.mastodon))[0]}
    given = bluesky.granted(desk.http, servers.bluesky)
    found["bluesky"] = await accounts.add(desk, "bluesky", given, this_run=True)
    letters = await accounts.sign_in_with(desk, "mail", servers.mail.answers)
    found["mail"] = await accounts.add(desk, "mail", letters, this_run=True)
    for account in found.values():
        await sync(desk, account)
        await history(desk, account, most_pages=3)
    return found


async def said(desk: Desk, account: Account, words: str) -> InboxRow:
    """The conversation in which somebody says `words`, once it has come."""

    async def came() -> bool:
        await sync(desk, account)
        return await _row(desk, words) is not None

    await mastodon.eventually(came)
    found = await _row(desk, words)
    assert found
    return found


async def _row(desk: Desk, words: str) -> InboxRow | None:
    for row in (await desk.store.read(conversations.page, View.ALL)).items:
        whole = await desk.store.read(messages.thread, row.id)
        if any(words in each.text for each in whole.items):
            return row
    return None


async def answer(desk: Desk, row: InboxRow, account: Account, text: str) -> None:
    asked = (await desk.store.read(messages.thread, row.id)).items[0]
    draft = Draft(0, row.id, account.id, text, visibility=asked.visibility)
    await reply.send(desk, draft, undo_s=0)
    done = await post_due(desk, account)
    assert len(done.posted) == 1


async def day(desk: Desk, servers: Servers) -> None:
    known = await sign_in(desk, servers)
    servers.mastodon.say("customer1", "@brand@localhost My box came broken.")
    first = await said(desk, known["mastodon"], "came broken")
    servers.bluesky.write("customer1", "Still no word about my box")
    second = await said(desk, known["bluesky"], "no word about my box")
    servers.mail.write(mail.MINA, "My box", "I wrote twice, please help.")
    third = await said(desk, known["mail"], "I wrote twice")
    people = [each.contact_id for each in (first, second, third)]
    assert None not in people
    assert len(set(people)) == 3
    kept = people[0]
    assert kept is not None
    for gone in people[1:]:
        assert gone is not None
        await merge(desk, kept, gone, "says so")
    ways = await doors_of(desk, kept)
    assert {each.service for each in ways} == set(known)
    way = next(each for each in ways if each.door.is_open)
    row = {"mastodon": first, "bluesky": second, "mail": third}[way.service]
    await answer(desk, row, known[way.service], "A new one leaves today.")
    await _one_river(desk, kept, known)
    assert ["A new one leaves today." in each for each in servers.mail.texts(mail.MINA)] == [True]


async def _one_river(desk: Desk, contact_id: int, known: dict[str, Account]) -> None:
    entries = (await desk.store.read(river.page, contact_id, {"message"}, None, 50)).items
    found = [each.message for each in entries if each.message]
    theirs = [each for each in found if not each.outgoing]
    assert {each.account_id for each in theirs} == {each.id for each in known.values()}
    assert found[0].outgoing
    assert found[0].service == "mail"
    assert [each.sent_at for each in found] == sorted((e.sent_at for e in found), reverse=True)


def test_one_customer_on_three_services_is_one_river(
    run: Run[Any], desk: Desk, servers: Servers
) -> None:
    run(day(desk, servers))
