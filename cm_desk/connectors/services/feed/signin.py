"""A feed needs no sign-in; its address may hold a secret, so it is kept as one."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit
from zlib import crc32

from cm_desk.connectors.address import base_url
from cm_desk.connectors.api import Api
from cm_desk.connectors.base import Found, Granted
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.feed.read import Document, document, named_feeds
from cm_desk.domain.model import Profile
from cm_desk.errors import CmDeskError, Rejected, SignInNeeded

TYPED = 'Write it like "https://forum.example/latest.rss".'
MAX_BYTES = 10_000_000


def sign_in(http: Http, answers: Mapping[str, str]) -> Granted:
    """Raises BadInput for what is no address, ServiceError for all else."""
    url, found = look(http, answers.get("address", ""))
    return Granted(json.dumps({"url": url}), profile_of(url, found), base_url(url))


def recognise(http: Http, typed: str) -> Found | None:
    if "@" in typed and "://" not in typed:
        return None
    try:
        url, found = look(http, typed)
    except CmDeskError:
        return None
    return Found("feed", {"address": url}, f"The feed “{found.title}”")


def look(http: Http, typed: str) -> tuple[str, Document]:
    """The address of the feed that is meant, and what is there: itself or what its page names."""
    base = base_url(typed, TYPED)
    url = typed.strip() if "://" in typed else f"https://{typed.strip()}"
    host = urlsplit(base).netloc
    api = Api(host, base, "", http)
    for _ in range(2):
        answer = api.document(url, {}, MAX_BYTES)
        kind = answer.headers.get("content-type", "")
        if found := document(answer.body, url, kind, _now(http)):
            return url, found
        named = named_feeds(answer.body.decode("utf-8", "replace"), url)
        if not named:
            break
        url = named[0]
    raise Rejected(host, "there is no feed at this address.", TYPED)


def url_of(account: str, secret: str) -> str:
    try:
        return str(json.loads(secret)["url"])
    except (ValueError, KeyError, TypeError):
        raise SignInNeeded(account, "the saved address cannot be read.", TYPED) from None


def profile_of(url: str, found: Document) -> Profile:
    """The handle shows nothing of a query, where secrets stand."""
    parts = urlsplit(url)
    mark = f"#{crc32(parts.query.encode()):x}" if parts.query else ""
    handle = f"{parts.netloc}{parts.path}".rstrip("/") + mark
    return Profile(handle, handle, name=found.title)


def _now(http: Http) -> datetime:
    return datetime.fromtimestamp(http.now(), UTC)
