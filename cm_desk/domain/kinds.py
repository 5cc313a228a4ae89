"""The kinds of gestures: what a person of this desk can give.

The first state is resources/gestures.json; what somebody changed or added is kept in the store.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from cm_desk.paths import resource

TURNS = ("give", "ask", "neutral")


@dataclass(frozen=True, slots=True)
class Kind:
    """`icon` is the name of a drawing, `letter` chooses it in the dialog.

    What one usually costs stands in `cost_cents`, `currency` and `minutes`, and whether it is
    `public`. `turn`: what it counts as where giving and asking are weighed. `quotes`: it needs
    words of theirs as its reason. `hidden`: not offered any more, its gestures keep their name.
    """

    key: str
    label: str
    plural: str
    icon: str = "heart"
    letter: str = ""
    cost_cents: int = 0
    currency: str = "EUR"
    minutes: int = 0
    public: bool = False
    turn: str = "give"
    quotes: bool = True
    hidden: bool = False


@cache
def first() -> tuple[Kind, ...]:
    """Before anybody changed one, in the order in which they are offered."""
    return tuple(Kind(**each) for each in json.loads(resource("gestures.json").read_text("utf-8")))


def named(key: str, known: Iterable[Kind]) -> Kind:
    """A kind that came with an import and is not ours shows as its own name."""
    found = next((each for each in known if each.key == key), None)
    word = key.replace("-", " ").capitalize()
    return found or Kind(key, word, word)


def offered(known: Iterable[Kind]) -> tuple[Kind, ...]:
    return tuple(each for each in known if not each.hidden)


def key_for(label: str, taken: Iterable[str]) -> str:
    """ "Song of the week" is "song-of-the-week", or "song-of-the-week-2" when there is one."""
    plain = re.sub(r"[\W_]+", "-", label.lower()).strip("-") or "kind"
    known, n = set(taken), 1
    while (key := plain if n == 1 else f"{plain}-{n}") in known:
        n += 1
    return key


def free_letter(label: str, known: Sequence[Kind]) -> str:
    """The first letter of its own words that chooses no other kind; "" when all are taken."""
    taken = {each.letter for each in offered(known)}
    letters = (each.upper() for each in label if each.isascii() and each.isalpha())
    return next((each for each in letters if each not in taken), "")
