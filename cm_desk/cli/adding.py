"""Connecting an account from the command line."""

import sys
from collections.abc import Iterable

import click

from cm_desk.actions import accounts
from cm_desk.cli.output import put, row
from cm_desk.cli.session import Options, say, writing
from cm_desk.desk import Desk, Field, Found, Granted, Service
from cm_desk.errors import BadInput

PAGE = "Open this page in your browser, sign in and allow CM Desk:\n{}"


async def connect(
    options: Options, address: str, service: str, known: Iterable[str], paste: bool
) -> None:
    """Find out what is at `address`, ask for what is missing, sign in, keep the account."""
    answers = dict(each.partition("=")[::2] for each in known)
    async with writing(options.folder) as desk:
        chosen, found = await _which(desk, address, service)
        granted = await _granted(desk, chosen, {**found, **answers}, paste)
        account = await accounts.add(desk, chosen.name, granted)
    put([(row(account) | {"key": account.key}, f"Connected {account.key}")], options.as_json)


async def _which(desk: Desk, address: str, name: str) -> tuple[Service, dict[str, str]]:
    """The service, and what of its form is known by the address."""
    known = {each.name: each for each in accounts.services(desk)}
    if name and name not in known:
        raise BadInput(f"There is no service “{name}”.", f"There are: {', '.join(known)}.")
    if name:
        first = known[name].fields[:1]
        return known[name], {each.name: address for each in first if address}
    if not address:
        raise BadInput("An address is missing.", "Try: cm-desk accounts add social.example")
    found = await accounts.recognise(desk, address)
    if len(found) > 1 and (not found[0].sure or found[1].sure):
        raise BadInput("Several things are there.", _choices(found))
    say(f"Found {found[0].what}.")
    return known[found[0].service], dict(found[0].answers)


def _choices(found: Iterable[Found]) -> str:
    said = (f"{each.what}: --service {each.service}" for each in found)
    return f"Say which: {'; '.join(said)}."


async def _granted(desk: Desk, service: Service, answers: dict[str, str], paste: bool) -> Granted:
    for each in service.fields:
        if not answers.get(each.name) and (each.secret or not each.optional):
            answers[each.name] = _ask(each)
    if begun := await accounts.starts(desk, service.name, answers):
        say(PAGE.format(begun.url))
        return await accounts.finish(desk, begun)
    if service.begin is None:
        return await accounts.sign_in_with(desk, service.name, answers)
    where = next(iter(answers.values()), "")
    sign_in = await accounts.begin(desk, service.name, where, paste)
    say(PAGE.format(sign_in.url))
    if not paste:
        return await accounts.finish(desk, sign_in)
    code = _ask(Field("code", "The code that it shows", secret=True))
    return await accounts.finish_with_code(desk, sign_in, code)


def _ask(field: Field) -> str:
    """By a prompt, hidden where it is a secret; a script gives one line on its standard input."""
    if sys.stdin.isatty():
        may = "" if field.optional else None
        hidden, label = field.secret, field.label
        return str(click.prompt(label, may, hide_input=hidden, err=True, show_default=False))
    return sys.stdin.readline().rstrip("\n")
