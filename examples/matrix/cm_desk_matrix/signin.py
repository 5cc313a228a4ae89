"""Sign-in with user name and password. https://spec.matrix.org/latest/client-server-api/#login

Only the token is kept. Servers that ask for a sign-in in the browser are not supported yet.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlsplit

from cm_desk.connectors.address import base_url
from cm_desk.connectors.api import Api, Refused, check_address
from cm_desk.connectors.asking import told
from cm_desk.connectors.base import Found, Granted
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account, Profile
from cm_desk.errors import (
    BadInput,
    Gone,
    OddAnswer,
    Rejected,
    ServiceError,
    SignInNeeded,
)

ROOT = "/_matrix/client/v3"
TYPED = 'Write it like "matrix.example" or "@brand:matrix.example".'


def sign_in(http: Http, answers: Mapping[str, str]) -> Granted:
    user, password = answers.get("user", "").strip(), answers.get("password", "")
    if not user or not password:
        raise BadInput("The user name or the password is missing.")
    base = home(http, answers.get("address") or user)
    api = Api(urlsplit(base).netloc, base, "", http, refusal)
    asked = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user},
        "password": password,
        "initial_device_display_name": "CM Desk",
    }
    try:
        given = api.post(f"{ROOT}/login", json=asked, repeatable=True).body
        token, who = str(given["access_token"]), str(given["user_id"])
    except (KeyError, TypeError):
        raise OddAnswer(api.account, "it gave no token.") from None
    except Rejected as err:
        raise SignInNeeded(api.account, "user name or password is not right.") from err
    api.sign(token)
    return Granted(json.dumps({"token": token}), profile_of(api, who), base)


def sign_out(account: Account, secret: str, http: Http) -> None:
    api = Api(account.key, account.base_url, token_of(account.key, secret), http, refusal)
    with suppress(SignInNeeded):
        api.post(f"{ROOT}/logout", json={}, repeatable=True)


def recognise(http: Http, typed: str) -> Found | None:
    """A server's address, or @user:server. "name@host" is a mail address or a handle elsewhere."""
    user = typed.strip() if typed.strip().startswith("@") and ":" in typed else ""
    if "@" in typed and not user:
        return None
    try:
        base = told(lambda: home(http, typed))
    except BadInput:
        return None
    if base is None:
        return None
    address = base.removeprefix("https://")
    return Found("matrix", {"address": address, "user": user}, f"Matrix at {urlsplit(base).netloc}")


def home(http: Http, typed: str) -> str:
    """The server's address, over what its domain says of it. Raises Rejected for another kind."""
    typed = typed.strip()
    start = base_url(typed.partition(":")[2] if typed.startswith("@") else typed, TYPED)
    named = told(lambda: Api("", start, "", http).get("/.well-known/matrix/client").body)
    with suppress(KeyError, TypeError, BadInput):
        start = base_url(str(named["m.homeserver"]["base_url"]), TYPED)  # type: ignore[index]
    name = urlsplit(start).netloc
    what = f"{name} does not answer like a Matrix server."
    try:
        versions = Api(name, start, "", http).get("/_matrix/client/versions").body
    except (Gone, OddAnswer, Rejected, SignInNeeded) as err:
        raise Rejected("matrix", what, f"{check_address(err)} {TYPED}") from None
    if not isinstance(versions, dict) or "versions" not in versions:
        raise Rejected("matrix", what, f"Check the address. {TYPED}")
    return start


def refusal(account: str, refused: Refused) -> ServiceError | None:
    match refused.code:
        case "M_USER_DEACTIVATED" | "M_USER_LOCKED" | "M_USER_SUSPENDED":
            return SignInNeeded(account, "this account is suspended there.", "Ask whoever runs it.")
        case "M_FORBIDDEN":
            return Rejected(account, refused.words or "the server does not allow this.")
        case "M_TOO_LARGE":
            return Rejected(account, "the message is too long.", "Make it shorter.")
    return None


def token_of(account: str, secret: str) -> str:
    try:
        return str(json.loads(secret)["token"])
    except (ValueError, KeyError, TypeError):
        raise SignInNeeded(account, "the saved sign-in cannot be read.") from None


def profile_of(api: Api, who: str) -> Profile:
    found: Any = told(lambda: api.get(f"{ROOT}/profile/{quote(who)}").body)
    name = str(found.get("displayname") or who) if isinstance(found, dict) else who
    return Profile(who, who, name)
