"""The languages somebody writes in: counted, with what is not known counted too."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cm_desk.text import language


@dataclass(frozen=True, slots=True)
class Languages:
    """`spoken` are (code, messages), the most first, of `known` messages.

    `guessed` of these were told by their words, because their service names no language; of
    `unknown` ones neither says it.
    """

    spoken: tuple[tuple[str, int], ...] = ()
    known: int = 0
    guessed: int = 0
    unknown: int = 0


def languages(messages: Iterable[tuple[str, str]]) -> Languages:
    """Of messages as (language as the service says it, text where it says none)."""
    spoken: Counter[str] = Counter()
    guessed = unknown = 0
    for tag, text in messages:
        named = _main(tag)
        code = named or language.guess(text)
        if code:
            spoken[code] += 1
            guessed += not named
        else:
            unknown += 1
    by_count = sorted(spoken.items(), key=lambda each: (-each[1], each[0]))
    return Languages(tuple(by_count), spoken.total(), guessed, unknown)


def _main(tag: str) -> str:
    """ "pt-BR" and "pt" are one language here; "und" says that nobody knows."""
    code = language.code(tag).partition("-")[0]
    return "" if code in ("und", "zxx", "mul", "mis") else code
