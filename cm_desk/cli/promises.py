"""The command of promises: what is due, what became of it, and how we keep our word."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import click

from cm_desk.actions import pledges
from cm_desk.actions import promises as promising
from cm_desk.actions.pledges import Offer
from cm_desk.actions.promises import Kept, Month
from cm_desk.actions.undo import Undo
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put, row, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, say, writing
from cm_desk.desk import Desk
from cm_desk.domain.days import read as read_day
from cm_desk.errors import BadInput
from cm_desk.insight.intervals import share_text
from cm_desk.insight.pledges import Hint, day_ahead
from cm_desk.store import promises
from cm_desk.store.promises import Promise

ONE = click.option  # an option that names one promise by its id


@command("promises")
@click.option("--of", "name", default="", help="To one person only.")
@click.option("--all", "whole", is_flag=True, help="Settled ones too.")
@click.option("--months", is_flag=True, help="The share kept on time, month by month.")
@click.option("--make", nargs=3, metavar="NAME TEXT DAY", help="Promise something by a day.")
@click.option("--theirs", is_flag=True, help="With --make: they promised it to us.")
@click.option("--message", type=int, help="With --make or --keep: the message that says so.")
@ONE("--keep", type=int, metavar="ID", help="This one was kept.")
@ONE("--break", "break_", type=int, metavar="ID", help="This one was broken.")
@ONE("--reopen", type=int, metavar="ID", help="This one is open again.")
@click.option("--move", nargs=2, type=(int, str), metavar="ID DAY", help="Ask for another day.")
@ONE("--agreed", type=int, metavar="ID", help="They agreed to the newest day of this one.")
@ONE("--remove", type=int, metavar="ID", help="This one was none.")
@click.option("--offered", is_flag=True, help="What was said that nobody tracks yet.")
@click.option("--take", type=int, metavar="MESSAGE", help="Track what this message promises.")
@click.option("--decline", type=int, metavar="MESSAGE", help="This message promises nothing.")
async def promises_(
    options: Options, name: str, whole: bool, months: bool, offered: bool, **asked: Any
) -> None:
    """What was promised, the one due first comes first. DAY is like friday or 2026-12-24."""
    async with writing(options.folder) as desk:
        for undo in [await work for work in _asked(desk, asked)]:
            say(undo.what)
        if months:
            kept = await promising.by_month(desk)
            put(((_month(each), _month_line(each)) for each in kept), options.as_json)
            return
        if offered:
            known = await pledges.everybodys(desk)
            put(((_offer(each), _offer_line(each)) for each in known), options.as_json)
            return
        person = (await one_person(desk, name)).id if name else None
        found = await promising.listed(desk, person, whole)
    put(((_row(each), _line(each)) for each in found), options.as_json)


def _asked(desk: Desk, asked: dict[str, Any]) -> list[Awaitable[Undo]]:
    """What is to be done, in the order of the options."""
    message, theirs = asked.pop("message"), asked.pop("theirs")
    work: dict[str, Callable[..., Awaitable[Undo]]] = {
        "make": lambda given: _make(desk, given, message, theirs),
        "keep": lambda id: _keep(desk, id, message),
        "break_": lambda id: _do(desk, promising.break_, id),
        "reopen": lambda id: _do(desk, promising.reopen, id),
        "move": lambda given: _move(desk, *given),
        "agreed": lambda id: _do(desk, promising.agreed, id),
        "remove": lambda id: _do(desk, promising.remove, id),
        "take": lambda id: _decide(desk, pledges.take, id),
        "decline": lambda id: _decide(desk, pledges.decline, id),
    }
    return [work[name](asked[name]) for name in work if asked[name]]


async def _do(desk: Desk, do: Callable[[Desk, Promise], Awaitable[Undo]], id: int) -> Undo:
    return await do(desk, await _one(desk, id))


async def _one(desk: Desk, id: int) -> Promise:
    found = await desk.store.read(promises.get, id)
    if found is None:
        raise BadInput(f"There is no promise {id}.", "Look at: promises --all")
    return found


async def _keep(desk: Desk, id: int, message: int | None) -> Undo:
    return await promising.keep(desk, await _one(desk, id), message)


async def _move(desk: Desk, id: int, day: str) -> Undo:
    return await promising.move(desk, await _one(desk, id), _day(day, desk.now()))


async def _make(desk: Desk, given: tuple[str, str, str], message: int | None, theirs: bool) -> Undo:
    name, text, day = given
    person, due = await one_person(desk, name), _day(day, desk.now())
    return await promising.promise(desk, person.id, text, due, message, theirs=theirs)


async def _decide(desk: Desk, do: Callable[[Desk, Offer], Awaitable[Undo]], id: int) -> Undo:
    offer = next((o for o in await pledges.everybodys(desk) if o.message.id == id), None)
    if offer is None:
        raise BadInput(f"Message {id} offers no promise.", "Look at: promises --offered")
    return await do(desk, offer)


def _day(text: str, now: datetime) -> datetime:
    """The end of the working day that is meant, where the desk is."""
    today = now.astimezone().date()
    if (named := day_ahead(text, today)) is None and (found := read_day(text, now)):
        named = found.astimezone().date()
    if named is None or named < today:
        raise BadInput(f"“{text}” is no day to come.", "Write it like friday or 2026-12-24.")
    return pledges.due_at(Hint("", named))


def _row(each: Kept) -> dict[str, object]:
    return {
        **row(each.promise),
        "by_the_calendar": each.state,
        "counts": each.counts.isoformat(),
        "asked": each.asked and each.asked.isoformat(),
    }


def _line(each: Kept) -> str:
    it = each.promise
    who = f"{'from ' if it.theirs else ''}{line(it.who, 24)}"
    asked = f" (asked for {each.asked}, not agreed)" if each.asked and it.state == "open" else ""
    return f"{it.id:5}  {each.counts}  {each.state:9}  {who:29}  {line(it.text, 70)}{asked}"


def _month(each: Month) -> dict[str, object]:
    kept = each.word
    return {
        "month": each.name,
        "kept_on_time": share_text(kept.on_time, kept.settled),
        "late_days": kept.late_days,
        "states": {name: n for name, n in kept.states.items() if n},
        "promises": [one.promise.id for one in each.promises],
    }


def _month_line(each: Month) -> str:
    kept = each.word
    late = f", late by {kept.late_days:g} days (median)" if kept.late_days else ""
    return f"{each.name}  {share_text(kept.on_time, kept.settled)}{late}"


def _offer(each: Offer) -> dict[str, object]:
    return {
        "message": each.message.id,
        "person": each.message.who,
        "theirs": each.theirs,
        "text": each.text,
        "due": each.due.date().isoformat(),
        "quote": each.quote,
        "at": each.message.sent_at.isoformat(),
    }


def _offer_line(each: Offer) -> str:
    who = line(each.message.who, 24)
    said = f"{who} said" if each.theirs else f"we said to {who}"
    return f"{each.message.id}  {when(each.message.sent_at)}  {said}: “{line(each.quote, 90)}”"
