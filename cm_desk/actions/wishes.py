"""What a person set for their cards: rules, limits, words of their own, reasons to skip one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain import rules
from cm_desk.domain.rules import Rules
from cm_desk.errors import BadInput
from cm_desk.insight import drafting
from cm_desk.insight.drafting import Words
from cm_desk.store import cards, settings
from cm_desk.store.tx import Tx

WORDS, WHYS = "kindness.words", "kindness.whys"
LOOKED = "kindness.looked"  # why the others got no card today
SKIPS = ("They were thanked already", "It does not fit", "Not the right moment")
LONGEST = 2000  # letters of a template


@dataclass(frozen=True, slots=True)
class Wishes:
    """`words` by language and rule, only those that are not the usual ones."""

    rules: Rules = field(default_factory=Rules)
    words: Words = field(default_factory=dict)
    whys: tuple[str, ...] = SKIPS


async def now(desk: Desk) -> Wishes:
    """Anything odd is as if nothing had been set."""
    set_, words, whys = [
        await desk.store.read(settings.get, name) for name in (rules.NAME, WORDS, WHYS)
    ]
    told = _loaded(words, {})
    own = {lang: dict(by) for lang, by in told.items() if isinstance(by, Mapping)}
    known = tuple(map(str, _loaded(whys, [])))
    return Wishes(rules.read(set_), own, known or SKIPS)


async def change(desk: Desk, new: Wishes) -> Undo:
    """From the next card on; those of today that are open are chosen anew.

    Raises BadInput for words with a slot that nobody fills.
    """
    check(new)
    names = (rules.NAME, WORDS, WHYS)
    old = {name: await desk.store.read(settings.get, name) for name in names}
    own = {lang: {k: v for k, v in by.items() if v.strip()} for lang, by in new.words.items()}
    whys = [each.strip() for each in new.whys if each.strip()]
    told = {
        rules.NAME: rules.text(new.rules),
        WORDS: json.dumps({lang: by for lang, by in own.items() if by}, ensure_ascii=False),
        WHYS: json.dumps(whys if tuple(whys) != SKIPS else [], ensure_ascii=False),
    }
    day = desk.now().astimezone().date()
    await desk.store.write(_set, told, day)
    return Undo("Rules changed.", partial(desk.store.write, _set, old, day))


def check(new: Wishes) -> None:
    """Raises BadInput for words that would be sent with a slot in them, or are far too long."""
    told = [(lang, *pair) for lang, by in new.words.items() for pair in by.items()]
    for lang, rule, words in told:
        if odd := drafting.odd_slots(words):
            said = f"Nobody fills {{{odd[0]}}} in the words for “{rule}” ({lang})."
            raise BadInput(said, "Use {name}, {quote} and {signer}.")
        if len(words) > LONGEST:
            raise BadInput(f"The words for “{rule}” are longer than {LONGEST} letters.")


def _set(tx: Tx, told: Mapping[str, str], day: date) -> None:
    for name, text in told.items():
        settings.set(tx, name, text)
    settings.set(tx, LOOKED, "")
    cards.drop(tx, day)


def _loaded(text: str, other: Any) -> Any:
    """`other` where it is nothing of that kind."""
    try:
        found = json.loads(text or "null")
    except ValueError:
        return other
    return found if isinstance(found, type(other)) else other
