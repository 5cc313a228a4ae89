"""Commands that only look."""

from collections.abc import Sequence

import click

from cm_desk.actions.accounts import state
from cm_desk.cli.adding import connect
from cm_desk.cli.output import line, put, row, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, chosen, reading
from cm_desk.desk import Desk
from cm_desk.domain.filters import MESSAGES
from cm_desk.domain.model import Account
from cm_desk.domain.query import Hint, Query, parse
from cm_desk.domain.views import View
from cm_desk.errors import BadInput
from cm_desk.store import contacts, conversations
from cm_desk.store import search as words
from cm_desk.store.accounts import AccountState
from cm_desk.store.contacts import ContactRow
from cm_desk.store.conversations import InboxRow
from cm_desk.store.river import Entry
from cm_desk.store.search import Hit
from cm_desk.store.surveys import Survey

MOST = click.IntRange(1, 200)
MERGED = {"joined": "joined with", "parted": "parted from"}


@command("accounts")
@click.argument("what", required=False, type=click.Choice(["add"]))
@click.argument("address", default="")
@click.option("--service", default="", help="When it is known: `services` names them.")
@click.option(
    "--set", "known", multiple=True, metavar="FIELD=VALUE", help="An answer that is known."
)
@click.option("--paste", is_flag=True, help="Paste the code of the sign-in page.")
async def accounts(
    options: Options, what: str | None, address: str, service: str, known: tuple[str, ...],
    paste: bool,
) -> None:  # fmt: skip
    """The brand accounts, and how they are; `accounts add ADDRESS` connects one more.

    Passwords are asked for and never taken from the command line, where others could read them.
    """
    if what == "add":
        await connect(options, address, service, known, paste)
        return
    async with reading(options.folder) as desk:
        found = [(a, await state(desk, a)) for a in await chosen(desk, "")]
    put(((_account(a, how), _account_line(a, how)) for a, how in found), options.as_json)


def _account(account: Account, how: AccountState) -> dict[str, object]:
    return row(account) | {"key": account.key, "state": row(how)}


def _account_line(account: Account, how: AccountState) -> str:
    synced = f"synced {when(how.synced_at)}" if how.synced_at else "never synced"
    return f"{account.key:40} {how.problem or synced}"


@command("inbox")
@click.option("--view", type=click.Choice([v.value for v in View]), default="needs-reply")
@click.option("--account", default="", help="Of one account only: its key, handle or name.")
@click.option("--limit", type=MOST, default=50, show_default=True)
async def inbox(options: Options, view: str, account: str, limit: int) -> None:
    """Conversations, newest first."""
    async with reading(options.folder) as desk:
        one = (await chosen(desk, account))[0].id if account else None
        found = await desk.store.read(conversations.page, View(view), one, limit=limit)
    put(((each, _inbox_line(each)) for each in found.items), options.as_json)


def _inbox_line(each: InboxRow) -> str:
    unread = "•" if each.unread else " "
    return f"{unread} {when(each.last_at)}  {line(each.who, 24):24}  {line(each.text, 90)}"


@command("search")
@click.argument("words_", metavar="QUERY", nargs=-1, required=True)
@click.option("--best", is_flag=True, help="Best first, not newest first.")
@click.option("--limit", type=MOST, default=50, show_default=True)
async def search(options: Options, words_: tuple[str, ...], best: bool, limit: int) -> None:
    """Messages with all words of QUERY, newest first, over all time.

    A "phrase in quotes", a beginning*, -what to leave out, and filters: from: to: on: account: is:
    has: before: after: label: gesture:, as in

    \b
        cm-desk search 'burr from:priya has:image before:2026-01'
        cm-desk search -- -refund is:unanswered

    What could not be understood is told on the error output, the rest is searched. Exit status 1
    when nothing was found, as grep has it.
    """
    async with reading(options.folder) as desk:
        query = parse(" ".join(words_), MESSAGES, desk.now())
        hints, hits = await _all_found(desk, query, best, limit)
    for hint in hints:
        click.echo(f"cm-desk: {line(hint.says, 200)}", err=True)
    put(((_hit(each), _hit_line(each)) for each in hits), options.as_json)
    options.status = 0 if hits else 1


async def _all_found(
    desk: Desk, query: Query, best: bool, limit: int
) -> tuple[Sequence[Hint], list[Hit]]:
    """Pages may be short: they are read until there are enough."""
    found = await desk.store.search(words.search, query, None, limit, best)
    hits = list(found.items)
    while found.cursor is not None and len(hits) < limit:
        left = limit - len(hits)
        found = await desk.store.search(words.search, query, found.cursor, left, best)
        hits += found.items
    return found.hints, hits


def _hit(each: Hit) -> dict[str, object]:
    found = {name: value for name, value in each._asdict().items() if name != "looks"}
    return found | {"sent_at": each.sent_at, "outgoing": bool(each.outgoing)}


def _hit_line(each: Hit) -> str:
    who = "→ " + (each.who or "") if each.outgoing else each.who or ""
    text = "".join(part for part, _ in each.parts)
    return f"{when(each.sent_at)}  {line(who, 24):24}  {line(text, 90)}"


async def one_person(desk: Desk, name: str) -> ContactRow:
    """By name or handle, a part is enough when it is of one person only."""
    found = await desk.store.read(contacts.find, name)
    exact = [each for each in found if name.casefold() in (each.name.casefold(), each.handle)]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise BadInput(f"Nobody is called “{name}”.")
    names = ", ".join(f"{each.name} ({each.handle})" for each in found[:5])
    raise BadInput(f"{len(found)} people are called like that.", f"Among them: {names}.")


def entry_line(each: Entry) -> str:
    if each.message:
        arrow = "→" if each.message.outgoing else "←"
        return f"{when(each.at)}  {arrow} {line(each.message.text, 100)}"
    text = {
        "gesture": each.gesture and _given(each),
        "promise": each.promise and f"promise {each.turn}: {each.promise.text}",
        "note": each.note and f"note: {each.note.text}",
        "survey": each.survey and _survey(each.survey),
        "badge": each.badge and f"badge: {each.badge.name}. {each.badge.reason}",
        "introduction": introduced(each),
        "apology": each.apology and _sorry(each),
        "merge": each.merge and f"{MERGED[each.turn]} {each.merge.gone_name}",
        "signals": f"{each.count} × {each.signal_kind}",
        "first": "the first time",
    }.get(each.what)
    return f"{when(each.at)}  · {line(text or each.what, 100)}"


def introduced(each: Entry) -> str:
    if (one := each.introduction) is None:
        return ""
    if each.turn == "outcome":
        talking = {True: "still talking", False: "not talking", None: "nobody knows"}[one.talking]
        return f"introduced to {each.with_whom}, what came of it: {one.outcome or talking}"
    return (
        f"introduced to {each.with_whom} ({one.circle})"
        if one.circle
        else (f"introduced to {each.with_whom}")
    )


def _given(each: Entry) -> str:
    """With who released its words, where a voice was lent."""
    if (given := each.gesture) is None:
        return ""
    signed = f" ({each.signed.words})" if each.signed else ""
    return f"{given.kind}{signed}: {given.why or given.note}"


def _sorry(each: Entry) -> str:
    """An apology that was begun or closed, or one of its steps."""
    words = each.step.text if each.step else each.apology.quote if each.apology else ""
    return f"apology {each.turn}: {words}"


def _survey(each: Survey) -> str:
    score = "" if each.score is None else f" {each.score:g} of {each.high:g}"
    return f"survey:{score} {each.text or each.question}"
