"""Who helps others: the board, and what waits for a person's yes."""

import click

from cm_desk.actions import board, helping
from cm_desk.actions.board import Leaders
from cm_desk.actions.undo import count
from cm_desk.cli.output import line, put, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading, say, writing
from cm_desk.desk import Desk
from cm_desk.domain.help import KINDS
from cm_desk.errors import BadInput
from cm_desk.insight.board import Row
from cm_desk.store import acts
from cm_desk.store.acts import Act
from cm_desk.store.helping import Proposal


@command("leaderboard")
@click.option(
    "--month", default="", metavar="YYYY-MM", help="One month, instead of the last 90 days."
)
@click.option("--context", default="", help="Help with this alone: Repairs, Delivery …")
@click.option("--raw", is_flag=True, help="Most help first, instead of longest overdue thanks.")
@click.option("--acts", "whole", is_flag=True, help="Each counted act instead of each person.")
async def leaderboard(options: Options, month: str, context: str, raw: bool, whole: bool) -> None:
    """Who helped others, in a fair order: who was never thanked comes first."""
    async with reading(options.folder) as desk:
        found = await board.leaders(desk, board.month_of(month), context, not raw)
        if whole:
            ids = [id for each in found.board.rows for id in each.acts]
            put(((_act(p), _act_line(p)) for p in await board.acts(desk, ids)), options.as_json)
            return
    put(((_row(found, r), _line(found, r)) for r in found.board.rows), options.as_json)
    _tell(found)


def _row(found: Leaders, row: Row) -> dict[str, object]:
    return {
        "person": found.faces[row.contact_id][0],
        "month": f"{found.month[0]:04}-{found.month[1]:02}" if found.month else None,
        "context": found.context,
        "helped": row.aided,
        "kinds": row.kinds,
        "acts": row.acts,
        "unconfirmed": row.unconfirmed,
        "turned_to": row.turns,
        "thanked_at": row.thanked_at,
        "badges": [each.badge for each in found.badges.get(row.contact_id, ())],
        "overlooked": round(row.gap, 3),
        "latest": row.latest,
    }


def _line(found: Leaders, row: Row) -> str:
    name = line(found.faces[row.contact_id][0], 28)
    thanked = when(row.thanked_at)[:10] or "never"
    more = f" (and {row.unconfirmed} to look at)" if row.unconfirmed else ""
    return f"{row.aided:4}  {name:28}  thanked {thanked:10}  {line(row.latest, 60)}{more}"


def _tell(found: Leaders) -> None:
    each = found.board
    if not each.rows:
        say("No help was confirmed in that time. Look at: acts")
    if each.gini is not None:
        people = count(each.people, "person", "people")
        say(f"Our attention was spread with a Gini of {each.gini:.2f} over {people}.")


@command("acts")
@click.option("--look", is_flag=True, help="Look first for help in what was said since.")
@click.option("--confirm", type=int, metavar="ID", help="This one helped.")
@click.option("--dismiss", type=int, metavar="ID", help="This one did not; it stays away.")
@click.option("--note", type=int, metavar="MESSAGE", help="This message helped somebody.")
@click.option("--kind", type=click.Choice(list(KINDS)), default="answers", show_default=True)
@click.option("--context", default=None, help="What the help was about.")
async def acts_(
    options: Options,
    look: bool,
    confirm: int | None,
    dismiss: int | None,
    note: int | None,
    kind: str,
    context: str | None,
) -> None:
    """Help to others that was noticed and that nobody has confirmed, with what shows it."""
    async with writing(options.folder) as desk:
        if look:
            new = await helping.look(desk)
            say(f"{count(new, 'new proposal', 'new proposals')}.")
        if confirm:
            say((await helping.confirm(desk, await _one(desk, confirm), context)).what)
        if dismiss:
            say((await helping.dismiss(desk, await _one(desk, dismiss))).what)
        if note:
            say((await helping.note(desk, note, kind, context or ""))[1].what)
        found = await helping.proposals(desk)
    put(((_act(each), _act_line(each)) for each in found), options.as_json)


async def _one(desk: Desk, id: int) -> Act:
    if (found := await desk.store.read(acts.get, id)) is None:
        raise BadInput(f"There is no act {id}.", "Look at: acts")
    return found


def _act(each: Proposal) -> dict[str, object]:
    act = each.act
    return {
        "id": act.id,
        "person": each.who,
        "kind": act.kind,
        "context": act.context,
        "quote": act.quote,
        "message": act.message_id,
        "at": act.at,
        "state": act.state,
        "sign": act.sign,
        "shown_by": each.by,
        "proof": each.proof,
    }


def _act_line(each: Proposal) -> str:
    act = each.act
    told = f"\n       {each.by or 'We'}: “{line(each.proof, 90)}”" if each.proof else ""
    what = f"{act.kind} ({act.context})" if act.context else act.kind
    return f"{act.id:5}  {line(each.who, 28)}, {what}: “{line(act.quote, 80)}”{told}"
