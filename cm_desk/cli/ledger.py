"""Commands of what we gave, and of the voices that may be lent."""

from datetime import datetime

import click

from cm_desk.actions import gestures as giving
from cm_desk.actions import voices as lending
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put, row, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading, writing
from cm_desk.errors import BadInput
from cm_desk.insight.voices import Fit
from cm_desk.store import accounts, gestures, messages, requests, voices
from cm_desk.store.gestures import Given
from cm_desk.store.voices import Voice

MOST = click.IntRange(1, 200)
KIND = click.Choice(list(giving.kinds()))


@command("gestures")
@click.option("--kind", type=KIND, help="Of one kind only.")
@click.option("--of", "name", default="", help="Of one person only.")
@click.option("--limit", type=MOST, default=50, show_default=True)
async def gestures_(options: Options, kind: str | None, name: str, limit: int) -> None:
    """The ledger: every gesture, the newest first, with its reason."""
    async with reading(options.folder) as desk:
        if name:
            person = await one_person(desk, name)
            mine = await desk.store.read(gestures.of, person.id)
            fit = [each for each in mine if kind in (None, each.kind)]
            found = tuple(Given(each, person.name, "") for each in fit[:limit])
        else:
            found = (await desk.store.read(gestures.ledger, kind, None, limit)).items
    put(((_given(each), _given_line(each)) for each in found), options.as_json)


def _given(each: Given) -> dict[str, object]:
    return {"person": each.who, **row(each.gesture), "leaving": each.gesture.is_leaving}


def _given_line(each: Given) -> str:
    g = each.gesture
    left = " (leaving)" if g.is_leaving else ""
    why = line(g.why or g.note, 80)
    return f"{when(g.at)}  {line(each.who, 24):24}  {g.kind}{left}, {line(g.voice, 30)}: “{why}”"


@command("give")
@click.argument("name")
@click.option("--kind", type=KIND, default="thank-you", show_default=True)
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


@command("voices")
@click.option("--for", "name", default="", help="Who would be a surprise for this person, and why.")
async def voices_(options: Options, name: str) -> None:
    """Colleagues who lend their voice, and what they were asked."""
    async with reading(options.folder) as desk:
        known = await desk.store.read(voices.all, True)
        asked = await desk.store.read(requests.asked)
        if name:
            person = await one_person(desk, name)
            fits = await lending.for_person(desk, person.id)
            by_id = {each.id: each for each in known}
            put(((_fit(by_id[f.voice_id], f), _fit_line(by_id[f.voice_id], f)) for f in fits),
                options.as_json)  # fmt: skip
            return
    put(((_voice(v, asked.get(v.id, [])), _voice_line(v, asked.get(v.id, []))) for v in known),
        options.as_json)  # fmt: skip


def _voice(voice: Voice, asked: list[datetime]) -> dict[str, object]:
    return {**row(voice), "asked": [each.isoformat() for each in asked]}


def _voice_line(voice: Voice, asked: list[datetime]) -> str:
    last = f"asked {when(asked[0])}" if asked else "never asked"
    left = " (lends it no more)" if voice.left_at else ""
    return f"{voice.id:5}  {line(voice.signature, 50):50}  {last}{left}"


def _fit(voice: Voice, fit: Fit) -> dict[str, object]:
    return {"voice": voice.signature, **row(fit)}


def _fit_line(voice: Voice, fit: Fit) -> str:
    rest = f"can be asked again {when(fit.rests_until)}" if fit.rests_until else "may be asked"
    because = "; ".join(fit.because) or "wrote to them before"
    return f"{line(voice.signature, 50):50}  {rest}: {because}"
