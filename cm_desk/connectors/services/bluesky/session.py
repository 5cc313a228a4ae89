"""Signed requests to a PDS: the access token lasts two hours and is renewed by another one.

https://atproto.com/specs/xrpc and com.atproto.server.refreshSession.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

from cm_desk.connectors.api import SIGN_IN, Api
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.bluesky.refusals import Expired, refusal
from cm_desk.errors import OddAnswer, Rejected, SignInNeeded

T = TypeVar("T")
CREATE = "com.atproto.server.createSession"
REFRESH = "com.atproto.server.refreshSession"
PACKED = {"Accept-Encoding": "gzip"}  # lists of people and posts pack to an eighth
CHAT = {**PACKED, "atproto-proxy": "did:web:api.bsky.chat#bsky_chat"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What the keychain holds of one sign-in. `password` is the app password."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def read(cls, account: str, secret: str) -> "Kept":
        """Raises SignInNeeded."""
        try:
            found = json.loads(secret)
            names = ("access", "refresh", "password")
            return cls(str(found["access"]), *(str(found.get(each) or "") for each in names[1:]))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise SignInNeeded(account, "the saved sign-in cannot be read.") from None

    def text(self) -> str:
        return json.dumps(asdict(self))


class Session:
    """`who` is our DID. Tells `http.renewed` of each new pair of tokens."""

    def __init__(self, account: str, base_url: str, secret: str, http: Http, who: str) -> None:
        self._kept, self._http, self._who = Kept.read(account, secret), http, who
        self.api = Api(account, base_url, self._kept.access, http, refusal)
        self.api.headers = PACKED

    def get(self, name: str, **params: str | int | list[str]) -> Any:
        """The answer's object. Raises OddAnswer for anything else."""
        return self._object(name, self._signed(lambda: self.api.get(f"/xrpc/{name}", **params)))

    def download(self, name: str, max_bytes: int, **params: str | int | list[str]) -> bytes:
        return self._signed(lambda: self.api.download(f"/xrpc/{name}", max_bytes, **params))

    def post(self, name: str, asked: object, repeatable: bool = False) -> Any:
        """Raises UnknownOutcome when it may have arrived, unless it is `repeatable` at no harm."""
        path = f"/xrpc/{name}"
        reply = self._signed(lambda: self.api.post(path, json=asked, repeatable=repeatable))
        return self._object(name, reply)

    def upload(self, name: str, data: bytes, kind: str) -> Any:
        path, headers = f"/xrpc/{name}", {"Content-Type": kind}
        reply = self._signed(
            lambda: self.api.post(path, raw=data, headers=headers, repeatable=True)
        )
        return self._object(name, reply)

    @contextmanager
    def chat(self) -> Iterator[None]:
        """Requests inside are passed on to the chat service."""
        self.api.headers = CHAT
        try:
            yield
        finally:
            self.api.headers = PACKED

    def _object(self, name: str, reply: Any) -> Any:
        if not isinstance(reply.body, dict):
            raise OddAnswer(self.api.account, f"{name} is not as published.")
        return reply.body

    def _signed(self, call: Callable[[], T]) -> T:
        """Nothing has happened where a token was refused, so it is asked again with a new one."""
        try:
            return call()
        except Expired:
            self._renew()
            return call()

    def _renew(self) -> None:
        headers, self.api.headers = self.api.headers, PACKED
        try:
            self._kept = self._refreshed() or self._anew()
        finally:
            self.api.headers = headers
            self.api.sign(self._kept.access)
        self._http.renewed(self.api.account, self._kept.text())

    def _refreshed(self) -> Kept | None:
        """None: the other token has ended, too; it does after ninety days, or when it was used."""
        self.api.sign(self._kept.refresh)
        try:
            given = self.api.post(f"/xrpc/{REFRESH}", repeatable=True).body
            return replace(self._kept, access=given["accessJwt"], refresh=given["refreshJwt"])
        except Expired:
            return None
        except (KeyError, TypeError):
            raise OddAnswer(self.api.account, f"{REFRESH} gave no tokens.") from None

    def _anew(self) -> Kept:
        if not self._kept.password:
            raise SignInNeeded(self.api.account, "the sign-in has ended.", SIGN_IN)
        self.api.sign("")
        given = created(self.api, self._who, self._kept.password)
        return replace(self._kept, access=given["accessJwt"], refresh=given["refreshJwt"])


def created(api: Api, identifier: str, password: str) -> dict[str, Any]:
    """A new session. `api` has no token. Raises SignInNeeded for a wrong password."""
    asked = {"identifier": identifier, "password": password}
    found = api.post(f"/xrpc/{CREATE}", json=asked, repeatable=True).body
    names = ("accessJwt", "refreshJwt", "did", "handle")
    if not isinstance(found, dict) or not all(isinstance(found.get(e), str) for e in names):
        raise OddAnswer(api.account, f"{CREATE} gave no tokens.")
    if found.get("active") is False:
        raise Rejected(api.account, f"this account is {found.get('status') or 'not active'}.")
    return found
