"""The way back: which page led to this one, and what it showed."""

from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 20


@dataclass(frozen=True, slots=True)
class Step:
    """`words` say where it leads, as in "Back to …"; `show` brings back what stood there."""

    words: str
    show: Callable[[], object]


class Trail:
    def __init__(self, told: Callable[[str], object]) -> None:
        """`told` hears where back leads whenever that changes, "" for nowhere."""
        self._steps: list[Step] = []
        self._told = told

    def leave(self, step: Step) -> None:
        self._steps = [*self._steps, step][-LONGEST:]
        self._tell()

    def back(self) -> bool:
        """False when there is no way back."""
        if not self._steps:
            return False
        self._steps.pop().show()
        self._tell()
        return True

    def forget(self) -> None:
        self._steps.clear()
        self._tell()

    def _tell(self) -> None:
        self._told(self._steps[-1].words if self._steps else "")
