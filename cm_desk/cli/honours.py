"""Badges, by commands."""

from typing import IO

import click

from cm_desk.actions import badges as awarding
from cm_desk.actions.badges import Suggestion
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, say, writing
from cm_desk.domain import badges as rules
from cm_desk.domain.badges import Criterion
from cm_desk.store import badges


@command("badges")
@click.option("--of", "name", default="", help="Those that somebody has.")
@click.option("--suggested", is_flag=True, help="Who may deserve one, with the evidence.")
@click.option(
    "--award", default="", metavar="BADGE", help="Give this one, with --to, --act, --reason."
)
@click.option("--to", default="", help="To this person.")
@click.option("--act", type=int, help="For this act of help.")
@click.option("--reason", default="", help="Why, in your words.")
@click.option("--set", "file", type=click.File(encoding="utf-8"), help="Other criteria, as JSON.")
async def badges_(
    options: Options,
    name: str,
    suggested: bool,
    award: str,
    to: str,
    act: int | None,
    reason: str,
    file: IO[str] | None,
) -> None:
    """What badges there are and what each is for, in plain words."""
    async with writing(options.folder) as desk:
        if file:
            say((await awarding.set_criteria(desk, rules.read(file.read()))).what)
        if award:
            whom = (await one_person(desk, to)).id
            name = to
            say((await awarding.award(desk, whom, award, reason, act))[1].what)
        if suggested:
            found = await awarding.suggestions(desk)
            put(((_suggestion(each), _suggestion_line(each)) for each in found), options.as_json)
        elif name:
            person = await one_person(desk, name)
            theirs = (await desk.store.read(badges.of, [person.id])).get(person.id, ())
            put(((each, f"{each.name:20}  {line(each.reason)}") for each in theirs),
                options.as_json)  # fmt: skip
        else:
            known = await awarding.criteria(desk)
            put(((each, _criterion_line(each)) for each in known), options.as_json)


def _criterion_line(each: Criterion) -> str:
    return (
        f"{each.key:16}  {line(each.name, 20):20}  {line(each.words)}{'' if each.on else ' (off)'}"
    )


def _suggestion(each: Suggestion) -> dict[str, object]:
    found = each.deserved
    evidence = [{"id": a.act_id, "kind": a.kind, "quote": a.quote, "at": a.at} for a in found.acts]
    return {
        "person": each.who,
        "badge": found.badge.key,
        "because": found.because,
        "acts": [{**one, "at": str(one["at"])} for one in evidence],
    }


def _suggestion_line(each: Suggestion) -> str:
    found = each.deserved
    first = found.acts[0]
    head = f"{line(each.who, 28)}, {found.badge.key}: {found.because}"
    return f"{head}\n    act {first.act_id}: “{line(first.quote, 90)}”"
