"""Commands of what we gave: the ledger, the kinds of gestures, and giving."""

import click

from cm_desk.actions import gestures as giving
from cm_desk.actions import kinds as kinds_
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put, row, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading, writing
from cm_desk.domain.kinds import Kind
from cm_desk.errors import BadInput
from cm_desk.store import accounts, gestures, ledger, messages
from cm_desk.store.gestures import Given
from cm_desk.store.ledger import Sift

MOST = click.IntRange(1, 200)


@command("gestures")
@click.argument("what", type=click.Choice(["ledger", "kinds"]), default="ledger")
@click.option("--kind", help="Of one kind only.")
@click.option("--of", "name", default="", help="Of one person only.")
@click.option("--limit", type=MOST, default=50, show_default=True)
async def gestures_(options: Options, what: str, kind: str | None, name: str, limit: int) -> None:
    """The ledger: every gesture, the newest first, with its reason. Or the kinds there are."""
    async with reading(options.folder) as desk:
        if what == "kinds":
            known = await kinds_.all(desk)
            put(((each, _kind_line(each)) for each in known), options.as_json)
            return
        if name:
            person = await one_person(desk, name)
            mine = await desk.store.read(gestures.of, person.id)
            fit = [each for each in mine if kind in (None, each.kind)]
            found = tuple(Given(each, person.name, "") for each in fit[:limit])
        else:
            found = (await desk.store.read(ledger.page, Sift(kind or ""), None, limit)).items
    put(((_given(each), _given_line(each)) for each in found), options.as_json)


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
) -> None:
    """Write down a gesture that was given to NAME. Nothing is sent."""
    async with writing(options.folder) as desk:
        person = await one_person(desk, name)
        said = await desk.store.read(messages.get, message) if message else None
        if message and (said is None or said.contact_id != person.id):
            raise BadInput(f"{person.name} has no message {message}.", "Find it with: search")
        if not said and not why.strip():
            raise BadInput("A gesture has a reason.", "Name a --message of theirs, or say --why.")
        signers = [each.signer for each in await desk.store.read(accounts.all) if each.signer]
        await giving.give(
            desk,
            person.id,
            kind,
            voice=voice or next(iter(signers), ""),
            why=why or (said.text if said else ""),
            message_id=message,
            cost_cents=round(cost * 100),
            minutes=minutes,
            note=note,
            public=public,
        )
        [given, *_] = await desk.store.read(gestures.of, person.id)
    put([(_given(Given(given, person.name, "")), f"{given.kind} for {person.name} noted.")],
        options.as_json)  # fmt: skip
