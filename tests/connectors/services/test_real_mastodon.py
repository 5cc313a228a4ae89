"""The connector on a real server of the Mastodon API (snac2), with people who write to us.

Skipped where the server is not installed: make servers.
"""

import base64
import json
import os
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector, Deleter, Editor, Granted
from cm_desk.connectors.http import Http
from cm_desk.connectors.oauth import Loopback
from cm_desk.domain.model import Account, Incoming, Kind, Outgoing, Page, SignalKind, Upload
from cm_desk.errors import Rejected, SignInNeeded
from tests.servers.real import HERE, running

PORT = 80  # on any other snac2 does not see @user@host as a mention
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Server:
    """The running server, and what the customers do on it with their own tokens."""

    def __init__(self, info: dict[str, Any]) -> None:
        self.base_url = str(info["base_url"])
        self.people = {each["user"]: each for each in info["accounts"]}

    def does(self, user: str, method: str, path: str, **asked: str) -> Any:
        headers = {"Authorization": f"Bearer {self.people[user]['token']}"}
        headers |= {"Content-Type": "application/json"} if asked else {}
        body = json.dumps(asked).encode() if asked else None
        request = urllib.request.Request(self.base_url + path, body, headers, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def write(self, user: str, text: str, visibility: str = "public") -> str:
        asked = {"status": f"@brand@localhost {text}", "visibility": visibility}
        return str(self.does(user, "POST", "/api/v1/statuses", **asked)["id"])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running("mastodon", tmp_path_factory.mktemp("snac"), PORT) as info:
        yield Server(info)


@contextmanager
def person(url: str, login: str, decision: str = "approve") -> Iterator[None]:
    """Somebody at the browser, who signs in and says yes or no."""
    environment = {**os.environ, "LOGIN": login, "DECISION": decision}
    browser = subprocess.Popen(
        [HERE / "oauth/browser", url], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        browser.wait(30)


def sign_in(http: Http, server: Server, user: str) -> Granted:
    """The whole way, through the app's own listener."""
    loopback = Loopback()
    begin = registry.service("mastodon").begin
    assert begin
    started = begin(http, server.base_url, loopback.uri)
    with person(started.url, f"{user}:{server.people[user]['password']}"):
        answer: Mapping[str, str] = loopback.wait(started.url, 30)
    return started.finish(answer)


class Desk:
    """Our account's connector, and what a store would hold of its messages."""

    def __init__(self, http: Http, granted: Granted) -> None:
        profile = granted.profile
        self.account = Account(
            1, "mastodon", profile.handle, granted.base_url, remote_id=profile.remote_id
        )
        self.secret, self._http = granted.secret, http
        self.cursor: str | None = None
        self.messages: dict[str, Incoming] = {}
        self.signals: set[SignalKind] = set()
        self.connector = self.fresh()

    def fresh(self) -> Connector:
        """As after a restart."""
        return registry.connector(self.account, self.secret, self._http)

    def pull(self) -> Page:
        page = self.connector.pull(self.cursor)
        self.cursor = page.cursor
        self.messages |= {each.remote_id: each for each in page.messages}
        self.signals |= {each.kind for each in page.signals}
        return page

    def until(self, holds: Callable[[], bool], patience_s: float = 30) -> None:
        """Delivery there takes 3 to 9 seconds."""
        end = time.monotonic() + patience_s
        while not holds():
            assert time.monotonic() < end, [each.text for each in self.messages.values()]
            self.pull()
            threading.Event().wait(0.3)

    def said(self, words: str) -> list[Incoming]:
        return [each for each in self.messages.values() if words in each.text]

    def has(self, words: str) -> Callable[[], bool]:
        return lambda: bool(self.said(words))

    def settled(self) -> None:
        while self.pull().messages:
            continue


@pytest.fixture(scope="module")
def desk(server: Server) -> Iterator[Desk]:
    http = Http()
    yield Desk(http, sign_in(http, server, "brand"))
    http.close()


def outgoing(key: str, text: str, to: Incoming | None = None, **more: Any) -> Outgoing:
    message = replace(Outgoing(key, text, datetime.now(UTC), visibility="public"), **more)
    if to is None or to.who is None:
        return message
    return replace(message, thread=to.thread, reply_to=to.remote_id, to=(to.who,))


def test_sign_in_knows_who_we_are(server: Server, desk: Desk) -> None:
    profile = desk.connector.profile()
    assert profile.handle == "@brand@localhost"
    assert profile.name == "Acme Tea"
    kept = json.loads(desk.secret)
    assert kept["token"]
    assert kept["client_secret"]
    assert (desk.connector.limits().max_chars or 0) >= 500


def test_customers_write_and_are_answered_once(server: Server, desk: Desk) -> None:
    server.write("customer1", "my tea arrived broken")
    server.write("customer2", "my order number is 4711", "direct")
    desk.until(lambda: desk.has("arrived broken")() and desk.has("4711")())
    public, direct = desk.said("arrived broken")[0], desk.said("4711")[0]
    assert (public.kind, public.visibility, public.unread) == (Kind.MENTION, "public", True)
    assert (direct.kind, direct.visibility) == (Kind.DIRECT, "direct")
    assert public.who
    assert (public.who.key, public.who.name) == ("customer1@localhost", "Mina Okafor")

    for number, asked in enumerate((public, direct)):
        message = outgoing(
            f"key-{number}", "Sorry! A *new* one is coming 🍵 https://example.com/a", asked,
            visibility=asked.visibility,
        )  # fmt: skip
        assert desk.connector.find(message) is None
        sent = desk.connector.send(message)
        assert sent.thread == asked.thread
        found = desk.fresh().find(message)
        assert found
        assert found.remote_id == sent.remote_id
        again = {each.remote_id for each in desk.connector.thread(asked.remote_id).messages}
        assert again == {asked.remote_id, sent.remote_id}

    desk.settled()
    assert desk.pull() == Page(cursor=desk.cursor)
    assert desk.fresh().pull(desk.cursor) == Page(cursor=desk.cursor)


def test_a_picture_goes_out_with_its_description(desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "dot.png"
    picture.write_bytes(PIXEL)
    sent = desk.connector.send(
        outgoing("picture", "One dot", media=(Upload(picture, "A single dot"),))
    )
    assert [(each.kind, each.alt) for each in sent.media] == [("image", "A single dot")]
    assert desk.connector.fetch(sent.media[0].url, 10_000) == PIXEL


def test_our_own_post_is_put_in_other_words_and_keeps_the_rest(desk: Desk, tmp_path: Path) -> None:
    """snac has no way to delete a post by this API, and that is said."""
    picture = tmp_path / "dot.png"
    picture.write_bytes(PIXEL)
    sent = desk.connector.send(
        outgoing(
            "hours",
            "Open until six",
            visibility="direct",
            warning="Times",
            media=(Upload(picture, "A dot"),),
        )
    )
    for _ in range(2):
        [found] = cast(Editor, desk.connector).edit(sent.remote_id, "Open until seven").messages
        assert (found.remote_id, found.text) == (sent.remote_id, "Open until seven")
        assert (found.visibility, found.warning) == ("direct", "Times")
        assert [each.alt for each in found.media] == ["A dot"]
        assert found.edited_at
    with pytest.raises(Rejected, match="did not delete"):
        cast(Deleter, desk.connector).delete(sent.remote_id)
    desk.settled()


def test_an_edit_is_seen_and_stays_one_message(server: Server, desk: Desk) -> None:
    written = server.write("customer1", "it tastes odd")
    desk.until(desk.has("tastes odd"))
    before = desk.said("tastes odd")[0]
    edited = "@brand@localhost it tastes of mint"
    server.does("customer1", "PUT", f"/api/v1/statuses/{written}", status=edited)
    desk.until(desk.has("of mint"))
    after = desk.said("of mint")
    assert [each.remote_id for each in after] == [before.remote_id]
    assert after[0].edited_at
    assert desk.said("tastes odd") == []
    desk.settled()


def test_likes_boosts_and_follows_arrive(server: Server, desk: Desk) -> None:
    lookup = server.does("customer2", "GET", "/api/v1/accounts/lookup?acct=brand@localhost")
    server.does("customer2", "POST", f"/api/v1/accounts/{lookup['id']}/follow")
    desk.until(lambda: SignalKind.FOLLOW in desk.signals)
    desk.connector.send(outgoing("spring", "New spring teas are here"))

    def at_home() -> list[str]:
        timeline = server.does("customer2", "GET", "/api/v1/timelines/home")
        return [each["id"] for each in timeline if "spring teas" in each["content"]]

    desk.until(lambda: bool(at_home()))
    for verb in ("favourite", "reblog"):
        server.does("customer2", "POST", f"/api/v1/statuses/{at_home()[0]}/{verb}")
    desk.until(lambda: {SignalKind.LIKE, SignalKind.BOOST} <= desk.signals)
    desk.settled()
    assert [(each.outgoing, each.who) for each in desk.said("spring teas")] == [(True, None)]


def test_history_goes_back_to_the_first_message(desk: Desk) -> None:
    cursor, found = None, dict[str, Incoming]()
    while True:
        page = desk.fresh().history(cursor)
        found |= {each.remote_id: each for each in page.messages}
        cursor = page.cursor
        if not page.more:
            break
    assert any("4711" in each.text for each in found.values())
    assert any(each.outgoing for each in found.values())
    assert [each for one, each in desk.messages.items() if one not in found] == []


def test_a_token_that_is_not_taken_asks_for_a_sign_in(desk: Desk) -> None:
    desk.secret = '{"token": "nonsense"}'
    connector = desk.fresh()
    calls: list[Callable[[], object]] = [connector.profile, lambda: connector.pull(None)]
    for call in calls:
        with pytest.raises(SignInNeeded):
            call()
