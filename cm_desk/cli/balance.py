"""Give and ask, by commands."""

import click

from cm_desk.actions import balance
from cm_desk.actions.balance import Line
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, chosen, say, writing
from cm_desk.insight.intervals import share_text
from cm_desk.insight.turns import Act, Sum


@command("balance")
@click.option("--account", default="", help="Of one account of ours.")
@click.option("--month", default="", metavar="YYYY-MM", help="Of one month.")
@click.option("--of", "name", default="", help="With one person, in 180 days.")
@click.option("--acts", "whole", is_flag=True, help="Each give and ask instead of the sums.")
@click.option("--first", type=int, help="How many gives come before an ask; 0: none.")
async def balance_(
    options: Options, account: str, month: str, name: str, whole: bool, first: int | None
) -> None:
    """How much we gave for each thing we asked, by account and month."""
    async with writing(options.folder) as desk:
        if first is not None:
            say((await balance.set_gives_first(desk, first)).what)
        if name:
            person = await one_person(desk, name)
            found = await balance.with_person(desk, person.id)
            rows = [
                (
                    {"person": person.name, **_sum(found)},
                    f"{person.name}: {_told(found)}{_more(found)}",
                )
            ]
            put(_acts(found) if whole else rows, options.as_json)
            return
        only = (await chosen(desk, account))[0].id if account else None
        lines = [each for each in await balance.by_month(desk, only) if month in ("", _month(each))]
    if whole:
        put([act for each in lines for act in _acts(each.sum)], options.as_json)
    else:
        put(((_row(each), _line(each)) for each in lines), options.as_json)


def _month(each: Line) -> str:
    return f"{each.month[0]:04}-{each.month[1]:02}"


def _row(each: Line) -> dict[str, object]:
    account = each.account.key if each.account else None
    return {"month": _month(each), "account": account, **_sum(each.sum)}


def _sum(found: Sum) -> dict[str, object]:
    balance_ = found.balance
    return {
        "gives": balance_.gives,
        "asks": balance_.asks,
        "by_kind": dict(found.gives),
        "share": share_text(balance_.gives, balance_.gives + balance_.asks),
        "since_last_ask": balance_.since,
        "more_first": balance_.more,
    }


def _line(each: Line) -> str:
    who = line(each.account.name or each.account.handle, 24) if each.account else "by hand"
    return f"{_month(each)}  {who:24}  {_told(each.sum)}"


def _told(found: Sum) -> str:
    gave = ", ".join(f"{n} {kind}" for kind, n in found.gives) or "nothing"
    share = share_text(found.balance.gives, found.balance.gives + found.balance.asks)
    return f"gave {gave}; asked {found.balance.asks}; {share}"


def _more(found: Sum) -> str:
    return f"; {found.balance.more} more first" if found.balance.more else ""


def _acts(found: Sum) -> list[tuple[dict[str, object], str]]:
    return [(_act(each), _act_line(each)) for each in found.acts]


def _act(each: Act) -> dict[str, object]:
    return {
        "at": each.at,
        "turn": str(each.turn),
        "kind": each.kind,
        "message": each.message_id,
        "phrases": each.phrases,
        "what": each.what,
    }


def _act_line(each: Act) -> str:
    why = f" ({', '.join(each.phrases)})" if each.phrases else ""
    return f"{when(each.at)}  {each.turn:4}  {line(each.what, 80)}{why}"
