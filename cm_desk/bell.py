"""Wakes the coroutines that wait for the store to change."""

import asyncio
from collections.abc import Iterable

from cm_desk.domain.news import Change, Topic


class Bell:
    """One event per listener; it stays set until the listener clears it, so no news is missed."""

    def __init__(self) -> None:
        self._listening: list[tuple[frozenset[Topic], asyncio.Event]] = []

    def listen(self, *topics: Topic) -> asyncio.Event:
        """An event that is set whenever one of `topics` changes, or `ring_all` is called."""
        event = asyncio.Event()
        self._listening.append((frozenset(topics), event))
        return event

    def leave(self, event: asyncio.Event) -> None:
        self._listening = [each for each in self._listening if each[1] is not event]

    def ring(self, changes: Iterable[Change]) -> None:
        rung = {change.topic for change in changes}
        for topics, event in self._listening:
            if topics & rung:
                event.set()

    def ring_all(self) -> None:
        """Everybody looks again at once: the network is back, or the person asked for it."""
        for _, event in self._listening:
            event.set()
