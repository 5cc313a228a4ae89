"""What later comes from the network joins what was imported, and the other way round."""

import json
import sqlite3
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions.archive import import_archive
from cm_desk.actions.sync import history, sync
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.domain.views import View
from cm_desk.store import conversations
from tests.conftest import Run
from tests.journeys import busy
from tests.servers.fake_mastodon import FakeMastodon, World
from tests.servers.fake_mastodon.world import Status, stamp
from tests.store.rows import counters_are_right

US = "https://social.example/users/desk"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def talk(world: World) -> None:
    """Four conversations: with somebody elsewhere, somebody here, of our own, and in private."""
    world.person("Priya", host="makers.example")
    asked = world.write("Which burr?", "Priya")
    told = world.post(
        {"status": "@priya@makers.example The 48 mm one.", "in_reply_to_id": asked}, "a"
    )
    more = world.write("And the bearing?", "Priya", told)
    world.post({"status": "@priya@makers.example A 608.", "in_reply_to_id": more}, "b")
    lid = world.write("My lid cracked", "Ada Vogel")
    world.post({"status": "@adavogel A new one is on its way.", "in_reply_to_id": lid}, "c")
    first = world.post({"status": "A long story."}, "d")
    world.post({"status": "In two parts.", "in_reply_to_id": first}, "e")
    world.write("I read both.", "Priya", first)
    secret = world.write("My address is …", "Priya", visibility="direct")
    world.post(
        {
            "status": "@priya@makers.example Noted.",
            "in_reply_to_id": secret,
            "visibility": "direct",
        },
        "f",
    )


def address(world: World, status: Status) -> str:
    """As the server where it was written names it; others know it by another number there."""
    if status.author.host:
        number = int(status.id) + 7
        return f"https://{status.author.host}/users/{status.author.user}/statuses/{number}"
    return f"https://social.example/users/{status.author.user}/statuses/{status.id}"


def note(world: World, status: Status) -> dict[str, Any]:
    answered = world.statuses.get(status.reply_to)
    tags = [
        {"type": "Mention", "href": f"https://{each.host or 'social.example'}/users/{each.user}",
         "name": f"@{each.acct}"} for each in status.mentions
    ]  # fmt: skip
    return {
        "id": address(world, status), "type": "Note", "published": stamp(status.at),
        "inReplyTo": address(world, answered) if answered else None,
        "to": [PUBLIC] if status.visibility == "public" else [tag["href"] for tag in tags],
        "cc": [f"{US}/followers"] if status.visibility == "public" else [],
        "content": status.content, "tag": tags, "attachment": [],
        "url": f"https://social.example/@desk/{status.id}",
    }  # fmt: skip


def archive(world: World, folder: Path) -> Path:
    """As the server gives it to us: our own posts alone."""
    own = [each for each in world.statuses.values() if each.author is world.us]
    items = [{"type": "Create", "object": note(world, each)} for each in own]
    folder.mkdir(exist_ok=True)
    actor = {"id": US, "preferredUsername": "desk", "name": "Desk"}
    (folder / "actor.json").write_text(json.dumps(actor))
    (folder / "outbox.json").write_text(json.dumps({"orderedItems": items}))
    return folder


Step = Callable[[Desk, Account, Path], Coroutine[Any, Any, object]]


async def bring(desk: Desk, _account: Account, path: Path) -> None:
    await import_archive(desk, path)


async def new(desk: Desk, account: Account, _path: Path) -> None:
    await sync(desk, account)


async def old(desk: Desk, account: Account, _path: Path) -> None:
    await history(desk, account)


def grouped(db: sqlite3.Connection) -> set[frozenset[str]]:
    """The ids of the messages of each conversation."""
    found = db.execute("select group_concat(remote_id) from messages group by conversation_id")
    return {frozenset(ids.split(",")) for (ids,) in found}


def people(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute("select name from contacts order by name")]


def whole(world: World) -> set[frozenset[str]]:
    """The same, from the server."""
    roots: dict[str, set[str]] = {}
    for each in world.statuses.values():
        above = world.ancestors(each)
        roots.setdefault((above[0] if above else each).id, set()).add(each.id)
    return {frozenset(ids) for ids in roots.values()}


@pytest.mark.parametrize(
    "steps",
    [(bring, new), (new, bring), (bring, old, new), (old, bring, new), (new, bring, old, bring)],
    ids=lambda steps: " then ".join(each.__name__ for each in steps),
)
def test_whatever_comes_first_nothing_is_doubled_and_threads_are_whole(
    run: Run[Any], tmp_path: Path, steps: tuple[Step, ...]
) -> None:
    async def scenario(fake: FakeMastodon) -> None:
        talk(fake.world)
        path = archive(fake.world, tmp_path / "archive")
        desk, account = await busy.opened(tmp_path / "desk", fake.base_url, fake.world.us.id)
        for step in steps:
            await step(desk, account, path)
        assert await desk.store.read(grouped) == whole(fake.world)
        assert await desk.store.read(counters_are_right)
        assert await desk.store.read(people) == ["Ada Vogel", "Priya"]
        again = await import_archive(desk, path)
        assert (again.inserted, again.updated) == (0, 0)
        before = await desk.store.read(written)
        await sync(desk, account)
        await import_archive(desk, path)
        assert await desk.store.read(written) == before
        await desk.close()

    with FakeMastodon() as fake:
        run(scenario(fake))


def written(db: sqlite3.Connection) -> int:
    """Changes with every transaction that wrote something."""
    [(version,)] = db.execute("pragma data_version").fetchall()
    return int(version)


def test_what_was_imported_asks_for_an_answer_once_somebody_writes_again(
    run: Run[Any], tmp_path: Path
) -> None:
    """In the conversation that came with the archive, not beside it."""

    async def scenario(fake: FakeMastodon) -> None:
        asked = fake.world.write("Which burr?", "Ada Vogel")
        told = fake.world.post({"status": "@adavogel The 48 mm.", "in_reply_to_id": asked}, "a")
        path = archive(fake.world, tmp_path / "archive")
        desk, account = await busy.opened(tmp_path / "desk", fake.base_url, fake.world.us.id)
        await import_archive(desk, path)
        assert not (await desk.store.read(conversations.page, View.NEEDS_REPLY)).items
        fake.world.write("Thank you. And the bearing?", "Ada Vogel", told)
        await sync(desk, account)
        [row] = (await desk.store.read(conversations.page, View.NEEDS_REPLY)).items
        [only] = (await desk.store.read(conversations.page, View.ALL)).items
        assert row.id == only.id
        assert await desk.store.read(grouped) == whole(fake.world)
        await desk.close()

    with FakeMastodon() as fake:
        run(scenario(fake))
