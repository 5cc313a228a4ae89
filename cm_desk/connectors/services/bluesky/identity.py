"""From a handle to its owner (DID), and from there to the server that holds the account (PDS).

A handle proves its owner at https://HANDLE/.well-known/atproto-did or in the DNS, which a
resolver of the network looks up. https://atproto.com/specs/handle and /specs/did
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from cm_desk.connectors.address import base_url
from cm_desk.connectors.api import Api
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.bluesky.facets import HANDLE
from cm_desk.errors import BadInput, Gone, OddAnswer, Offline, Rejected, ServiceError, SignInNeeded

DID = re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[a-zA-Z0-9.:%-]{1,250})")
WRITE = 'Write it like "brand.bsky.social".'
PAGES = ("https://bsky.app/profile/", "http://bsky.app/profile/")
MAX_DID = 2000  # bytes of the page that says a handle's owner


@dataclass(frozen=True, slots=True)
class Directory:
    """Who is asked: the directory of did:plc, and a resolver of handles."""

    plc: str = "https://plc.directory"
    resolver: str = "https://public.api.bsky.app"


def handle_in(typed: str) -> str:
    """The handle or DID in what a person pastes: with @, or the address of a profile.

    Raises BadInput.
    """
    found = typed.strip()
    for page in PAGES:
        found = found.removeprefix(page).partition("/")[0] if found.startswith(page) else found
    found = found.removeprefix("at://").removeprefix("@").rstrip("/")
    if DID.fullmatch(found):
        return found
    if not re.fullmatch(HANDLE, found.lower(), re.ASCII) or len(found) > 253:
        raise BadInput(f"{typed.strip()[:80] or 'An empty field'} is no handle.", WRITE)
    return found.lower()


def did_of(http: Http, handle: str, directory: Directory) -> str:
    """Raises Gone where nobody has the handle, and what keeps us from asking."""
    if handle.startswith("did:"):
        return handle
    away: Offline | OddAnswer | None = None
    try:
        return _named(http, handle, directory)
    except (Rejected, Gone, SignInNeeded):
        pass  # its own page may know better
    except (Offline, OddAnswer) as err:
        away = err
    if page := _page(http, handle):
        return page
    if away:
        raise away
    what = f"nobody at Bluesky has the handle {handle}."
    raise Gone("bluesky", what, f"Check how it is written. {WRITE}")


def pds_of(http: Http, did: str, directory: Directory) -> str:
    """The address of the server that holds the account. Raises ServiceError."""
    return pds_in(document(http, did, directory))


def document(http: Http, did: str, directory: Directory) -> Any:
    host, path = _place(did, directory)
    return Api("bluesky", host, "", http).get(path).body


def pds_in(found: Any) -> str:
    """From a DID document. Raises OddAnswer for one without a server we may ask."""
    services = found.get("service") if isinstance(found, dict) else None
    for each in services if isinstance(services, list) else ():
        if not isinstance(each, dict) or not str(each.get("id")).endswith("#atproto_pds"):
            continue
        try:
            return base_url(str(each.get("serviceEndpoint")))
        except BadInput as err:
            what = f"the account's server has no good address: {err.what}"
            raise OddAnswer("bluesky", what) from None
    raise OddAnswer("bluesky", "this account has no server any more.")


def _named(http: Http, handle: str, directory: Directory) -> str:
    path = f"/xrpc/com.atproto.identity.resolveHandle?handle={quote(handle)}"
    found = Api("bluesky", directory.resolver, "", http).get(path).body
    return _did(found.get("did") if isinstance(found, dict) else None)


def _page(http: Http, handle: str) -> str:
    """What the handle's own page says; "" where there is none."""
    api = Api("bluesky", f"https://{handle}", "", http)
    try:
        text = api.fetch(f"https://{handle}/.well-known/atproto-did", MAX_DID)
        return _did(text.decode("utf-8").strip())
    except (ServiceError, UnicodeDecodeError):
        return ""


def _did(value: object) -> str:
    if isinstance(value, str) and DID.fullmatch(value):
        return value
    raise OddAnswer("bluesky", "the owner of this handle is not told as published.")


def _place(did: str, directory: Directory) -> tuple[str, str]:
    if did.startswith("did:plc:"):
        return directory.plc, f"/{did}"
    host = did.removeprefix("did:web:").replace("%3A", ":")
    try:
        return base_url(host), "/.well-known/did.json"
    except BadInput:
        raise OddAnswer("bluesky", "the owner of this handle is nobody we can ask for.") from None
