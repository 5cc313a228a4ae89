"""The command of staying in touch: who is due, how often, and calls we made."""

from datetime import datetime

import click

from cm_desk.actions import touch as touching
from cm_desk.actions.touch import Line
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, say, writing
from cm_desk.desk import Desk
from cm_desk.domain import cadence
from cm_desk.domain.days import EXAMPLES
from cm_desk.domain.days import read as read_day
from cm_desk.errors import BadInput
from cm_desk.store import cadences


@command("touch")
@click.argument("name", default="")
@click.option("--all", "whole", is_flag=True, help="Those who are not due, too.")
@click.option("--every", default="", metavar="TIME", help="How often: two months, 3 weeks, weekly.")
@click.option("--never", is_flag=True, help="No reminders any more.")
@click.option("--later", default="", metavar="TIME", help="Not before so much time: 2w, a month.")
@click.option("--log", "how", type=click.Choice(list(touching.HOW)), help="We spoke, by this way.")
@click.option("--at", "day", default="", metavar="DAY", help="With --log: when it was.")
@click.option("--note", default="", help="With --log: what it was about.")
async def touch(
    options: Options,
    name: str,
    whole: bool,
    every: str,
    never: bool,
    later: str,
    how: str | None,
    day: str,
    note: str,
) -> None:
    """Whom we wanted to hear from by now; with NAME what is wished and done for one person."""
    async with writing(options.folder) as desk:
        person = (await one_person(desk, name)).id if name else None
        if person is None and (every or never or later or how):
            raise BadInput("Whom is it about?", "Name a person: touch NAME …")
        if person is not None:
            if every or never:
                say((await touching.wish(desk, person, "" if never else every)).what)
            if how:
                at = _day(day, desk.now()) if day else None
                say((await touching.log(desk, person, how, note, at)).what)
            if later:
                say(await _put_off(desk, person, later))
        found = await touching.everybody(desk)
    shown = [e for e in found if (e.contact_id == person if person else whole or e.is_due)]
    put(((_row(each), _line(each)) for each in shown), options.as_json)
    if not shown:
        say("Nobody is due, and that is a good answer.")


async def _put_off(desk: Desk, person: int, text: str) -> str:
    wish, days = await desk.store.read(cadences.of, person), cadence.read(text)
    if wish is None:
        raise BadInput("There is no wish to stay in touch with them.", "Set one: --every TIME")
    if days is None:
        raise BadInput(f"“{text}” is no length of time.", "Write it like 2w or a month.")
    return (await touching.later(desk, wish, days)).what


def _day(text: str, now: datetime) -> datetime:
    """Noon of that day, or now for today."""
    found = read_day(text, now)
    if found is None:
        raise BadInput(f"“{text}” is no day.", f"Write it like {EXAMPLES}.")
    return min(found.astimezone().replace(hour=12), now)


def _row(each: Line) -> dict[str, object]:
    return {
        "person": each.who,
        "every_days": each.wish.ideal_days,
        "longest_days": each.wish.longest_days,
        "state": each.state,
        "last": each.last and each.last.isoformat(),
        "due": each.touch.due and each.touch.due.isoformat(),
        "later": each.wish.later and each.wish.later.isoformat(),
    }


def _line(each: Line) -> str:
    last = f"spoke {each.last.astimezone():%Y-%m-%d}" if each.last else "never spoke"
    due = f"due {each.touch.due}" if each.touch.due else "due now"
    return f"{line(each.who, 30):30}  {each.words:16}  {last:16}  {due:14}  {each.state}"
