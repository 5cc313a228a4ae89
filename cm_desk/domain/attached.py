"""A gesture that goes with a draft, before either has left."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attached:
    """`quotes` are the messages of theirs that are its reason, by id; the first is the foremost.

    `voice` is whose name stands under it, `voice_id` when they are one of the voices that must
    release a text; `giver` is who of us pays for it. `why` is the reason in words of ours, where
    nothing of theirs can be quoted.
    """

    kind: str
    contact_id: int
    quotes: tuple[int, ...] = ()
    voice: str = ""
    voice_id: int | None = None
    note: str = ""
    cost_cents: int = 0
    currency: str = "EUR"
    minutes: int = 0
    public: bool = False
    asked: bool = False
    giver: str = ""
    why: str = ""
