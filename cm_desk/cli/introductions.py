"""Introductions, by commands: suggestions, how each stands, and every step but the sending."""

import click

from cm_desk.actions import introductions as introducing
from cm_desk.actions import pairs
from cm_desk.actions.pairs import Proposed
from cm_desk.cli.output import line, put, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, say, writing
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import introductions
from cm_desk.store.introductions import Introduction


@command("introductions")
@click.option("--suggested", is_flag=True, help="Pairs who would help each other, and why.")
@click.option("--take", type=int, metavar="N", help="Note the Nth suggestion as an idea.")
@click.option("--draft", type=int, metavar="ID", help="The words of the next step. Sends nothing.")
@click.option("--yes", type=int, metavar="ID", help="Whoever was asked said yes.")
@click.option("--no", type=int, metavar="ID", help="Whoever was asked said no.")
@click.option("--outcome", nargs=2, type=(int, str), help="What came of it: id and words.")
@click.option("--talking/--not-talking", default=None, help="With --outcome: do they still talk?")
async def introductions_(
    options: Options,
    suggested: bool,
    take: int | None,
    draft: int | None,
    yes: int | None,
    no: int | None,
    outcome: tuple[int, str] | None,
    talking: bool | None,
) -> None:
    """Two customers who would help each other; both are asked before a name crosses."""
    async with writing(options.folder) as desk:
        await introducing.lapse(desk)
        if take:
            await _take(desk, take)
        for id, said in ((yes, True), (no, False)):
            if id:
                say((await introducing.answered(desk, await _one(desk, id), said)).what)
        if outcome:
            one = await _one(desk, outcome[0])
            say((await introducing.look_back(desk, one, outcome[1], talking)).what)
        if draft:
            words = await pairs.words(desk, await _one(desk, draft))
            put([({"draft": words.text}, words.text)], options.as_json)
            return
        if suggested:
            some = enumerate(await pairs.proposed(desk), 1)
            put(((_pair(n, e), _pair_line(n, e)) for n, e in some), options.as_json)
            return
        found = await desk.store.read(introductions.all)
    put(((_row(each), _line(each)) for each in found), options.as_json)


async def _take(desk: Desk, number: int) -> None:
    found = await pairs.proposed(desk)
    if not 0 < number <= len(found):
        raise BadInput(f"There is no suggestion {number}.", "Look at: introductions --suggested")
    say((await pairs.take(desk, found[number - 1].pair))[1].what)


async def _one(desk: Desk, id: int) -> Introduction:
    if (found := await desk.store.read(introductions.get, id)) is None:
        raise BadInput(f"There is no introduction {id}.", "Look at: introductions")
    return found


def _pair(number: int, each: Proposed) -> dict[str, object]:
    quotes = [each.pair.first.quote, each.pair.second.quote]
    people = [each.first, each.second]
    circle, because = each.pair.circle, each.pair.because
    return {"n": number, "people": people, "circle": circle, "because": because, "quotes": quotes}


def _pair_line(number: int, each: Proposed) -> str:
    both = f"{line(each.first, 28)} and {line(each.second, 28)}"
    return f"{number:3}  {both}: {line(each.pair.because, 80)}"


def _row(each: Introduction) -> dict[str, object]:
    return {
        "id": each.id,
        "people": [each.who, each.other],
        "circle": each.circle,
        "quotes": [each.why, each.other_why],
        "stage": str(each.course.stage),
        "since": each.course.since,
        "outcome": each.outcome,
        "talking": each.talking,
    }


def _line(each: Introduction) -> str:
    both = f"{line(each.who, 28)} and {line(each.other, 28)}"
    came = f": {line(each.outcome, 60)}" if each.outcome else ""
    return f"{each.id:5}  {when(each.course.since)[:10]:10}  {each.course.stage:13} {both}{came}"
