"""Which part of a person's story a command tells, and how it reads."""

from collections.abc import Callable, Sequence
from typing import Any

import click

from cm_desk.cli.output import row
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import accounts, places, river
from cm_desk.store.places import Place
from cm_desk.store.river import Entry
from cm_desk.text import days
from cm_desk.text.days import EXAMPLES, Days

Function = Callable[..., Any]


def of_story(command: Function) -> Function:
    """The options that choose a part of it; each but the dates may be given several times."""
    on = click.option("--on", multiple=True, help="A service, or an account of ours.")
    kinds = sorted(river.KINDS)
    kind = click.option("--kind", "kinds", multiple=True, type=click.Choice(kinds))
    until = click.option("--until", default="", help=f"Nothing after it: {EXAMPLES}.")
    since = click.option("--since", default="", help="Nothing before it.")
    return since(until(kind(on(command))))


async def story(
    desk: Desk, contact_id: int, since: str, until: str, kinds: Sequence[str], on: Sequence[str],
    limit: int,
) -> list[Entry]:  # fmt: skip
    """Newest first, `limit` at most. Raises BadInput for what is no date and no account."""
    first, last = _days(desk, since), _days(desk, until)
    top: Place | None = places.after(last.end) if last else None
    found = await desk.store.read(
        river.page, contact_id, kinds or river.KINDS, str(top) if top else None, limit,
        await _accounts(desk, on),
    )  # fmt: skip
    return [each for each in found.items if first is None or each.at >= first.begin]


def _days(desk: Desk, words: str) -> Days | None:
    found = days.read(words, desk.now().astimezone().date()) if words else None
    if words and found is None:
        raise BadInput(f"“{words}” is no date.", f"Write {EXAMPLES}.")
    return found


async def _accounts(desk: Desk, on: Sequence[str]) -> frozenset[int] | None:
    """None: wherever it was."""
    if not on:
        return None
    known = await desk.store.read(accounts.all)
    found: set[int] = set()
    for name in on:
        here = {a.id for a in known if name in (a.service, a.key, a.handle, a.name)}
        if not here:
            names = ", ".join(dict.fromkeys(a.service for a in known))
            raise BadInput(f"There is no service or account “{name}”.", f"There are: {names}.")
        found |= here
    return frozenset(found)


def entry_row(entry: Entry) -> dict[str, Any]:
    """What it says, without the parts that this kind of thing does not have."""
    found = row(entry)
    del found["place"]
    return {name: value for name, value in found.items() if value not in (None, "", 0)}
