"""What people allowed us, and the page of thanks that names only them."""

from pathlib import Path

import click

from cm_desk.actions import board, credit, sharing
from cm_desk.actions import consents as allowing
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading, say, writing
from cm_desk.errors import BadInput
from cm_desk.store.consents import NAMED, Consent


@command("share")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--month", default="", metavar="YYYY-MM", help="One month, not the last 90 days.")
@click.option("--context", default="", help="Help with this alone.")
async def share(options: Options, file: Path | None, month: str, context: str) -> None:
    """Write the page of thanks into FILE. Without one: who would be on it, who not, and why."""
    async with reading(options.folder) as desk:
        found = await sharing.shared(desk, board.month_of(month), context)
        if file:
            await sharing.write(desk, found, file)
            say(f"{len(found.named)} named, {len(found.left_out)} left out.")
    named = [
        (
            {"person": e.name, "named": True, "why": "", "helped": e.helped},
            f"named     {line(e.name)}",
        )
        for e in found.named
    ]
    out = [
        ({"person": e.name, "named": False, "why": e.why}, f"left out  {line(e.name)} {e.why}")
        for e in found.left_out
    ]
    put([*named, *out], options.as_json)


@command("consents")
@click.argument("name")
@click.option("--allow", type=click.Choice(list(allowing.WHAT)), help="They said yes to this.")
@click.option("--quote", default="", help="Their own words, as they stand in the message.")
@click.option("--message", type=int, help="The message in which they said it.")
@click.option("--withdraw", type=int, metavar="ID", help="They took this one back.")
async def consents_(
    options: Options,
    name: str,
    allow: str | None,
    quote: str,
    message: int | None,
    withdraw: int | None,
) -> None:
    """What somebody allowed us, with their words."""
    async with writing(options.folder) as desk:
        person = await one_person(desk, name)
        if allow:
            say((await allowing.allow(desk, person.id, allow or NAMED, quote, message))[1].what)
        found = await allowing.of(desk, person.id)
        if withdraw:
            one = next((each for each in found if each.id == withdraw), None)
            if one is None:
                raise BadInput(f"{name} has no consent {withdraw}.", "Look without --withdraw.")
            say((await allowing.withdraw(desk, one)).what)
            found = await allowing.of(desk, person.id)
    put(((each, _line(each)) for each in found), options.as_json)


def _line(each: Consent) -> str:
    back = f" (taken back {when(each.withdrawn_at)})" if each.withdrawn_at else ""
    return f"{each.id:5}  {when(each.given_at)}  {each.what:7}  “{line(each.words, 70)}”{back}"


@command("credit")
@click.option("--month", default="", metavar="YYYY-MM", help="Another month than the last one.")
@click.option("--context", default="", help="Help with this alone.")
async def credit_(options: Options, month: str, context: str) -> None:
    """The note of who helped whom in a month, with a link each. Sends nothing."""
    async with reading(options.folder) as desk:
        found = await credit.note(desk, board.month_of(month), context)
    put([({"text": found.text, "acts": found.acts}, found.text)], options.as_json)
