"""Looking for what is left of somebody in the bytes of every file of the desk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from cm_desk.text.blackout import Blackout, forms

CHUNK = 4 * 1024 * 1024
LONGEST = 4096  # bytes that a needle may have, to be found where two chunks meet


@dataclass(frozen=True, slots=True)
class Searched:
    """A file, its bytes, and how often something of them was found in it."""

    file: Path
    size: int
    hits: int


def needles(black: Blackout, said: Iterable[str]) -> tuple[bytes, ...]:
    """What bytes could tell: marks, names of several words, what they `said`; in small letters,
    in every form a file may hold them. A single word may be somebody else's word."""
    told = {*black.marks, *(name for name in black.names if " " in name), *said}
    found = {form for each in told for text in (each, each.lower()) for form in forms(text)}
    coded = (form.encode(code) for form in found for code in ("utf-8", "utf-16-le", "utf-16-be"))
    return tuple(sorted({each.lower()[:LONGEST] for each in coded}))


def search(
    folder: Path, wanted: Iterable[bytes], told: Callable[[int, int], None] | None = None
) -> list[Searched]:
    """Every file below `folder`. `told` hears (bytes read, bytes in all)."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    total, done, found = sum(file.stat().st_size for file in files), 0, []
    for file in files:
        size = file.stat().st_size
        found.append(Searched(file, size, _hits(file, tuple(wanted))))
        done += size
        if told:
            told(done, total)
    return found


def _hits(file: Path, wanted: tuple[bytes, ...]) -> int:
    """How many of `wanted` are in it."""
    seen: set[bytes] = set()
    before = b""
    with file.open("rb") as data:
        while chunk := data.read(CHUNK):
            low = before + chunk.lower()
            seen |= {each for each in wanted if each not in seen and each in low}
            before = low[-LONGEST:]
    return len(seen)
