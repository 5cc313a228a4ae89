"""Commands of what we gave: the ledger, the kinds of gestures, and giving."""

import re

import click

from cm_desk.actions import gestures as giving
from cm_desk.actions import kinds as kinds_
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put, row, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading, writing
from cm_desk.desk import Desk
from cm_desk.domain.kinds import Kind
from cm_desk.domain.months import Month
from cm_desk.errors import BadInput
from cm_desk.store import accounts, gestures, ledger, messages
from cm_desk.store.gestures import Direction, Gesture, Given
from cm_desk.store.ledger import Sift
from cm_desk.store.paging import Cursor


@command("gestures")
@click.argument("what", type=click.Choice(["ledger", "kinds", "csv"]), default="ledger")
@click.option("--kind", help="Of one kind only.")
@click.option("--of", "name", default="", help="Of one person only.")
@click.option("--month", default="", help="Of one month only, as 2026-03.")
@click.option("--received", is_flag=True, help="What they gave us.")
@click.option("--back/--no-back", "came_back", default=None, help="Something came back, or not.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
async def gestures_(
    options: Options,
    what: str,
    kind: str | None,
    name: str,
    month: str,
    received: bool,
    came_back: bool | None,
    limit: int,
) -> None:
    """The ledger: every gesture, the newest first, with its reason. Or the kinds there are, or
    the ledger as a table for a spreadsheet (csv)."""
    async with reading(options.folder) as desk:
        if what == "kinds":
            known = await kinds_.all(desk)
            put(((each, _kind_line(each)) for each in known), options.as_json)
            return
        person = (await one_person(desk, name)).id if name else None
        way = str(Direction.RECEIVED) if received else ""
        sift = Sift(kind or "", way, contact_id=person, month=a_month(month), came_back=came_back)
        if what == "csv":
            click.echo((await giving.as_csv(desk, sift))[0], nl=False)
            return
        found = await _pages(desk, sift, limit)
    put(((_given(each), _given_line(each)) for each in found), options.as_json)


async def _pages(desk: Desk, sift: Sift, limit: int) -> list[Given]:
    found: list[Given] = []
    cursor: Cursor | None = None
    while len(found) < limit:
        page = await desk.store.read(ledger.page, sift, cursor, min(200, limit - len(found)))
        found += page.items
        cursor = page.cursor
        if cursor is None:
            break
    return found


def a_month(text: str) -> Month | None:
    """ "2026-03"; "" is none. Raises BadInput."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip())
    if not found or not 1 <= int(found[2]) <= 12 or not 1970 <= int(found[1]) < 2200:
        raise BadInput(f"“{text}” is no month.", "Write it like 2026-03.")
    return int(found[1]), int(found[2])


def _kind_line(kind: Kind) -> str:
    seen = "in public" if kind.public else "in private"
    usual = f"{kind.cost_cents / 100:g} {kind.currency}, {kind.minutes} min"
    hidden = " (hidden)" if kind.hidden else ""
    return f"{kind.letter:1}  {kind.key:20}  {kind.label:30}  {seen:10}  {usual}{hidden}"


def _given(each: Given) -> dict[str, object]:
    return {"person": each.who, **row(each.gesture), "leaving": each.gesture.is_leaving}


def _given_line(each: Given) -> str:
    g = each.gesture
    left = " (leaving)" if g.is_leaving else ""
    why = line(g.why or g.note, 80)
    return f"{when(g.at)}  {line(each.who, 24):24}  {g.kind}{left}, {line(g.voice, 30)}: “{why}”"


@command("give")
@click.argument("name")
@click.option("--kind", default="thank-you", show_default=True)
@click.option("--voice", default="", help="Who of us gave it; usually who signs the account.")
@click.option("--message", type=int, help="The message that moved us: its id.")
@click.option("--why", default="", help="The reason in your words, where no message says it.")
@click.option("--note", default="", help="What it was, in a few words.")
@click.option("--cost", type=float, default=0.0, help="In money.")
@click.option("--minutes", type=click.IntRange(0), default=0)
@click.option("--public", is_flag=True, help="Everybody could see it.")
@click.option("--asked", is_flag=True, help="They asked for it.")
@click.option("--received", is_flag=True, help="They gave it to us.")
@click.option("--to", "other", default="", help="They gave it to this other person.")
async def give(
    options: Options,
    name: str,
    kind: str,
    voice: str,
    message: int | None,
    why: str,
    note: str,
    cost: float,
    minutes: int,
    public: bool,
    asked: bool,
    received: bool,
    other: str,
) -> None:
    """Write down a gesture that was given to NAME. Nothing is sent."""
    async with writing(options.folder) as desk:
        person = await one_person(desk, name)
        said = await desk.store.read(messages.get, message) if message else None
        if message and (said is None or said.contact_id != person.id):
            raise BadInput(f"{person.name} has no message {message}.", "Find it with: search")
        to = (await one_person(desk, other)).id if other else None
        way = Direction.BETWEEN if to else Direction.RECEIVED if received else Direction.GIVEN
        signers = [each.signer for each in await desk.store.read(accounts.all) if each.signer]
        signer = next(iter(signers), "")
        gesture = Gesture(
            *(0, person.id, kind, desk.now(), voice or ("" if received or to else signer)),
            *(why or (said.text if said else ""), message, round(cost * 100), "EUR", minutes),
            note,
            public,
            said.conversation_id if said else None,
            str(way),
            to,
            asked,
            giver=signer,
        )
        await giving.record(desk, gesture)
        [given, *_] = await desk.store.read(gestures.of, person.id)
    put([(_given(Given(given, person.name, "")), f"{given.kind} for {person.name} noted.")],
        options.as_json)  # fmt: skip
