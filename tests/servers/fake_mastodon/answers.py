"""What the small server answers: paths, paging, refusals."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from email.message import Message
from email.parser import BytesParser
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlencode

from tests.servers.fake_mastodon.faults import Quirks
from tests.servers.fake_mastodon.world import Json, Status, World
from tests.servers.small import Faults, Query, Refusal, Stop

MAX_CHARS = 500
Items = list[tuple[str, Callable[[], Json]]]
SCOPES = ["read:accounts", "read:notifications", "read:statuses", "write:media", "write:statuses"]


class Answers:
    """One method a path."""

    def __init__(self, token: str, quirks: Quirks, faults: Faults, world: World) -> None:
        self.token, self.quirks, self.faults, self.world = token, quirks, faults, world
        self.posts = 0  # how many times a status was posted to us
        self._codes: dict[str, Query] = {}

    @property
    def base_url(self) -> str:
        return self.world.base_url

    def answer(self, method: str, path: str, query: Query, headers: Message, body: bytes) -> Any:
        """(status, headers, JSON)"""
        with self.world.lock:
            for verb, pattern, scope, handle in ROUTES:
                match = re.fullmatch(pattern, path)
                if verb == method and match:
                    self._admit(headers, scope)
                    return handle(self, match, query, headers, body)
            raise Refusal(404, "Record not found")

    def _admit(self, headers: Message, scope: str) -> None:
        if not scope:
            return
        if self.faults.refused_token or headers.get("Authorization") != f"Bearer {self.token}":
            raise Refusal(401, "The access token is invalid")
        if self.faults.scopes is not None and scope not in self.faults.scopes:
            raise Refusal(403, "This action is outside the authorized scopes")

    def page(self, items: Items, path: str, query: Query, most: int = 40) -> Any:
        """`items` newest first: the ids that page them, and how to make each."""

        def asked(name: str) -> int:
            return int(query[name][0]) if name in query else 0

        limit = min(asked("limit") or 20, most)
        high, lowest = asked("max_id"), max(asked("min_id"), asked("since_id"))
        fit = [e for e in items if int(e[0]) > lowest and (not high or int(e[0]) < high)]
        forward = "min_id" in query and not self.quirks.newest_after_min_id
        found = fit[-limit:] if forward else fit[:limit]
        links = {}
        if found and not self.quirks.no_links:
            older, newer = {"max_id": found[-1][0]}, {"min_id": found[0][0]}
            base = f"{self.base_url}{path}?"
            rest = f'<{base}{urlencode(older)}>; rel="next", ' if len(found) == limit else ""
            links = {"Link": f'{rest}<{base}{urlencode(newer)}>; rel="prev"'}
        return 200, links, [make() for _, make in found]

    # paths

    def discovery(self, *_: object) -> Any:
        if self.quirks.no_discovery:
            raise Refusal(404, "Not Found")
        base = self.base_url
        return 200, {}, {
            "issuer": base, "authorization_endpoint": base + "/oauth/authorize",
            "token_endpoint": base + "/oauth/token", "scopes_supported": ["read", *SCOPES],
            "app_registration_endpoint": base + "/api/v1/apps",
            "revocation_endpoint": base + "/oauth/revoke",
            "code_challenge_methods_supported": ["S256"], "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"], "service_documentation": base,
            "response_modes_supported": ["query"], "userinfo_endpoint": base + "/oauth/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def register(self, _m: object, _q: Query, headers: Message, body: bytes) -> Any:
        form = fields(headers, body)
        return 200, {}, {
            "id": "1", "name": form["client_name"], "website": None, "client_id": "the-app",
            "client_secret": "the-app-secret", "client_secret_expires_at": 0,
            "scopes": str(form["scopes"]).split(), "redirect_uris": [form["redirect_uris"]],
            "redirect_uri": form["redirect_uris"],
        }  # fmt: skip

    def authorize(self, _m: object, query: Query, *_: object) -> Any:
        """The person says yes at once."""
        code = f"code-{len(self._codes)}"
        self._codes[code] = query
        back = {"code": code, "state": query["state"][0]}
        return 302, {"Location": f"{query['redirect_uri'][0]}?{urlencode(back)}"}, {}

    def exchange(self, _m: object, _q: Query, headers: Message, body: bytes) -> Any:
        form = fields(headers, body)
        asked = self._codes.pop(str(form["code"]), None)
        challenge = _challenge(str(form.get("code_verifier", "")))
        if asked is None or asked.get("code_challenge", [challenge]) != [challenge]:
            raise Refusal(400, "invalid_grant")
        scope = " ".join(sorted(self.faults.scopes or SCOPES))
        given = {"access_token": self.token, "token_type": "Bearer", "scope": scope}
        return 200, {}, {**given, "created_at": 1}

    def revoke(self, _m: object, _q: Query, headers: Message, body: bytes) -> Any:
        form = fields(headers, body)
        if form.get("client_id") != "the-app" or form.get("client_secret") != "the-app-secret":
            raise Refusal(403, "You are not authorized to revoke this token")
        self.faults.refused_token = form["token"] == self.token
        return 200, {}, {}

    def verify(self, *_: object) -> Any:
        source = {"note": "", "fields": [], "privacy": "public", "sensitive": False}
        source |= {"language": "en", "follow_requests_count": 0, "indexable": False}
        role = {"id": "-99", "name": "", "permissions": "0", "color": "", "highlighted": False}
        account = self.world.account(self.world.us)
        return 200, {}, {**account, "source": source, "role": role}

    def instance(self, *_: object) -> Any:
        if self.quirks.no_second_instance:
            raise Refusal(404, "Not Found")
        return 200, {}, {"domain": self.world.domain, "version": "4.7.0", **_settings()}

    def first_instance(self, *_: object) -> Any:
        return 200, {}, {"uri": self.world.domain, "version": self.version, **_settings()}

    @property
    def version(self) -> str:
        return "4.0.0 (not true; really snac/2.75)" if self.quirks.hides_direct else "3.5.0"

    def notifications(self, _m: object, query: Query, *_: object) -> Any:
        types = query.get("types[]", []) if not self.quirks.any_type else []
        notes = [each for each in reversed(self.world.notes) if not types or each.type in types]
        items: Items = [(each.id, partial(self.world.note, each)) for each in notes]
        return self.page(items, "/api/v1/notifications", query, most=80)

    def markers(self, *_: object) -> Any:
        if not self.world.seen:
            return 200, {}, {}
        seen = {"last_read_id": self.world.seen, "version": 1, "updated_at": "2026-01-01T00:00:00Z"}
        return 200, {}, {"notifications": seen}

    def conversations(self, _m: object, query: Query, *_: object) -> Any:
        if self.quirks.no_conversations:
            raise Refusal(404, "Not Found")
        return self.page(self.world.talks(), "/api/v1/conversations", query)

    def own(self, match: re.Match[str], query: Query, *_: object) -> Any:
        found = [e for e in reversed(self.world.statuses.values()) if e.author.id == match[1]]
        if self.quirks.hides_direct:
            found = [each for each in found if each.visibility != "direct"]
        if self.quirks.repeats_own:
            query.pop("min_id", None)
        return self.page(self._items(found), match[0], query)

    def many(self, _m: object, query: Query, *_: object) -> Any:
        if self.quirks.no_many:
            raise Refusal(404, "Not Found")
        known = self.world.statuses
        found = [known[each] for each in query.get("id[]", [])[:20] if each in known]
        return 200, {}, [self.world.status(each) for each in found]

    def one(self, match: re.Match[str], *_: object) -> Any:
        return 200, {}, self.world.status(self._status(match[1]))

    def context(self, match: re.Match[str], *_: object) -> Any:
        status, world = self._status(match[1]), self.world
        above = [world.status(each) for each in world.ancestors(status)]
        below = [world.status(each) for each in world.descendants(status)]
        return 200, {}, {"ancestors": above, "descendants": below}

    def home(self, _m: object, query: Query, *_: object) -> Any:
        found = self._items(reversed(self.world.statuses.values()))
        return self.page(found, "/api/v1/timelines/home", query)

    def source(self, match: re.Match[str], *_: object) -> Any:
        status = self._status(match[1])
        return 200, {}, {"id": status.id, "text": status.source, "spoiler_text": status.warning}

    def post(self, _m: object, _q: Query, headers: Message, body: bytes) -> Any:
        asked = fields(headers, body)
        text, media = str(asked.get("status") or ""), asked.get("media_ids") or []
        if not text.strip() and not media:
            raise Refusal(422, "Validation failed: Text can't be blank")
        if len(text) + len(asked.get("spoiler_text") or "") > MAX_CHARS:
            error = f"Validation failed: Text character limit of {MAX_CHARS} exceeded"
            raise Refusal(422, error)
        if asked.get("in_reply_to_id") and asked["in_reply_to_id"] not in self.world.statuses:
            error = "The post you are trying to reply to does not appear to exist."
            raise Refusal(404, error)
        key = headers.get("Idempotency-Key", "")
        made = self.world.post(asked, key, remembers=not self.quirks.forgets_keys)
        number, self.posts = self.posts, self.posts + 1
        if number in self.faults.dropped:
            raise Stop
        return 200, {}, self.world.status(self.world.statuses[made])

    def change(self, match: re.Match[str], _q: Query, headers: Message, body: bytes) -> Any:
        """What is not named is lost, as on Mastodon."""
        status, asked = self._status(match[1]), fields(headers, body)
        if self.quirks.keeps_posts:
            return 200, {}, self.world.status(status)
        if len(str(asked.get("status") or "")) + len(asked.get("spoiler_text") or "") > MAX_CHARS:
            error = f"Validation failed: Text character limit of {MAX_CHARS} exceeded"
            raise Refusal(422, error)
        self.world.change(status, asked)
        return 200, {}, self.world.status(status)

    def remove(self, match: re.Match[str], *_: object) -> Any:
        status = self._status(match[1])
        if self.quirks.keeps_posts:
            raise Refusal(404, "Not Found")
        self.world.delete(status.id)
        return 200, {}, {**self.world.status(status), "text": status.source}

    def upload(self, _m: object, _q: Query, headers: Message, body: bytes) -> Any:
        form = fields(headers, body)
        one = self.world.new_id()
        url = f"{self.base_url}/media/{one}.png"
        self.world.media[one] = {
            "id": one, "type": "image", "url": url, "preview_url": url, "remote_url": None,
            "description": form.get("description"), "blurhash": None,
            "meta": {"original": {"width": 2, "height": 1}}, "bytes": len(form["file"]),
        }  # fmt: skip
        waits = self.faults.media_takes
        return (202 if waits else 200), {}, {**self.world.media[one], "url": None if waits else url}

    def medium(self, match: re.Match[str], *_: object) -> Any:
        self.faults.media_takes -= 1
        return (206 if self.faults.media_takes > 0 else 200), {}, self.world.media[match[1]]

    def _items(self, found: Iterable[Status]) -> Items:
        return [(each.id, partial(self.world.status, each)) for each in found]

    def _status(self, one: str) -> Any:
        if one not in self.world.statuses:
            raise Refusal(404, "Record not found")
        return self.world.statuses[one]


Handle = Callable[..., Any]
F = Answers
ROUTES: list[tuple[str, str, str, Handle]] = [
    ("GET", r"/.well-known/oauth-authorization-server", "", F.discovery),
    ("POST", r"/api/v1/apps", "", F.register),
    ("GET", r"/oauth/authorize", "", F.authorize),
    ("POST", r"/oauth/token", "", F.exchange),
    ("POST", r"/oauth/revoke", "", F.revoke),
    ("GET", r"/api/v1/accounts/verify_credentials", "read:accounts", F.verify),
    ("GET", r"/api/v2/instance", "", F.instance),
    ("GET", r"/api/v1/instance", "", F.first_instance),
    ("GET", r"/api/v1/notifications", "read:notifications", F.notifications),
    ("GET", r"/api/v1/markers", "read:statuses", F.markers),
    ("GET", r"/api/v1/conversations", "read:statuses", F.conversations),
    ("GET", r"/api/v1/accounts/(\d+)/statuses", "read:statuses", F.own),
    ("GET", r"/api/v1/timelines/home", "read:statuses", F.home),
    ("GET", r"/api/v1/statuses", "read:statuses", F.many),
    ("GET", r"/api/v1/statuses/(\d+)", "read:statuses", F.one),
    ("GET", r"/api/v1/statuses/(\d+)/context", "read:statuses", F.context),
    ("GET", r"/api/v1/statuses/(\d+)/source", "read:statuses", F.source),
    ("POST", r"/api/v1/statuses", "write:statuses", F.post),
    ("PUT", r"/api/v1/statuses/(\d+)", "write:statuses", F.change),
    ("DELETE", r"/api/v1/statuses/(\d+)", "write:statuses", F.remove),
    ("POST", r"/api/v2/media", "write:media", F.upload),
    ("GET", r"/api/v1/media/(\d+)", "write:media", F.medium),
]


def fields(headers: Message, body: bytes) -> Json:
    """A form, JSON or multipart body."""
    kind = headers.get_content_type()
    if kind == "application/json":
        found: Json = json.loads(body)
        return found
    if kind == "multipart/form-data":
        whole = b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + body
        parts = BytesParser().parsebytes(whole).get_payload()
        made = {}
        for part in parts if isinstance(parts, list) else []:
            if not isinstance(part, Message):
                continue
            name = part.get_param("name", header="content-disposition")
            value = part.get_payload(decode=True)
            raw = value if isinstance(value, bytes) else b""
            made[str(name)] = raw if part.get_filename() else raw.decode()
        return made
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def _settings() -> Json:
    statuses = {
        "max_characters": MAX_CHARS,
        "max_media_attachments": 4,
        "characters_reserved_per_url": 23,
    }
    media = {"image_size_limit": 16_777_216, "description_limit": 1500}
    return {"configuration": {"statuses": statuses, "media_attachments": media}}


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
