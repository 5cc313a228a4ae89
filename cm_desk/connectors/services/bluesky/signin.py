"""Sign-in with a handle and an app password, at whatever server holds the account."""

import re
from collections.abc import Mapping
from contextlib import suppress

from cm_desk.connectors.address import base_url
from cm_desk.connectors.api import Api, check_address
from cm_desk.connectors.base import Found, Granted
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.bluesky.identity import (
    Directory,
    did_of,
    handle_in,
    pds_in,
    pds_of,
)
from cm_desk.connectors.services.bluesky.refusals import WHERE, refusal
from cm_desk.connectors.services.bluesky.session import Kept, Session, created
from cm_desk.domain.model import Account, Profile
from cm_desk.errors import BadInput, Gone, OddAnswer, Rejected, SignInNeeded
from cm_desk.text.plain import clean

PROFILE = "app.bsky.actor.getProfile"
DESCRIBE = "/xrpc/com.atproto.server.describeServer"
DELETE = "/xrpc/com.atproto.server.deleteSession"
APP = re.compile(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}")
HANDLES = (".bsky.social", ".bsky.team")


def sign_in(http: Http, answers: Mapping[str, str], directory: Directory | None = None) -> Granted:
    """Raises BadInput for what cannot be one, ServiceError for all else.

    The password goes to the account's own server and nowhere else.
    """
    handle, password = handle_in(answers.get("handle", "")), _password(answers.get("password", ""))
    typed = answers.get("server", "").strip()
    directory = directory or Directory()
    server = base_url(typed) if typed else _server(http, handle, directory)
    api = Api("bluesky", server, "", http, refusal)
    if typed:
        _check(api)
    made = created(api, handle, password)
    if did := _expected(handle, made):
        raise OddAnswer("bluesky", f"the server let us in as another account, {clean(did)}.")
    pds = _moved(made, server)
    kept = Kept(made["accessJwt"], made["refreshJwt"], password)
    session = Session(f"bluesky:@{made['handle']}", pds, kept.text(), http, made["did"])
    return Granted(kept.text(), profile_of(session, made["did"]), pds)


def recognise(http: Http, typed: str, directory: Directory | None = None) -> Found | None:
    """A handle that somebody at Bluesky has, or the page of a profile there."""
    try:
        handle = handle_in(typed)
        server = _server(http, handle, directory or Directory())
    except (BadInput, Gone, OddAnswer):
        return None
    name = handle if handle.startswith("did:") else f"@{handle}"
    return Found(
        "bluesky", {"handle": handle}, f"{name} at Bluesky, on {server.partition('://')[2]}"
    )


def sign_out(account: Account, secret: str, http: Http) -> None:
    """The tokens are worth nothing afterwards; the app password stays what it is."""
    kept = Kept.read(account.key, secret)
    api = Api(account.key, account.base_url, kept.refresh, http, refusal)
    with suppress(Gone, OddAnswer, Rejected, SignInNeeded):  # it answers without a body
        api.post(DELETE, repeatable=True)


def profile_of(session: Session, did: str) -> Profile:
    """A new account without a profile has one all the same."""
    found, account = session.get(PROFILE, actor=did), session.api.account
    try:
        followers = found.get("followersCount")
        return Profile(
            handle=f"@{clean(found['handle'])}",
            remote_id=str(found["did"]),
            name=clean(found.get("displayName") or found["handle"]),
            avatar_url=clean(found.get("avatar") or ""),
            followers=followers if isinstance(followers, int) else None,
        )
    except (KeyError, TypeError, AttributeError) as err:
        raise OddAnswer(account, f"{PROFILE} lacks {err}.") from None


def _password(typed: str) -> str:
    """The password of the account itself is never sent: it can do everything."""
    found = typed.strip().lower()
    if not found:
        raise BadInput("The app password is empty.", WHERE)
    if not APP.fullmatch(found):
        raise BadInput("This is no app password; they look like xxxx-xxxx-xxxx-xxxx.", WHERE)
    return found


def _server(http: Http, handle: str, directory: Directory) -> str:
    return pds_of(http, did_of(http, handle, directory), directory)


def _check(api: Api) -> None:
    """Before the password leaves: whether what was typed is such a server at all."""
    hint = "Check the address, or leave it empty."
    try:
        found = api.get(DESCRIBE).body
        if isinstance(found, dict) and isinstance(found.get("availableUserDomains"), list):
            return
    except (Gone, OddAnswer, Rejected, SignInNeeded) as err:
        hint = f"{check_address(err)} Or leave it empty."
    host = api.base_url.partition("://")[2]
    what = f"{host} does not answer like a Bluesky server (PDS)."
    raise Rejected("bluesky", what, hint)


def _expected(handle: str, made: Mapping[str, str]) -> str:
    """Another DID than the one that was typed, "" when all is well."""
    return made["did"] if handle.startswith("did:") and made["did"] != handle else ""


def _moved(made: Mapping[str, object], server: str) -> str:
    """The server that the account's own document names, where the sign-in shows it."""
    return pds_in(made["didDoc"]) if made.get("didDoc") else server
