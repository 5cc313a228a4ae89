"""The key of a mailbox as it is kept: a password, or tokens that are renewed when they are old."""

import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from urllib.parse import urlsplit

from cm_desk.connectors.api import SIGN_IN, Api
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.mail.places import Key
from cm_desk.domain.model import Account
from cm_desk.errors import OddAnswer, Rejected, SignInNeeded

EARLY_S = 60.0  # before its end a token counts as old


@dataclass(frozen=True, slots=True)
class Tokens:
    """`url` gives new ones; `until` in seconds of the wall clock."""

    user: str
    url: str
    client: str
    client_secret: str = field(repr=False)
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    until: float = 0.0

    def text(self) -> str:
        return json.dumps(asdict(self))


def asked(http: Http, account: str, tokens: Tokens, form: Mapping[str, str]) -> Tokens:
    """With what the token endpoint gave. Raises ServiceError."""
    parts = urlsplit(tokens.url)
    api = Api(account, f"{parts.scheme}://{parts.netloc}", "", http)
    whole = {**form, "client_id": tokens.client}
    if tokens.client_secret:
        whole["client_secret"] = tokens.client_secret
    try:
        given = api.post(parts.path, form=whole, repeatable=True).body
        access, life_s = str(given["access_token"]), float(given.get("expires_in", 3600))
        refresh = str(given.get("refresh_token") or tokens.refresh)
    except (Rejected, SignInNeeded):
        what = "the provider does not take this sign-in any more."
        raise SignInNeeded(account, what, SIGN_IN) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise OddAnswer(account, "the provider gave no token.") from None
    return replace(tokens, access=access, refresh=refresh, until=http.now() + life_s)


class Keys:
    """The key of one account, for all its connections. Raises SignInNeeded for an odd secret."""

    def __init__(self, account: Account, secret: str, http: Http) -> None:
        self._account, self._http, self._turn = account.key, http, threading.Lock()
        self._kept = _read(account.key, secret)

    @property
    def renewable(self) -> bool:
        return isinstance(self._kept, Tokens)

    def now(self, refused: str = "") -> Key:
        """What opens the mailbox. A token that was `refused`, or is old, is renewed before."""
        with self._turn:
            if isinstance(self._kept, Key):
                return self._kept
            old = self._http.now() > self._kept.until - EARLY_S
            if old or self._kept.access == refused:
                self._kept = self._renewed(self._kept)
            return Key(self._kept.user, self._kept.access, oauth=True)

    def _renewed(self, tokens: Tokens) -> Tokens:
        form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
        made = asked(self._http, self._account, tokens, form)
        self._http.renewed(self._account, made.text())
        return made


def _read(account: str, secret: str) -> Key | Tokens:
    try:
        found = json.loads(secret)
        if "access" in found:
            return Tokens(**found)
        return Key(str(found["user"]), str(found["password"]))
    except (ValueError, KeyError, TypeError):
        raise SignInNeeded(account, "the saved sign-in cannot be read.", SIGN_IN) from None
