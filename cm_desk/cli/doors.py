"""Commands about services, accounts to add, and the ways to people."""

from dataclasses import asdict

import click

from cm_desk.actions.doors import WayTo, doors_of
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading
from cm_desk.desk import Service, Services
from cm_desk.domain import doors as rules
from cm_desk.errors import BadInput


@command("doors")
@click.argument("name")
async def doors(options: Options, name: str) -> None:
    """Which ways to a person are open now, and until when."""
    async with reading(options.folder) as desk:
        one = await one_person(desk, name)
        found, now = await doors_of(desk, one.id), desk.now()
    put(((_row(each), f"{_where(each):44} {rules.words(each.door, now)}") for each in found),
        options.as_json)  # fmt: skip


def _row(way: WayTo) -> dict[str, object]:
    found = {name: value for name, value in asdict(way).items() if name != "door"}
    door = way.door
    return found | {"way": str(door.way), "open": door.is_open, "note": door.note,
                    "ends_at": door.ends_at}  # fmt: skip


def _where(way: WayTo) -> str:
    private = " in private" if way.private else ""
    return line(f"{way.service}{private}: {way.handle} from {way.account}", 44)


@command("services")
async def services(options: Options) -> None:
    """Every service an account can be added from, and what it can do."""
    known = Services()
    for name in known.names():
        try:
            found = known.service(name)
        except BadInput as err:
            options.status = 1
            put([({"name": name, "problem": str(err)}, f"{name:12} {err}")], options.as_json)
            continue
        put([(_service(found), _told(found))], options.as_json)


def _service(found: Service) -> dict[str, object]:
    fields = [
        {"name": e.name, "label": e.label, "secret": e.secret, "optional": e.optional}
        for e in found.fields
    ]
    return {
        "name": found.name,
        "label": found.label,
        "about": found.about,
        "sign_in": "browser" if found.begin else "form",
        "recognises": found.recognise is not None,
        "fields": fields,
        "capabilities": asdict(found.capabilities),
    }


def _told(found: Service) -> str:
    able = [
        name if value is True else f"{name}: {', '.join(value)}"
        for name, value in asdict(found.capabilities).items()
        if value
    ]
    return f"{found.name:12} {found.label}. {found.about}\n{'':12} {'; '.join(able)}"
