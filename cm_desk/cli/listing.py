"""The command that lists people."""

import click

from cm_desk.cli.output import line, put, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading, say
from cm_desk.desk import Desk
from cm_desk.domain.filters import PEOPLE
from cm_desk.domain.query import Query, parse
from cm_desk.store import sifting
from cm_desk.store.people import CLOSENESS, RISING, SORTS, ContactRow
from cm_desk.store.sifting import Found

_PAGE = 200


@command("people")
@click.argument("filters", metavar="FILTER", nargs=-1)
@click.option("--sort", type=click.Choice([*SORTS]), default=CLOSENESS, show_default=True)
@click.option("--reverse", is_flag=True, help="The other way round.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
async def people(
    options: Options, filters: tuple[str, ...], sort: str, reverse: bool, limit: int
) -> None:
    """Everybody who ever spoke to us, or those that all FILTERs keep.

    Words are looked for in names and handles, and there are on: account: since: before: silent:
    label: gesture: given: promise: is: lang: field:, each with a minus before it for everybody
    else, as in

    \b
        cm-desk people silent:3m gesture:none promise:open
        cm-desk people --sort last -- -is:quiet lang:pl field:plan=pro

    Closeness is how often the word went from one side to the other. How many there are, and what
    could not be understood, is told on the error output.
    """
    async with reading(options.folder) as desk:
        query = parse(" ".join(filters), PEOPLE, desk.now())
        found = await _all_found(desk, query, sort, (sort in RISING) is reverse, limit)
        some, every = await desk.store.read(sifting.count, query, desk.now())
    for hint in found.hints:
        click.echo(f"cm-desk: {line(hint.says, 200)}", err=True)
    say(f"{some:,} of {every:,} people")
    put(((each, _line(each)) for each in found.items), options.as_json)


async def _all_found(desk: Desk, query: Query, sort: str, descending: bool, limit: int) -> Found:
    found = Found()
    while len(found.items) < limit and (found.cursor is not None or not found.items):
        asked = query, desk.now(), sort, descending, found.cursor
        page = await desk.store.read(sifting.find, *asked, min(_PAGE, limit - len(found.items)))
        found = page._replace(items=(*found.items, *page.items))
        if not page.items:
            break
    return found


def _line(each: ContactRow) -> str:
    both = f"{each.received:>5,} ←  {each.sent:>5,} →"
    owed = f"{each.gestures} given" if each.gestures else ""
    return (
        f"{line(each.name, 26):26}  {line(each.handle, 30):30}  {each.turns:>5,}  {both}"
        f"  {when(each.last_at)}  {owed}".rstrip()
    )
