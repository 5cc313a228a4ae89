"""The kinds of gestures: seen, changed, added, put in order, hidden."""

from dataclasses import replace
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.kinds import TURNS, Kind, first, free_letter, key_for, offered
from cm_desk.errors import BadInput
from cm_desk.store import kinds

LABEL_CHARS = 40


async def all(desk: Desk) -> tuple[Kind, ...]:
    """Hidden ones too."""
    return await desk.store.read(kinds.all)


async def known(desk: Desk, key: str) -> Kind:
    """Raises BadInput for one that is not there, or is hidden."""
    there = offered(await all(desk))
    found = next((each for each in there if each.key == key), None)
    if found is None:
        names = ", ".join(each.key for each in there)
        raise BadInput(f"“{key}” is no kind of gesture.", f"Choose one of {names}.")
    return found


async def add(desk: Desk, label: str, kind: Kind | None = None) -> Undo:
    """A kind of one's own naming; `kind` says what is unlike the usual, its key is not read."""
    there = await all(desk)
    words = label.strip()
    new = replace(
        kind or Kind("", words, words, "sparkles"), key=key_for(words, [k.key for k in there])
    )
    new = replace(new, label=words, plural=new.plural.strip() or words)
    new = replace(new, letter=new.letter or free_letter(words, there))
    return await _put(desk, there, (*there, new), f"{words} added.")


async def change(desk: Desk, kind: Kind) -> Undo:
    """Everything of a kind but its key."""
    there = await all(desk)
    after = tuple(kind if each.key == kind.key else each for each in there)
    return await _put(desk, there, after, f"{kind.label} changed.")


async def hide(desk: Desk, key: str, hidden: bool = True) -> Undo:
    """Not offered any more, or again; gestures of it stay."""
    there = await all(desk)
    found = _one(there, key)
    after = tuple(replace(k, hidden=hidden) if k.key == key else k for k in there)
    what = f"{found.label} is {'hidden' if hidden else 'offered again'}."
    return await _put(desk, there, after, what)


async def move(desk: Desk, key: str, by: int) -> Undo:
    """Earlier or later among those offered."""
    there = await all(desk)
    found = _one(there, key)
    rest = [each for each in there if each.key != key]
    rest.insert(max(0, there.index(found) + by), found)
    return await _put(desk, there, tuple(rest), f"{found.label} moved.")


async def remove(desk: Desk, key: str) -> Undo:
    """One that was added and never given; others can only be hidden."""
    there = await all(desk)
    found = _one(there, key)
    if await desk.store.read(kinds.used, key) or key in [each.key for each in first()]:
        raise BadInput(
            f"{found.label} cannot be removed.", "Hide it: its gestures keep their name."
        )
    return await _put(
        desk, there, tuple(each for each in there if each.key != key), f"{found.label} removed."
    )


def _one(there: tuple[Kind, ...], key: str) -> Kind:
    found = next((each for each in there if each.key == key), None)
    if found is None:
        raise BadInput(f"“{key}” is no kind of gesture.", "Look at: gestures kinds")
    return found


async def _put(desk: Desk, before: tuple[Kind, ...], after: tuple[Kind, ...], what: str) -> Undo:
    for each in after:
        if each not in before:
            _check(each, after)
    if not offered(after):
        raise BadInput("One kind at least has to be offered.", "Leave one that is not hidden.")
    await desk.store.write(kinds.put, after)
    return Undo(what, partial(desk.store.write, kinds.put, before))


def _check(kind: Kind, all: tuple[Kind, ...]) -> None:
    if not kind.label.strip():
        raise BadInput("A kind needs a name.", "Write what it is called.")
    if len(kind.label) > LABEL_CHARS:
        raise BadInput(f"The name is over {LABEL_CHARS} letters long.", "Find shorter words.")
    if kind.cost_cents < 0 or kind.minutes < 0:
        raise BadInput("A gesture cannot cost less than nothing.")
    if kind.turn not in TURNS:
        raise BadInput(f"“{kind.turn}” is not known.", f"Choose one of {', '.join(TURNS)}.")
    if kind.letter and not (
        len(kind.letter) == 1 and kind.letter.isascii() and kind.letter.isalpha()
    ):
        raise BadInput(f"“{kind.letter}” is no letter.", "Choose one of A to Z, or none.")
    twins = [k for k in offered(all) if k.letter == kind.letter != "" and k.key != kind.key]
    if twins and not kind.hidden:
        raise BadInput(
            f"{kind.letter} already chooses {twins[0].label}.", "Choose another letter, or none."
        )
