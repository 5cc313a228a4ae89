"""Commands that say who is who."""

import click

from cm_desk.actions import merge as merging
from cm_desk.actions import suggestions as suggesting
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, writing
from cm_desk.errors import BadInput
from cm_desk.insight.duplicates import Suggestion
from cm_desk.store import contacts, merges


@command("merge")
@click.argument("a")
@click.argument("b")
async def merge(options: Options, a: str, b: str) -> None:
    """A and B are one person: everything of B is found with A. `part` takes it back."""
    async with writing(options.folder) as desk:
        kept, gone = await one_person(desk, a), await one_person(desk, b)
        done = await merging.merge(desk, kept.id, gone.id)
        whole = await desk.store.read(contacts.person, kept.id)
    put([(whole, done.what)], options.as_json)


@command("part")
@click.argument("a")
@click.option("--from", "other", default="", help="Whom to part from A, when A was joined twice.")
async def part(options: Options, a: str, other: str) -> None:
    """A was joined with somebody: both are people of their own again."""
    async with writing(options.folder) as desk:
        whole = await one_person(desk, a)
        known = await desk.store.read(merges.of, whole.id)
        found = [each for each in known if other.casefold() in each.gone_name.casefold()]
        if not found:
            raise BadInput(f"{whole.name} was not joined with anybody like that.")
        done = await merging.part(desk, found[0])
    told = f"{done.what} They were one since {when(found[0].at)}."
    put([(found[0], told)], options.as_json)


@command("suggestions")
@click.option("--not-same", nargs=2, type=int, help="Two identities that are not one person.")
@click.option("--later", nargs=2, type=int, help="Two identities to be asked about in a month.")
@click.option("--unsure", is_flag=True, help="Those too for which little speaks.")
async def suggestions(
    options: Options,
    not_same: tuple[int, int] | None,
    later: tuple[int, int] | None,
    unsure: bool,
) -> None:
    """Who may be one person, and why. Nothing is joined: that is what `merge` is for."""
    async with writing(options.folder) as desk:
        if not_same:
            await suggesting.not_the_same(desk, *not_same)
        if later:
            await suggesting.later(desk, *later)
        found = await suggesting.suggestions(desk, unsure)
    put(((each, _suggested(each)) for each in found), options.as_json)


def _suggested(each: Suggestion) -> str:
    who = (
        f"{line(s.name, 40)} {line(s.handle, 40)} ({s.service}, {s.identity_id})"
        for s in each.sides
    )
    why = (
        f"    {suggesting.why_of(e)}: {line(e.left, 60)} | {line(e.right, 60)}"
        for e in each.evidence
    )
    return "\n".join((" = ".join(who), *why))
