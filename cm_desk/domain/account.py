"""The nouns of the first look; apart from model.py, which takes as long to load as the rows."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a message is to us. The value is what the database holds."""

    MENTION = "mention"
    REPLY = "reply"
    DIRECT = "direct"
    QUOTE = "quote"
    POST = "post"
    MAIL = "mail"
    COMMENT = "comment"
    CHAT = "chat"


KINDS = {kind.value: kind for kind in Kind}  # a third of the time of Kind(text)


@dataclass(frozen=True, slots=True)
class Account:
    """A brand account the desk watches.

    `handle` as its service writes it in full: "@tidewell@social.example", "help@brand.example".
    `signer` is the person whose face answers here, "" when nobody was named.
    """

    id: int
    service: str
    handle: str
    base_url: str
    name: str = ""
    remote_id: str = ""
    avatar_url: str = ""
    signer: str = ""

    @property
    def key(self) -> str:
        """Unique here and stable: names the account in errors, the keychain and lanes."""
        return f"{self.service}:{self.handle}"
