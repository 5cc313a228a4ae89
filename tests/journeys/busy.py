"""A desk that syncs and answers everybody as fast as it can, in a process that may be killed."""

import asyncio
from dataclasses import replace
from pathlib import Path

from cm_desk.actions import reply
from cm_desk.actions.accounts import add
from cm_desk.background.everything import Background
from cm_desk.desk import Desk, Granted, open_desk
from cm_desk.domain.model import Account, Profile
from cm_desk.domain.views import View
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import accounts, conversations, outbox
from cm_desk.store.drafts import Draft
from tests.servers.fake_mastodon.server import TOKEN

SECRET = f'{{"token": "{TOKEN}"}}'


async def opened(folder: Path, base_url: str, us: str) -> tuple[Desk, Account]:
    """The desk in `folder` with its account on the small server; `us` is our id there."""
    desk = await open_desk(folder, lambda _: None, keychain=MemoryKeychain())
    profile = Profile("@desk@social.example", us, "Desk")
    for known in await desk.store.read(accounts.all):
        await desk.store.write(outbox.hurry, known.id, desk.now())  # as if some time had passed
        desk.keychain.for_this_run(known.key, SECRET)
        return desk, known
    granted = Granted(SECRET, profile, base_url)
    return desk, await add(desk, "mastodon", granted, this_run=True)


async def answer_everybody(desk: Desk, account: Account) -> int:
    """One answer to the last word of each who waits; how many waited."""
    pending = await desk.store.read(outbox.page)
    for item in pending:
        if item.state in ("held", "failed"):
            await reply.retry(desk, item.id)
    busy = {item.conversation_id for item in pending}
    page = await desk.store.read(conversations.page, View.NEEDS_REPLY, limit=200)
    waiting = [row for row in page.items if row.id not in busy]
    for row in waiting:
        text = f"answer to {row.last_remote_id}"
        draft = Draft(0, row.id, account.id, text, visibility="public")
        saved = await reply.save_draft(desk, draft)
        await reply.send(desk, replace(saved, text=text), undo_s=0)
    return len(waiting)


def work(folder: Path, base_url: str, us: str) -> None:
    """Until it is killed."""
    asyncio.run(_work(folder, base_url, us))


async def _work(folder: Path, base_url: str, us: str) -> None:
    desk, account = await opened(folder, base_url, us)
    Background(desk, lambda err: None).start(every_s=0.05)
    while True:
        await answer_everybody(desk, account)
        await asyncio.sleep(0.01)
