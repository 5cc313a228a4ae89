"""Commands that change something. They need the desk for themselves: no window is open."""

import asyncio
from pathlib import Path

import click

from cm_desk.actions import demo, doctor
from cm_desk.actions import export as exporting
from cm_desk.actions import sync as syncing
from cm_desk.actions.doctor import Check
from cm_desk.actions.outbox import post_due
from cm_desk.cli.output import put, row
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, Wanted, chosen, reading, say, writing
from cm_desk.desk import DATABASE, Desk
from cm_desk.domain.model import Account
from cm_desk.errors import CmDeskError, KeychainError, ServiceError

FILE = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@command("sync")
@click.option("--account", default="", help="One account only: its key, handle or name.")
@click.option("--history", is_flag=True, help="Also everything older, as far back as it goes.")
async def sync(options: Options, account: str, history: bool) -> None:
    """Get what is new, and send what is due in the outbox."""
    async with writing(options.folder) as desk:
        known = [each for each in await chosen(desk, account) if each.base_url]
        if not known:
            say("There is no account to sync yet. Open the window and connect one: cm-desk")
        results = await asyncio.gather(*(_sync_one(desk, each, history) for each in known))
    put(results, options.as_json)
    options.status = max((0 if found["ok"] else 1 for found, _ in results), default=0)


async def _sync_one(desk: Desk, account: Account, old: bool) -> tuple[dict[str, object], str]:
    """One account that fails does not keep the others from being synced."""
    try:
        found = await syncing.sync(desk, account)
        past = await syncing.history(desk, account) if old else syncing.SyncResult()
        sent = len((await post_due(desk, account)).posted)
    except (ServiceError, KeychainError) as err:
        say(f"cm-desk: {err}")
        return {"account": account.key, "ok": False, "problem": str(err)}, f"{account.key}: failed"
    new = found.inserted + past.inserted
    counts = {"new": new, "changed": found.updated + past.updated, "sent": sent}
    text = f"{account.key}: {new} new, {counts['changed']} changed, {sent} sent"
    return {"account": account.key, "ok": True, **counts}, text


@command("demo")
@click.option("--once", is_flag=True, help="Fill the store from the demo network, no window.")
async def demo_(options: Options, once: bool) -> None:
    """Look around with made-up people. Nothing leaves this computer."""
    folder = options.demo_folder
    if not once:
        options.wanted = Wanted("demo", folder)
        return
    async with writing(folder) as desk:
        result = await demo.fill(desk)
    found = {"folder": str(folder), **row(result)}
    put([(found, f"{result.inserted} new messages in {folder}")], options.as_json)


@command("export")
@click.argument("folder", type=FOLDER, default=Path())
async def export(options: Options, folder: Path) -> None:
    """Write everything into a new folder inside FOLDER: JSON lines, CSV and plain SQLite."""
    async with reading(options.folder) as desk:
        done = await exporting.export(desk, folder)
    put([(done, f"{sum(done.rows.values())} rows in {done.folder}")], options.as_json)


@command("doctor")
async def doctor_(options: Options) -> None:
    """Check store, keychain, network, window and disk; say what to do."""
    checks = await doctor.without_desk(options.folder)
    if all(each.ok for each in checks if each.name == "store"):
        checks += await _network(options.folder)
    put(((each, _check_line(each)) for each in checks), options.as_json)
    options.status = 0 if all(each.ok for each in checks) else 1


async def _network(folder: Path) -> list[Check]:
    if not (folder / DATABASE).exists():
        return [Check("network", True, doctor.NOBODY)]
    try:
        async with reading(folder) as desk:
            return await doctor.network(desk)
    except CmDeskError as err:
        return [Check("store", False, err.what, err.hint)]


def _check_line(check: Check) -> str:
    mark = "ok  " if check.ok else "FAIL"
    return f"{mark} {check.name:9} {check.says} {check.hint}".rstrip()


@command("tour")
@click.argument("folder", type=FOLDER)
async def tour(options: Options, folder: Path) -> None:
    """Write a picture of every screen, light and dark, from the demo network."""
    options.wanted = Wanted("tour", options.folder, folder)
