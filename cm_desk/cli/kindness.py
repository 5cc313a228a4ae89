"""Commands of kindness: today's cards."""

import click

from cm_desk.actions import today as kindness
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, say, writing
from cm_desk.store import accounts
from cm_desk.store.cards import Card


@command("today")
@click.option("--of", "name", default="", help="One person: their card, or why they have none.")
async def today(options: Options, name: str) -> None:
    """Who could be surprised today, why, with what, and through which door. Nothing is sent."""
    async with writing(options.folder) as desk:
        known = {each.id: each.service for each in await desk.store.read(accounts.all)}
        if name:
            person = await one_person(desk, name)
            card, reason = await kindness.of(desk, person.id)
            put([_both(each, known) for each in [card] if each], options.as_json)
            if reason:
                say(f"{person.name}: {reason}.")
            return
        found = await kindness.today(desk)
    rows = [_both(each, known) for each in found.open]
    put(rows, options.as_json)
    for who, reason in found.resting.items():
        say(f"{who} rests: {reason}.")
    if not rows:
        say("Nobody today, and that is a good answer.")
        for why, n in sorted(found.left_out.items(), key=lambda each: -each[1]):
            say(f"{n:6}  {why}")


def _both(card: Card, known: dict[int, str]) -> tuple[dict[str, object], str]:
    return _row(card, known.get(card.account_id, "")), _line(card)


def _row(card: Card, service: str) -> dict[str, object]:
    why = {
        "rule": card.rule,
        "quote": card.quote,
        "message": card.message_id,
        "at": card.said_at,
    }
    return {
        "person": card.who,
        "why": why,
        "gesture": card.kind,
        "voice": card.voice,
        "door": service,
        "draft": card.draft,
    }


def _line(card: Card) -> str:
    who = f"{line(card.who, 30)}: {card.because}"
    quote = f"    “{line(card.quote, 100)}”"
    return f"{who}\n{quote}\n    {card.kind}, {card.voice}\n    {line(card.draft, 200)}\n"
