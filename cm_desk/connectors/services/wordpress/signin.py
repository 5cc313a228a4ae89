"""Sign-in with an application password: the site makes it under Users, Profile.

https://developer.wordpress.org/rest-api/using-the-rest-api/authentication/
"""

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cm_desk.connectors.address import base_url
from cm_desk.connectors.api import Api, Refused, check_address
from cm_desk.connectors.asking import told
from cm_desk.connectors.base import Found, Granted
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Profile
from cm_desk.errors import (
    BadInput,
    Gone,
    OddAnswer,
    Rejected,
    ServiceError,
    SignInNeeded,
)

ROOT = "/wp-json/wp/v2"
TYPED = 'Write it like "brand.example", or with the folder of the site: "brand.example/blog".'
MAKE = "Make an application password under Users, Profile on the site; the usual one is not taken."
RIGHTS = "Ask whoever runs the site for the role of an editor."


class Twice(Rejected):
    """The site has this very comment already."""


def sign_in(http: Http, answers: Mapping[str, str]) -> Granted:
    """Raises BadInput for an answer that cannot be one, ServiceError for all else."""
    user, password = answers.get("user", "").strip(), answers.get("password", "").strip()
    if not user or not password:
        raise BadInput("The user name or the application password is missing.", MAKE)
    base = site(answers.get("address", ""))
    secret = json.dumps({"user": user, "password": password})
    name = urlsplit(base).netloc + urlsplit(base).path
    api = api_of(name, base, secret, http)
    _check_site(api)
    profile = profile_of(api)
    api.get(f"{ROOT}/comments", context="edit", status="all", per_page=1)  # names a missing right
    return Granted(secret, profile, base)


def recognise(http: Http, typed: str) -> Found | None:
    """A site that names the part of WordPress that keeps comments."""
    if "@" in typed:
        return None
    try:
        base = site(typed)
    except BadInput:
        return None
    found: Any = told(lambda: Api(urlsplit(base).netloc, base, "", http).get("/wp-json/").body)
    if not isinstance(found, dict) or "wp/v2" not in (found.get("namespaces") or ()):
        return None
    name = base.partition("://")[2]
    return Found("wordpress", {"address": base}, f"WordPress at {name}")


def site(address: str) -> str:
    """Host and folder, without what the browser shows behind them."""
    typed = address.strip()
    base = base_url(typed, TYPED)
    path = urlsplit(typed if "://" in typed else f"https://{typed}").path
    for end in ("/wp-admin", "/wp-login.php", "/wp-json"):
        path = path.partition(end)[0]
    return base + path.rstrip("/")


def api_of(account: str, base: str, secret: str, http: Http) -> Api:
    """Raises SignInNeeded for a stored secret that cannot be read."""
    try:
        kept = json.loads(secret)
        pair = f"{kept['user']}:{kept['password']}"
    except (ValueError, KeyError, TypeError):
        raise SignInNeeded(account, "the saved sign-in cannot be read.", MAKE) from None
    token = base64.b64encode(pair.encode()).decode()
    return Api(account, base, token, http, refusal, scheme="Basic")


def refusal(account: str, refused: Refused) -> ServiceError | None:
    match refused.code:
        case "comment_duplicate":
            return Twice(account, "the site has this very comment already.")
        case "rest_forbidden_context" | "rest_forbidden_status" | "rest_forbidden_param":
            what = "this user may not moderate comments, so held ones would stay unseen."
            return SignInNeeded(account, what, RIGHTS)
        case "application_passwords_disabled":
            what = "the site takes no application passwords."
            return SignInNeeded(account, what, "Ask whoever runs the site to allow them.")
        case "rest_not_logged_in" | "incorrect_password" | "invalid_username" | "invalid_email":
            return SignInNeeded(account, "the site does not take this sign-in.", MAKE)
        case "rest_comment_closed" | "comment_closed":
            return Rejected(account, "comments on this page are closed.")
        case "rest_no_route":
            return Rejected(account, "the site has its comment interface switched off.")
    return None


def profile_of(api: Api) -> Profile:
    path = f"{ROOT}/users/me"
    found: Any = api.get(path, context="edit").body
    try:
        host = urlsplit(api.base_url).netloc + urlsplit(api.base_url).path
        handle = f"{found['slug']}@{host}"
        return Profile(handle, str(found["id"]), name=str(found.get("name") or found["slug"]))
    except (KeyError, TypeError, AttributeError) as err:
        raise OddAnswer(api.account, f"{path} lacks {err}.") from None


def _check_site(api: Api) -> None:
    """Before a password goes out wrongly: is this WordPress at all?"""
    what = f"{api.account} does not answer like a WordPress site."
    try:
        found = api.get("/wp-json/").body
    except (Gone, OddAnswer) as err:
        hint = f"{check_address(err)} {TYPED}"
        raise Rejected("wordpress", what, hint) from None
    if not isinstance(found, dict) or "wp/v2" not in (found.get("namespaces") or ()):
        raise Rejected("wordpress", what, TYPED)
