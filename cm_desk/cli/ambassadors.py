"""The command of people who speak for us."""

from pathlib import Path

import click

from cm_desk.actions import ambassadors as actions
from cm_desk.actions.ambassadors import Known
from cm_desk.cli.output import line, put, row, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading, say
from cm_desk.errors import BadInput
from cm_desk.store import ambassadors


@command("ambassadors")
@click.option(
    "--kit", nargs=2, type=(int, Path), metavar="ID FILE", help="Write their kit: a page."
)
async def ambassadors_(options: Options, kit: tuple[int, Path] | None) -> None:
    """Who speaks for us in their own voice, where, and since when with their yes."""
    async with reading(options.folder) as desk:
        if kit:
            found = await desk.store.read(ambassadors.get, kit[0])
            if found is None:
                raise BadInput(f"There is no ambassador {kit[0]}.", "Look at: ambassadors")
            await actions.write_kit(desk, found, kit[1])
            say(f"Written: {kit[1]}")
            return
        known = await actions.listed(desk)
    put(((_row(each), _line(each)) for each in known), options.as_json)


def _row(each: Known) -> dict[str, object]:
    one = row(each.ambassador)
    agreed = each.consent.given_at if each.consent else None
    words = each.consent.words if each.consent else ""
    return {**one, "person": one.pop("who"), "agreed_at": agreed, "words": words}


def _line(each: Known) -> str:
    it = each.ambassador
    agreed = f"agreed {when(each.consent.given_at)[:10]}" if each.consent else "has not agreed"
    state = "ended" if it.ended_at else agreed
    return (
        f"{it.id:5}  {line(it.who, 28):28}  {state:18}  {line(it.platform, 40)} {line(it.url, 60)}"
    )
