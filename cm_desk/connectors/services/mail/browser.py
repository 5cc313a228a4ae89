"""Signing in to a mailbox at its provider's own page: OAuth 2 with PKCE, then XOAUTH2.

A provider wants programs to be registered with it. CM Desk is not; a client of one's own can be
named in the form, or by whoever packs the program in mail_providers.json.
"""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from cm_desk.connectors.base import Granted
from cm_desk.connectors.http import Http
from cm_desk.connectors.oauth import Sent
from cm_desk.connectors.services.mail.places import Key
from cm_desk.connectors.services.mail.settings import oauth_of
from cm_desk.connectors.services.mail.signin import address_in, check, servers
from cm_desk.connectors.services.mail.tokens import Tokens, asked
from cm_desk.domain.model import Profile
from cm_desk.errors import BadInput, SignInNeeded


class Browser:
    """One sign-in in progress."""

    def __init__(
        self, http: Http, answers: Mapping[str, str], ways: Mapping[str, str], redirect_uri: str
    ) -> None:
        self._http, self._address = http, address_in(answers)
        self._found = servers(http, answers, self._address)
        self._redirect = redirect_uri
        client, _, secret = answers.get("client", "").strip().partition(" ")
        client = client or ways.get("client", "")
        secret = secret.strip() or ways.get("client_secret", "")
        self._blank = Tokens(self._found.user, ways["token"], client, secret, "", "")
        self._sent = Sent(urlsplit(ways["authorize"]).netloc, "", iss_promised=False)
        self.url = f"{ways['authorize']}?{urlencode(self._asks(ways['scope'], client))}"

    def finish(self, answer: Mapping[str, str]) -> Granted:
        return self._exchange(self._sent.code(answer))

    def finish_with_code(self, code: str) -> Granted:
        if not code.strip():
            raise SignInNeeded(self._address, "the code is empty.", "Copy it from the browser.")
        return self._exchange(code.strip())

    def _asks(self, scope: str, client: str) -> dict[str, str]:
        return {
            "response_type": "code",
            "client_id": client,
            "redirect_uri": self._redirect,
            "scope": scope,
            "state": self._sent.state,
            "code_challenge": self._sent.pkce.challenge,
            "code_challenge_method": "S256",
            "login_hint": self._address,
            "access_type": "offline",  # Google gives a token to renew it with for this only
            "prompt": "consent",
        }

    def _exchange(self, code: str) -> Granted:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "code_verifier": self._sent.pkce.verifier,
        }
        tokens = asked(self._http, self._address, self._blank, form)
        if not tokens.refresh:
            what = "the provider gave a sign-in for an hour only."
            raise SignInNeeded(self._address, what, "Sign in again and allow all that is asked.")
        check(self._http, self._found.ways, Key(tokens.user, tokens.access, oauth=True))
        profile = Profile(self._address, self._address.lower())
        return Granted(tokens.text(), profile, self._found.ways.text())


def starts(http: Http, answers: Mapping[str, str], redirect_uri: str) -> Browser | None:
    """None: there is a password, or the provider has no such page."""
    if answers.get("password"):
        return None
    ways = oauth_of(address_in(answers))
    if ways is None:
        raise BadInput("The password is empty.")
    if not (answers.get("client", "").strip() or ways.get("client")):
        what = "The password is empty, and no client is named for signing in in the browser."
        raise BadInput(what, "Type an app password, or the client that you registered there.")
    return Browser(http, answers, ways, redirect_uri)
