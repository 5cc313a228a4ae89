"""What a voice is asked about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """What a voice is asked about: their message, the kind of gesture, and our words so far."""

    contact_id: int
    message_id: int | None = None
    kind: str = "thank-you"
    draft: str = ""
    voice_id: int | None = None
