"""The command of occasions: what is coming, days that we name, and a calendar file."""

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from cm_desk.actions import almanac, calendar
from cm_desk.cli.output import line, put, row
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, say, writing
from cm_desk.desk import Desk
from cm_desk.domain.almanac import Event
from cm_desk.domain.days import read as read_day
from cm_desk.errors import BadInput
from cm_desk.store import seasons
from cm_desk.store.seasons import Season


@command("occasions")
@click.option("--days", type=click.IntRange(0, 366), default=31, show_default=True)
@click.option("--month", default="", metavar="YYYY-MM", help="A whole month, past or to come.")
@click.option(
    "--ics",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a calendar file (RFC 5545) of the year to come.",
)
@click.option("--named", is_flag=True, help="The seasons and releases that we named.")
@click.option("--season", default="", metavar="NAME", help="Name a day of the year; with --on.")
@click.option("--release", default="", metavar="NAME", help="Name a release; with --on.")
@click.option("--on", "day", default="", metavar="DAY", help="24 December, or 2026-12-24 for once.")
@click.option("--lead", type=click.IntRange(0, 366), default=14, show_default=True)
@click.option("--label", default="", help="The people whom it is for, who asked for it.")
@click.option("--remove", type=int, metavar="ID", help="Forget a season or a release.")
async def occasions(
    options: Options,
    days: int,
    month: str,
    ics: Path | None,
    named: bool,
    season: str,
    release: str,
    day: str,
    lead: int,
    label: str,
    remove: int | None,
) -> None:
    """Days on which a kind word fits: birthdays they told us, years with us, releases, seasons."""
    async with writing(options.folder) as desk:
        if season or release:
            it = almanac.name_day(
                desk, season or release, day, release=not season, lead_days=lead, label=label
            )
            say((await it).what)
        if remove:
            say((await almanac.forget(desk, remove)).what)
        if ics:
            say(f"{await calendar.export(desk, ics)} entries in {ics}")
            return
        if named:
            known = await desk.store.read(seasons.all)
            put(((row(each), _season_line(each)) for each in known), options.as_json)
            return
        found = await _found(desk, days, month)
    put(((_row(each), _line(each)) for each in found), options.as_json)


async def _found(desk: Desk, days: int, month: str) -> list[Event]:
    if not month:
        return await almanac.coming(desk, days)
    first, last = _month(month, desk.now())
    return list((await almanac.between(desk, first, last)).events)


def _month(text: str, now: datetime) -> tuple[date, date]:
    begin = read_day(text, now)
    if begin is None:
        raise BadInput(f"“{text}” is no month.", "Write it like 2026-12.")
    first = begin.astimezone().date().replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first, following - timedelta(days=1)


def _row(each: Event) -> dict[str, object]:
    return {
        "on": each.on.isoformat(),
        "what": each.what,
        "title": each.title,
        "person": each.who or None,
        "lead_days": each.lead,
        "quote": each.quote or None,
        "message": each.message_id,
    }


def _line(each: Event) -> str:
    return f"{each.on}  {line(each.title, 44):44}  {line(each.who, 30)}".rstrip()


def _season_line(each: Season) -> str:
    on = f"{each.year or 'yearly'} {each.month:02}-{each.day:02}"
    lead = f"{each.lead_days} days before"
    return f"{each.id:5}  {on:12}  {each.kind:8}  {line(each.name, 50):50}  {lead}"
