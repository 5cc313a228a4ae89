"""Bad days of the demo network, for tests and for pictures of the banners.

CM_DESK_DEMO names them by service: "bluesky=slow:600 mail=sign-in mastodon=offline".
"""

import os
import threading
from dataclasses import dataclass, field

from cm_desk.errors import OddAnswer, Offline, SignInNeeded, SlowDown

VARIABLE = "CM_DESK_DEMO"


@dataclass
class Trouble:
    """What is wrong at one service. Everything off: it works."""

    offline: bool = False
    signed_out: bool = False
    odd: bool = False
    slow_s: float = 0
    hanging: bool = False
    drop_next_answer: bool = False
    patience_s: float | None = None  # how long a call waits while the service hangs
    asked: int = 0  # calls that reached the service: one that must wait asks nothing
    waits: bool = False
    taken: threading.Event = field(default_factory=threading.Event)  # a call hangs

    def check(self, account: str, stopped: threading.Event) -> None:
        """Raises what the call would meet. Waits while the service hangs, until `stopped`."""
        self.asked += not (self.slow_s and self.waits)
        self.waits = bool(self.slow_s)
        if self.hanging:
            self.taken.set()
            stopped.wait(self.patience_s)
        if self.offline or self.hanging:
            raise Offline(account, "no answer.", "Nothing is lost; CM Desk tries again by itself.")
        if self.signed_out:
            hint = "Sign in again under Accounts."
            raise SignInNeeded(account, "the service refused our sign-in.", hint)
        if self.slow_s:
            raise SlowDown(account, self.slow_s)
        if self.odd:
            raise OddAnswer(account, "the answer makes no sense.")


def from_environment(service: str) -> Trouble:
    given = dict(each.partition("=")[::2] for each in os.environ.get(VARIABLE, "").split())
    name, _, seconds = given.get(service, "").partition(":")
    return Trouble(
        offline=name == "offline",
        signed_out=name == "sign-in",
        odd=name == "odd",
        slow_s=float(seconds or 60) if name == "slow" else 0,
    )
