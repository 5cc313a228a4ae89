"""Sign-in by a user API key, which any member may make for themselves.

https://meta.discourse.org/t/user-api-keys-specification/48536. A forum sends the browser back
to addresses on its list alone, and ours is on none: so it shows the key, sealed for us, to copy.
"""

import base64
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from cm_desk.connectors.address import base_url
from cm_desk.connectors.api import Api, Refused, check_address
from cm_desk.connectors.base import Found, Granted
from cm_desk.connectors.http import Http
from cm_desk.connectors.oauth import new_state
from cm_desk.domain.model import Account, Profile
from cm_desk.errors import (
    CmDeskError,
    Gone,
    OddAnswer,
    Rejected,
    ServiceError,
    SignInNeeded,
)

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

NAME = "CM Desk"
SCOPES = "read,write,notifications,session_info"
TYPED = 'Write it like "forum.example", or with a category: "forum.example/c/support".'
AGAIN = "Start the sign-in again and copy the whole text that the forum shows."
CATEGORY = re.compile(r"/c/((?:[^/\s?#]+/)*[^/\s?#]+)")


class NotShown(Gone):
    """One thing is not shown to us; or, in the same words, nothing is: then the key is dead."""


class SignIn:
    """One sign-in in progress; the key to its answer is made now and is kept nowhere."""

    def __init__(self, http: Http, address: str) -> None:
        typed = address.split()
        self._base = base_url(typed[0] if typed else "", TYPED)
        self._categories = [found[1] for each in typed if (found := CATEGORY.search(each))]
        self._http, self._host = http, urlsplit(self._base).netloc
        check(Api(self._host, self._base, "", http))
        self._key, self._client, self._nonce = _new_key(), str(uuid4()), new_state()
        asked = {
            "application_name": NAME,
            "client_id": self._client,
            "scopes": SCOPES,
            "public_key": _public(self._key),
            "nonce": self._nonce,
        }
        self.url = f"{self._base}/user-api-key/new?{urlencode(asked)}"

    def finish(self, answer: Mapping[str, str]) -> Granted:
        return self.finish_with_code(answer.get("payload", ""))

    def finish_with_code(self, code: str) -> Granted:
        key = self._opened("".join(code.split()))
        kept = {"key": key, "client": self._client, "categories": self._categories}
        secret = json.dumps(kept)
        return Granted(
            secret, profile_of(api_of(self._host, self._base, secret, self._http)), self._base
        )

    def _opened(self, sealed: str) -> str:
        """Raises SignInNeeded for what is not the answer to this very question."""
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

        try:
            told = json.loads(
                self._key.decrypt(base64.b64decode(sealed, validate=True), PKCS1v15())
            )
            key, nonce = str(told["key"]), told["nonce"]
        except (ValueError, KeyError, TypeError):
            raise SignInNeeded(self._host, "this is not the text it shows.", AGAIN) from None
        if nonce != self._nonce:
            raise SignInNeeded(self._host, "this text is from another sign-in.", AGAIN)
        return key


def begin(http: Http, address: str, redirect_uri: str) -> SignIn:
    """Raises BadInput for an address that cannot be one, ServiceError for all else."""
    return SignIn(http, address)


def recognise(http: Http, typed: str) -> Found | None:
    if "@" in typed:
        return None
    try:
        base = base_url(typed, TYPED)
        title = check(Api(urlsplit(base).netloc, base, "", http))
    except CmDeskError:
        return None
    return Found("discourse", {"address": typed.strip()}, f"The forum “{title}”")


def check(api: Api) -> str:
    """The title of the forum. Raises Rejected where there is none of this kind."""
    hint = TYPED
    try:
        found = api.get("/site/basic-info.json").body
    except (Gone, OddAnswer, Rejected, SignInNeeded) as err:
        found, hint = None, f"{check_address(err)} {TYPED}"
    if not isinstance(found, dict) or "login_required" not in found:
        what = f"{api.account} does not answer like a Discourse forum."
        raise Rejected("discourse", what, hint)
    return str(found.get("title") or api.account)


def kept_of(account: str, secret: str) -> dict[str, Any]:
    """Raises SignInNeeded for a stored secret that cannot be read."""
    try:
        found = json.loads(secret)
        slugs = [str(each) for each in found.get("categories") or ()]
        return {"key": str(found["key"]), "client": str(found["client"]), "categories": slugs}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SignInNeeded(account, "the saved sign-in cannot be read.") from None


def api_of(account: str, base: str, secret: str, http: Http) -> Api:
    kept = kept_of(account, secret)
    api = Api(account, base, kept["key"], http, refusal, scheme="", header="User-Api-Key")
    api.headers = {"User-Api-Client-Id": kept["client"]}
    return api


def refusal(account: str, refused: Refused) -> ServiceError | None:
    one_thing = refused.path.startswith(("/posts/", "/t/")) or refused.method != "GET"
    if refused.status == 403 and refused.code == "invalid_access" and one_thing:
        return NotShown(account, refused.words or "the forum does not show it to us.")
    if refused.status == 422:
        return Rejected(account, refused.words or "the forum does not take it.")
    return None


def profile_of(api: Api) -> Profile:
    path = "/session/current.json"
    try:
        user = api.get(path).body["current_user"]
        host = urlsplit(api.base_url).netloc
        name = str(user.get("name") or user["username"])
        return Profile(f"{user['username']}@{host}", str(user["id"]), name=name)
    except Gone:
        raise SignInNeeded(api.account, "the forum does not know our key any more.") from None
    except (KeyError, TypeError, AttributeError) as err:
        raise OddAnswer(api.account, f"{path} lacks {err}.") from None


def sign_out(account: Account, secret: str, http: Http) -> None:
    """The key is worth nothing afterwards."""
    api_of(account.key, account.base_url, secret, http).post(
        "/user-api-key/revoke", repeatable=True
    )


def _new_key() -> "RSAPrivateKey":
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _public(key: "RSAPrivateKey") -> str:
    from cryptography.hazmat.primitives import serialization as form

    made = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    return made.decode()
