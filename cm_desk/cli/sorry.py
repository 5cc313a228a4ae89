"""Commands of apologies, and of what voices were asked."""

import click

from cm_desk.actions import apologies as saying
from cm_desk.actions import letters
from cm_desk.actions import voices as lending
from cm_desk.actions.apologies import Waiting
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put, row, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading, say, writing
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.insight.releases import NO
from cm_desk.store import apologies, messages, requests
from cm_desk.store.requests import Request


@command("apologies")
@click.option("--of", "name", default="", help="To one person only.")
@click.option("--all", "whole", is_flag=True, help="Closed ones too.")
@click.option("--begin", type=int, metavar="MESSAGE", help="Begin one for this message of theirs.")
@click.option(
    "--close", "close", type=int, metavar="ID", help="Close it: refused while it is not whole."
)
@click.option("--word", default="", help="With --close: what they said that settles it.")
@click.option("--reopen", type=int, metavar="ID", help="It happened again.")
async def apologies_(
    options: Options,
    name: str,
    whole: bool,
    begin: int | None,
    close: int | None,
    word: str,
    reopen: int | None,
) -> None:
    """Who waits for us, overdue first: the words, the steps with their proof, what is missing."""
    changing = begin or close or reopen
    async with (writing if changing else reading)(options.folder) as desk:
        if begin:
            await _begin(desk, begin)
        if close:
            say((await saying.close(desk, await _one(desk, close), word)).what)
        if reopen:
            say((await saying.reopen(desk, await _one(desk, reopen))).what)
        person = await one_person(desk, name) if name else None
        found = await saying.waiting(desk, whole)
        now = desk.now()
    mine = [e for e in found if person is None or e.apology.contact_id == person.id]
    put(((_row(e, e.is_late(now)), _line(e, e.is_late(now))) for e in mine), options.as_json)
    if not mine:
        say("Nobody waits for us.")


async def _begin(desk: Desk, message_id: int) -> None:
    said = await desk.store.read(messages.get, message_id)
    if said is None or said.outgoing or said.contact_id is None:
        raise BadInput(f"Nobody said message {message_id} to us.", "Find theirs with: search")
    _, undo = await saying.open_or_begin(desk, said.contact_id, said.id)
    say(undo.what if undo else "There is an open one already.")


async def _one(desk: Desk, id: int) -> apologies.Apology:
    found = await desk.store.read(apologies.get, id)
    if found is None:
        raise BadInput(f"There is no apology {id}.", "Look at: apologies --all")
    return found


def _row(each: Waiting, late: bool) -> dict[str, object]:
    one = row(each.apology)
    steps = [{**row(s), "proven": s.is_proven} for s in each.steps]
    return {
        **one, "person": one.pop("who"), "lacks": list(each.lacks), "due": each.due, "late": late,
        "steps": steps,
    }  # fmt: skip


def _line(each: Waiting, late: bool) -> str:
    one = each.apology
    state = "closed" if one.closed_at else "late" if late else "open"
    due = f", due {when(each.due)[:10]}" if each.due else ""
    head = f"{one.id:5}  {line(one.who, 28)}: {state}{due}: “{line(one.quote, 60)}”"
    missing = [f"         missing: {'; '.join(each.lacks)}"] if each.lacks else []
    steps = [
        f"         {'proven' if s.is_proven else 'open  '}  {line(s.text, 70)}"
        + (f" ({line(s.owner, 20)})" if s.owner else "")
        for s in each.steps
    ]
    return "\n".join([head, *missing, *steps])


@command("requests")
@click.option("--page", type=int, metavar="ID", help="The page that the voice is shown.")
@click.option("--answer", nargs=2, type=(int, str), metavar="ID TEXT", help="What they wrote back.")
@click.option("--as-words", is_flag=True, help="With --answer: it is a text of their own.")
async def requests_(
    options: Options, page: int | None, answer: tuple[int, str] | None, as_words: bool
) -> None:
    """What voices were asked, what they released, and what waits. Nothing is sent."""
    async with (writing if answer else reading)(options.folder) as desk:
        if page:
            click.echo(await letters.page(desk, await _request(desk, page)), nl=False)
            return
        if answer:
            await _answer(desk, *answer, as_words)
        heard = await letters.heard(desk)
        found = await desk.store.read(requests.newest)
    put(((_asked(e, e.id in heard), _asked_line(e, e.id in heard)) for e in found), options.as_json)


async def _request(desk: Desk, id: int) -> Request:
    found = await desk.store.read(requests.get, id)
    if found is None:
        raise BadInput(f"There is no request {id}.", "Look at: requests")
    return found


async def _answer(desk: Desk, id: int, text: str, as_words: bool) -> None:
    request = await _request(desk, id)
    found = await letters.read_answer(desk, request, text)
    if found.kind == NO and not as_words:
        say((await lending.decline(desk, request, text)).what)
    else:
        words = text if as_words else found.text
        say((await lending.release(desk, request, words, text)).what)


def _asked(each: Request, heard: bool) -> dict[str, object]:
    one = row(each)
    return {**one, "person": one.pop("who"), "sent": bool(each.used_key), "answer_came": heard}


def _asked_line(each: Request, heard: bool) -> str:
    state = "sent" if each.used_key else "an answer came" if heard else each.state
    who = f"{line(each.voice, 24)} for {line(each.who, 24)}"
    return f"{each.id:5}  {when(each.asked_at)}  {state:14}  {who}: “{line(each.draft, 60)}”"
