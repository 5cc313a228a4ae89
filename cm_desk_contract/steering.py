"""What every small server of our own can be made to do to us, as `Network` asks."""

import threading
from collections.abc import Callable
from dataclasses import replace

from cm_desk.connectors.exchange import MAX_BYTES, Patience
from cm_desk.connectors.http import Http
from cm_desk_contract.small import SmallServer


class Clock:
    """Turned by hand."""

    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


class Steering:
    """`now` is the wall clock of ours, in seconds."""

    limit: object = {"message": "Slow down."}  # the body of a rate limit

    def __init__(self, server: SmallServer, now: Callable[[], float] | None = None) -> None:
        self.server, self.clock = server, Clock()
        patience = Patience(connect_s=2, read_s=5, ticks=self.clock)
        self.http = Http(patience, now) if now else Http(patience)

    def go_offline(self) -> None:
        self.server.hang_up()

    def slow_down(self, seconds: int) -> None:
        self.server.faults.refusal = (429, {"Retry-After": str(seconds)}, self.limit)

    def refuse_token(self) -> None:
        self.server.faults.refused_token = True

    def garble(self) -> None:
        self.server.faults.garbled = True

    def hang(self) -> threading.Event:
        self.server.faults.hanging = threading.Event()
        return self.server.faults.hanging

    def lead_away(self, url: str) -> None:
        self.server.faults.redirect = url

    def flood(self) -> None:
        self.server.faults.body = b" " * (MAX_BYTES + 1)

    def impatient(self) -> None:
        self.http.patience = replace(self.http.patience, read_s=0.3)

    def asked(self) -> int:
        return len(self.server.asked)

    def come_back(self) -> None:
        self.server.faults.clear()
        self.server.listen()
        self.clock.s += 3600
