"""The command that tells of one person, and how it reads."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from cm_desk.actions.profile import Profile, profile
from cm_desk.cli.look import MOST, entry_line, one_person
from cm_desk.cli.output import line, put, row, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading
from cm_desk.cli.story import entry_row, of_story, story
from cm_desk.domain import occasions
from cm_desk.domain.known import CARE, About
from cm_desk.errors import BadInput
from cm_desk.insight.intervals import share_text
from cm_desk.store.dates import Occasion

WIDTH = 14  # of the names before the values


@command("person")
@click.argument("name")
@click.option("--limit", type=MOST, default=20, show_default=True)
@of_story
async def person(options: Options, name: str, limit: int, **part: Any) -> None:
    """One person: who they are, what we know of them, and what was exchanged, newest first."""
    async with reading(options.folder) as desk:
        one = await one_person(desk, name)
        whole = await profile(desk, one.id)
        told = await story(desk, one.id, limit=limit, **part)
        now = desk.now()
    if whole is None:
        raise BadInput(f"{name} is not here any more.")
    put([(_row(whole, now), "\n".join(_head(whole, now)))], options.as_json)
    put(((entry_row(each), entry_line(each)) for each in told), options.as_json)


def _row(found: Profile, now: datetime) -> dict[str, object]:
    known, habits = found.known, found.habits
    quoted = [
        {"about": each.about, "text": each.text, "quote": each.quote, "message_id": each.message_id,
         "at": each.at}
        for each in known.facts
    ]  # fmt: skip
    return row(found.person) | {
        "known": quoted,
        "labels": [row(each) for each in known.labels],
        "dates": [row(each) | {"next": _next(each, now)} for each in known.dates],
        "fields": {each.field.name: each.text for each in known.values},
        "moments": [row(each) for each in known.moments],
        "languages": row(habits.languages),
        "clock": row(habits.clock),
        "channels": row(habits.channels),
        "said_and_done": [row(each) for each in habits.months],
    }


def _next(each: Occasion, now: datetime) -> str | None:
    today = now.astimezone().date()
    found = occasions.coming(each.month, each.day, each.year, each.yearly, today)
    return found.on.isoformat() if found else None


def _head(found: Profile, now: datetime) -> Iterator[str]:
    who = found.person
    handles = ", ".join(f"{each.handle} ({each.service})" for each in who.identities)
    yield line(f"{who.name}: {handles}", 1000)
    yield f"{who.received} from them, {who.sent} from us"
    for name, words in (*_told(found), *_counted(found), *_dates(found, now)):
        yield f"  {name:{WIDTH}} {line(words, 160)}"


def _told(found: Profile) -> Iterator[tuple[str, str]]:
    known = found.known
    if alone := known.one(About.ALONE):
        yield "leave alone", f"since {when(alone.at)}. {alone.text}"
    if pronouns := known.one(About.PRONOUNS):
        yield "pronouns", pronouns.text
    if private := known.one(About.PRIVATE):
        yield "thanks", f"in private. {private.text}"
    if known.labels:
        yield "labels", ", ".join(each.name for each in known.labels)
    for about in (About.SITUATION, *CARE):
        for fact in known.all(about):
            yield about.value, f"{fact.text} “{fact.quote}”"
    for value in known.values:
        yield value.field.name, value.text
    for moment in known.moments:
        yield moment.kind.value, f"{when(moment.at)} “{moment.quote}”"


def _counted(found: Profile) -> Iterator[tuple[str, str]]:
    languages, clock, channels = found.habits.languages, found.habits.clock, found.habits.channels
    for code, n in languages.spoken[:3]:
        yield "writes in", f"{code}: {share_text(n, languages.known)}"
    if zone := found.known.one(About.ZONE):
        yield "time zone", f"{zone.text}, as they told us"
    elif clock.offset_h is None:
        yield "time zone", f"too little to tell from {clock.messages} messages"
    else:
        said = f"about UTC{clock.offset_h:+d} ({clock.low_h:+d} to {clock.high_h:+d})"
        yield "time zone", f"{said}, guessed from {clock.messages} messages on {clock.days} days"
    if channels.n:
        service, n = channels.counts[0]
        usual = service if channels.usual else "none; most on " + service
        yield "usual channel", f"{usual}: {share_text(n, channels.n)}"


def _dates(found: Profile, now: datetime) -> Iterator[tuple[str, str]]:
    for each in found.known.dates:
        if coming := _next(each, now):
            yield "date", f"{each.name}: next {coming}"
