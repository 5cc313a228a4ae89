"""Commands of what may be given without asking, and of requests for more."""

import click

from cm_desk.actions import allowances as actions
from cm_desk.cli.gestures import a_month
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put, row, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, say, writing
from cm_desk.desk import Desk
from cm_desk.domain import months
from cm_desk.errors import BadInput
from cm_desk.store import accounts, allowances
from cm_desk.store.allowances import MONTH, Request, Spent


@command("budget")
@click.option("--giver", default="", help="Whose; usually who signs the account.")
@click.option("--month", default="", help="As 2026-03; usually this one.")
@click.option("--set", "limit", type=float, help="What they may give in a month without asking.")
@click.option("--kind", default="", help="With --set: what one gesture of this kind may cost.")
@click.option("--currency", default="EUR", show_default=True)
async def budget(
    options: Options, giver: str, month: str, limit: float | None, kind: str, currency: str
) -> None:
    """What was spent on whom, and what is left of the month."""
    async with writing(options.folder) as desk:
        who = giver or await _signer(desk)
        if limit is not None:
            undo = await actions.set_limit(desk, who, kind, round(limit * 100), currency)
            say(undo.what)
        at = a_month(month) or months.of(desk.now())
        whole = await desk.store.read(allowances.of, who, MONTH)
        room = await actions.room(desk, who, MONTH, whole[1] if whole else currency, at)
        spent = await desk.store.read(allowances.on_whom, who, at)
    left = "no limit" if room.left is None else f"{room.left / 100:.2f} left"
    say(f"{who}: {room.spent / 100:.2f} {whole[1] if whole else currency} spent, {left}")
    put(((_spent(each, who), _spent_line(each)) for each in spent), options.as_json)


def _spent(each: Spent, giver: str) -> dict[str, object]:
    return {"giver": giver, **row(each)}


def _spent_line(each: Spent) -> str:
    return f"{each.cents / 100:10.2f} {each.currency}  {each.gestures:4}  {line(each.who, 40)}"


@command("budget-request")
@click.argument("name", required=False)
@click.option("--kind", default="gift", show_default=True)
@click.option("--cost", type=float, default=0.0, help="In money.")
@click.option("--currency", default="EUR", show_default=True)
@click.option("--why", default="", help="In a few words.")
@click.option("--giver", default="", help="Who asks; usually who signs the account.")
@click.option("--answer", nargs=2, type=(int, str), help="What was answered: its id and the words.")
async def budget_request(
    options: Options,
    name: str | None,
    kind: str,
    cost: float,
    currency: str,
    why: str,
    giver: str,
    answer: tuple[int, str] | None,
) -> None:
    """Ask for more than the allowance, for a gesture to NAME: one line to send by hand. Without
    a name: all that was asked."""
    async with writing(options.folder) as desk:
        if answer:
            request = await desk.store.read(allowances.get, answer[0])
            if request is None:
                raise BadInput(f"There is no request {answer[0]}.", "Look at: budget-request")
            say((await actions.answered(desk, request, answer[1])).what)
        if name:
            person, who = await one_person(desk, name), giver or await _signer(desk)
            wanted = (kind, round(cost * 100), currency, why)
            asked, _ = await actions.ask(desk, who, person.id, *wanted)
            found = [asked]
        else:
            found = await desk.store.read(allowances.requests)
        lines = [(each, await actions.line(desk, each)) for each in found]
    put(((_asked(r, text), _asked_line(r, text)) for r, text in lines), options.as_json)


def _asked(request: Request, text: str) -> dict[str, object]:
    return {**row(request), "line": text}


def _asked_line(request: Request, text: str) -> str:
    return f"{request.id:5}  {when(request.asked_at)}  {request.state:8}  {line(text, 300)}"


async def _signer(desk: Desk) -> str:
    return next((a.signer for a in await desk.store.read(accounts.all) if a.signer), "")
