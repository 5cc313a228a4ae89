"""Commands of the voices that may be lent."""

from datetime import datetime

import click

from cm_desk.actions import voices as lending
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put, row, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading
from cm_desk.insight.voices import Fit
from cm_desk.store import requests, voices
from cm_desk.store.voices import Voice


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
