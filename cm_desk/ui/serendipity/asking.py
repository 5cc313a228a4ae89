"""What the page asks: why not this one, and whose voice would be a surprise."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from cm_desk.actions import voices as lending
from cm_desk.actions import wishes
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.insight.counted import by_use
from cm_desk.store import cards, requests, voices
from cm_desk.store.cards import Card as Idea
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.voices.asking import show_page
from cm_desk.ui.widgets.choices import Choice, Choices

NEVER = "Never suggest this person"


@dataclass(frozen=True, slots=True)
class Skip:
    why: str
    never: bool = False


async def why_not(desk: Desk, parent: QWidget) -> Skip | None:
    """The reasons given most often come first, each with its count."""
    used = [each.whys for each in (await desk.store.read(cards.history)).values()]
    whys = by_use((await wishes.now(desk)).whys, used)
    given = [sum(each.get(why, 0) for each in used) for why in whys]
    known = [
        Choice("arrow-right", show.line(why, 60), f"given {n} times" if n > 1 else "")
        for why, n in zip(whys, given, strict=True)
    ]
    never = Choice("bell-off", NEVER, "until you undo it")
    found = await _choice(Choices(parent, "Why not this one?", [*known, never]))
    if not found:
        return None
    return Skip("", True) if found > len(whys) else Skip(whys[found - 1])


async def _choice(dialog: Choices) -> int:
    try:
        return await answer(dialog)
    finally:
        dismiss(dialog)


async def free_voices(desk: Desk, contact_id: int) -> Sequence[tuple[voices.Voice, str]]:
    """(voice, why it would be a surprise), those that may be asked now."""
    known = {each.id: each for each in await desk.store.read(voices.all)}
    fits = await lending.for_person(desk, contact_id)
    return [
        (known[fit.voice_id], ", ".join(fit.because) or "wrote to them before")
        for fit in fits
        if fit.rests_until is None and fit.voice_id in known
    ]


async def ask_voice(desk: Desk, parent: QWidget, idea: Idea, draft: str) -> Undo | None:
    """The page that is shown to a colleague; the card stays until they answered."""
    free = await free_voices(desk, idea.contact_id)
    rows = [Choice("sparkles", show.line(v.name, 40), show.line(why, 60)) for v, why in free]
    found = await _choice(Choices(parent, "Whose voice would be a surprise?", rows))
    if not found:
        return None
    voice = free[found - 1][0]
    id, undo = await lending.ask(
        desk, voice.id, idea.contact_id, idea.kind, idea.quote, draft, idea.message_id,
        idea.because,
    )  # fmt: skip
    request = await desk.store.read(requests.get, id)
    if request is not None:
        await show_page(desk, parent, request)
    return undo
