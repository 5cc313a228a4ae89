"""What the decisions about cards say, counted in the open. It points; it changes nothing."""

from collections.abc import Iterable, Mapping

LEAST, MOSTLY = 5, 0.6  # decisions before anything is said, and the share that says it


def counted(
    shown: int, done: int, later: int, skipped: int, whys: Mapping[str, int] | None = None
) -> str:
    """As in: Shown 12 times: 4 done, 5 later, 3 not this one (Not the right moment 2)."""
    if not shown:
        return "Not shown yet."
    times = "once" if shown == 1 else f"{shown} times"
    parts = [(done, "done"), (later, "later"), (skipped, "not this one")]
    told = ", ".join(f"{n} {word}" for n, word in parts if n)
    why = "; ".join(f"{word} {n}" for word, n in (whys or {}).items())
    return f"Shown {times}{f': {told}' if told else ''}{f' ({why})' if why else ''}."


def hint(done: int, later: int, skipped: int) -> str:
    """What the person may want to change, "" while there is nothing to say."""
    decided = done + later + skipped
    if decided < LEAST:
        return ""
    if skipped / decided >= MOSTLY:
        return f"You skipped {skipped} of {decided}: other numbers, or off?"
    if later / decided >= MOSTLY:
        return f"You put off {later} of {decided}: does it come too early?"
    return ""


def by_use(whys: Iterable[str], used: Iterable[Mapping[str, int]]) -> list[str]:
    """The reasons to skip, those that were given most often first."""
    total: dict[str, int] = {}
    for each in used:
        for why, n in each.items():
            total[why] = total.get(why, 0) + n
    return sorted(whys, key=lambda why: -total.get(why, 0))
