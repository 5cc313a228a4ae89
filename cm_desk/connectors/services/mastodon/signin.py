"""Sign-in at any Mastodon server: the app registers itself there, the browser does the rest.

https://docs.joinmastodon.org/methods/apps/ and /methods/oauth/, PKCE where the server knows it.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from cm_desk.connectors.address import base_url
from cm_desk.connectors.api import Api, check_address
from cm_desk.connectors.base import Granted
from cm_desk.connectors.http import Http
from cm_desk.connectors.oauth import OOB, Sent
from cm_desk.connectors.services.mastodon.account import profile_of
from cm_desk.domain.model import Account, Profile
from cm_desk.errors import Gone, OddAnswer, Rejected, SignInNeeded
from cm_desk.text.links import true_host

NAME = "CM Desk"
AUTHORIZE, EXCHANGE = "/oauth/authorize", "/oauth/token"
SCOPES = (
    "read:accounts",
    "read:notifications",
    "read:statuses",
    "write:media",
    "write:statuses",
)
WIDE = ("read", "write")  # where a server does not know the narrow ones


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the parts of OAuth are at one server."""

    issuer: str = ""
    authorize: str = AUTHORIZE
    token: str = EXCHANGE
    pkce: bool = False
    iss: bool = False
    scopes: tuple[str, ...] = SCOPES


class SignIn:
    """One sign-in in progress."""

    def __init__(self, http: Http, address: str, redirect_uri: str) -> None:
        self._base, self._http = base_url(address), http
        self._redirect = redirect_uri or OOB
        self._host = urlsplit(self._base).netloc
        self._api = Api(self._host, self._base, "", http)
        self._ways = self._discover()
        self._app = self._register()
        self._sent = Sent(self._host, self._ways.issuer, self._ways.iss)
        self.url = self._address()

    def finish(self, answer: Mapping[str, str]) -> Granted:
        return self._exchange(self._sent.code(answer))

    def finish_with_code(self, code: str) -> Granted:
        if not code.strip():
            raise SignInNeeded(self._host, "the code is empty.", "Copy it from the browser.")
        return self._exchange(code.strip())

    def _discover(self) -> Ways:
        """404 is an older server: known paths, no PKCE."""
        try:
            found = self._api.get("/.well-known/oauth-authorization-server").body
        except (Gone, OddAnswer, Rejected, SignInNeeded):
            return Ways()
        if not isinstance(found, dict):
            return Ways()
        offered = found.get("scopes_supported") or SCOPES
        return Ways(
            issuer=str(found.get("issuer") or ""),
            authorize=self._path(found, "authorization_endpoint", AUTHORIZE),
            token=self._path(found, "token_endpoint", EXCHANGE),
            pkce="S256" in (found.get("code_challenge_methods_supported") or ()),
            iss=found.get("authorization_response_iss_parameter_supported") is True,
            scopes=SCOPES if set(SCOPES) <= set(offered) else WIDE,
        )

    def _path(self, found: dict[str, Any], name: str, default: str) -> str:
        """The path of an endpoint. One at another host is not taken: our secret would go there."""
        url = found.get(name) or self._base + default
        if not isinstance(url, str) or not url.startswith(self._base + "/"):
            what = f"it sends the sign-in to another host ({true_host(str(url))})."
            raise OddAnswer(self._host, what, "Check the address.")
        return url.removeprefix(self._base)

    def _register(self) -> dict[str, str]:
        form = {
            "client_name": NAME,
            "redirect_uris": self._redirect,
            "scopes": " ".join(self._ways.scopes),
        }
        try:
            made = self._api.post("/api/v1/apps", form=form, repeatable=True).body
            return {name: str(made[name]) for name in ("client_id", "client_secret")}
        except (Gone, OddAnswer, KeyError, TypeError, SignInNeeded) as err:
            what = f"{self._host} does not answer like a Mastodon server."
            raise Rejected("mastodon", what, check_address(err)) from None

    def _address(self) -> str:
        asked = {
            "response_type": "code",
            "client_id": self._app["client_id"],
            "redirect_uri": self._redirect,
            "scope": " ".join(self._ways.scopes),
            "state": self._sent.state,
        }
        if self._ways.pkce:
            pkce = self._sent.pkce
            asked |= {"code_challenge": pkce.challenge, "code_challenge_method": "S256"}
        return f"{self._base}{self._ways.authorize}?{urlencode(asked)}"

    def _exchange(self, code: str) -> Granted:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "scope": " ".join(self._ways.scopes),
            **self._app,
        }
        if self._ways.pkce:
            form["code_verifier"] = self._sent.pkce.verifier
        try:
            given = self._api.post(self._ways.token, form=form, repeatable=True).body
            token, scope = str(given["access_token"]), str(given.get("scope") or "")
        except (Rejected, SignInNeeded):
            what = "the server does not take this code."
            raise SignInNeeded(self._host, what, "Start the sign-in again.") from None
        except (KeyError, TypeError, AttributeError):
            raise OddAnswer(self._host, "it gave no token.") from None
        self._check(scope)
        secret = json.dumps({"token": token, "scope": scope, **self._app})
        return Granted(secret, self._profile(token), self._base)

    def _check(self, scope: str) -> None:
        """Names what is missing when the server, or the person, gave less than we asked."""
        given = set(scope.split())
        if missing := [each for each in SCOPES if scope and not given & {each, each.split(":")[0]}]:
            what = f"the permission {missing[0]} was not given."
            raise SignInNeeded(self._host, what, "Start the sign-in again and allow it.")

    def _profile(self, token: str) -> Profile:
        return profile_of(Api(self._host, self._base, token, self._http))


def begin(http: Http, address: str, redirect_uri: str) -> SignIn:
    """Raises BadInput for an address that cannot be one, ServiceError for all else."""
    return SignIn(http, address, redirect_uri)


def token_of(account: str, secret: str) -> str:
    """The token inside a stored secret. Raises SignInNeeded."""
    return _kept(account, secret)["token"]


def _kept(account: str, secret: str) -> dict[str, str]:
    try:
        found = json.loads(secret)
        return {**{name: str(value) for name, value in found.items()}, "token": found["token"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SignInNeeded(account, "the saved sign-in cannot be read.") from None


def sign_out(account: Account, secret: str, http: Http) -> None:
    """The token is worth nothing afterwards. A server without this (404) is left as it is."""
    kept = _kept(account.key, secret)
    form = {name: kept.get(name, "") for name in ("client_id", "client_secret", "token")}
    api = Api(account.key, account.base_url, "", http)
    with suppress(Gone, OddAnswer):  # some answer without a body
        api.post("/oauth/revoke", form=form, repeatable=True)
