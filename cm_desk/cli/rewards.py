"""The shelf of rewards, by commands."""

from typing import IO

import click

from cm_desk.actions import rewards
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, say, writing
from cm_desk.domain import rewards as rules
from cm_desk.domain.rewards import Reward


@command("rewards")
@click.option("--set", "file", type=click.File(encoding="utf-8"), help="Another shelf, as JSON.")
@click.option("--give", default="", metavar="REWARD", help="Give this one, with --to and --act.")
@click.option("--to", default="", help="To this person.")
@click.option("--act", type=int, default=0, help="For this act of help.")
@click.option("--draw", default="", metavar="SEED", help="A fair order of the names that follow.")
@click.argument("names", nargs=-1)
async def rewards_(
    options: Options,
    file: IO[str] | None,
    give: str,
    to: str,
    act: int,
    draw: str,
    names: tuple[str, ...],
) -> None:
    """What is there to give to those who help, and how many are left."""
    if draw:
        order = rewards.draw(draw, names)
        put((({"place": n, "name": each}, each) for n, each in enumerate(order, 1)),
            options.as_json)  # fmt: skip
        return
    async with writing(options.folder) as desk:
        if file:
            say((await rewards.set_shelf(desk, rules.read(file.read()))).what)
        if give:
            person = await one_person(desk, to)
            say((await rewards.give(desk, person.id, give, act)).what)
        found = await rewards.shelf(desk)
    put(((each, _line(each)) for each in found), options.as_json)


def _line(each: Reward) -> str:
    left = "as many as you like" if each.left is None else f"{each.left} left"
    return f"{line(each.name, 30):30}  {left}"
