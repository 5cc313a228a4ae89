"""People who speak for us in their own voice: who, where, and what they may share once they agreed.

Nothing is made for anybody who did not agree: without the day of their yes there is no kit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from cm_desk.actions.files import told
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import ambassadors, consents, settings
from cm_desk.store.ambassadors import Ambassador
from cm_desk.store.consents import SPEAKS, Consent
from cm_desk.store.tx import Tx
from cm_desk.text import paper
from cm_desk.text.links import true_host

WORDS = "ambassadors.kit"
USUAL = (
    "Say what you think, also what you do not like. Nothing is expected of you.\n\n"
    "If you got anything from us, say so: your readers should know."
)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody, and their yes; None: they did not say it yet, or took it back."""

    ambassador: Ambassador
    consent: Consent | None


async def listed(desk: Desk) -> list[Known]:
    found = await desk.store.read(ambassadors.all)
    return [Known(each, await _yes(desk, each.contact_id)) for each in found]


async def _yes(desk: Desk, contact_id: int) -> Consent | None:
    given = await desk.store.read(consents.of, contact_id)
    return next((c for c in given if c.what == SPEAKS and c.withdrawn_at is None), None)


async def save(desk: Desk, ambassador: Ambassador) -> Undo:
    if not ambassador.platform.strip():
        raise BadInput("Where do they speak?", "Name their place: a blog, a channel, a forum.")
    if ambassador.url.strip() and not true_host(ambassador.url.strip()):
        raise BadInput("This is no address of a page.", "Begin with https://")
    old = await desk.store.read(ambassadors.get, ambassador.id) if ambassador.id else None
    id = await desk.store.write(ambassadors.save, ambassador)
    if old:
        return Undo("Changed.", partial(desk.store.write, ambassadors.save, old))
    return Undo("Noted as an ambassador.", partial(desk.store.write, ambassadors.remove, id))


async def end(desk: Desk, ambassador: Ambassador) -> Undo:
    """They speak for us no more."""
    await desk.store.write(ambassadors.save, replace(ambassador, ended_at=desk.now()))
    return Undo("Ended.", partial(desk.store.write, ambassadors.save, ambassador))


async def words(desk: Desk) -> str:
    """What may be shared, as somebody of us wrote it."""
    return await desk.store.read(settings.get, WORDS, USUAL)


async def set_words(desk: Desk, text: str) -> Undo:
    old = await words(desk)
    await desk.store.write(_set_words, text)
    return Undo("What they may share was changed.", partial(desk.store.write, _set_words, old))


def _set_words(tx: Tx, text: str) -> None:
    settings.set(tx, WORDS, text)


async def kit(desk: Desk, ambassador: Ambassador) -> Mapping[str, str]:
    """What they get, by heading. Raises BadInput without the day of their yes."""
    consent = await _yes(desk, ambassador.contact_id)
    if consent is None or ambassador.ended_at is not None:
        raise BadInput(
            f"{ambassador.who} has not agreed to speak for us.", "Note where they said yes first."
        )
    day = f"{consent.given_at.astimezone():%d %B %Y}".lstrip("0")
    return {
        "For": ambassador.who,
        "Your place": " ".join(filter(None, (ambassador.platform, ambassador.url))),
        "What you speak about": ambassador.topics,
        "You said yes": f"on {day}: “{consent.words}”",
        "What you may share": await words(desk),
    }


async def write_kit(desk: Desk, ambassador: Ambassador, file: Path) -> None:
    """One page that loads nothing, to be sent by a person."""
    found = dict(await kit(desk, ambassador))
    shared = found.pop("What you may share")
    page = paper.head(f"For {ambassador.who}") + paper.part("h1", f"For {ambassador.who}")
    page += paper.pairs(found.items()) + paper.part("h2", "What you may share")
    page += paper.part("p", shared, "text") + paper.tail()
    _keep(file, page)


def _keep(file: Path, page: str) -> None:
    with told(file):
        file.write_text(page, "utf-8")
