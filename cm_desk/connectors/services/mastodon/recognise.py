"""Whether a server of this kind is at an address, or behind the host of a handle.

https://docs.joinmastodon.org/spec/webfinger/: a handle may name another host than the server's.
"""

import json
from typing import Any
from urllib.parse import quote, urlsplit

from cm_desk.connectors.address import base_url
from cm_desk.connectors.api import Api
from cm_desk.connectors.asking import told
from cm_desk.connectors.base import Found
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.mastodon.account import instance
from cm_desk.errors import BadInput

MOST_BYTES = 100_000


def recognise(http: Http, typed: str) -> Found | None:
    try:
        base = base_url(typed)
    except BadInput:
        return None
    api = Api(urlsplit(base).netloc, base, "", http)
    found = _server(api)
    if found is None and "@" in typed and (other := _behind(api, typed)):
        found = _server(Api(urlsplit(other).netloc, other, "", http))
    return found


def _server(api: Api) -> Found | None:
    page: Any = told(lambda: instance(api))
    if page is None or not (page.get("domain") or page.get("uri")) or "version" not in page:
        return None
    host = api.base_url.removeprefix("https://")
    return Found("mastodon", {"address": host}, f"Mastodon at {urlsplit(api.base_url).netloc}")


def _behind(api: Api, typed: str) -> str:
    """The server that has the account of a handle, "" for none."""
    user, _, host = typed.strip().rpartition("://")[2].strip("@/").partition("@")
    asked = quote(f"acct:{user}@{host}")
    url = f"{api.base_url}/.well-known/webfinger?resource={asked}"
    try:
        links = json.loads(told(lambda: api.fetch(url, MOST_BYTES)) or b"{}")["links"]
        [server] = [each["href"] for each in links if each.get("rel") == "self"][:1]
        return base_url(server)
    except (ValueError, KeyError, TypeError, AttributeError, BadInput):
        return ""
