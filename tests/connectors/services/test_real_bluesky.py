"""The connector on a real network (PDS, AppView, directory), with people who write to us.

Skipped where it is not installed: make servers.
"""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector, Granted
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.bluesky.identity import Directory
from cm_desk.connectors.services.bluesky.signin import recognise, sign_in, sign_out
from cm_desk.domain.model import Account, Author, Incoming, Kind, Outgoing, Page, SignalKind, Upload
from cm_desk.errors import Gone, Rejected, ServiceError, SignInNeeded, SlowDown
from tests.connectors.services.test_real_mastodon import PIXEL
from tests.servers.common import request
from tests.servers.real import running

POST = "app.bsky.feed.post"


class Server:
    """The running network, and what people do on it with their own tokens."""

    def __init__(self, info: dict[str, Any]) -> None:
        self.info, self.base_url = info, str(info["pds"])
        self.people = {each["user"]: each for each in info["accounts"]}
        self.tokens: dict[str, str] = {}
        self.directory = Directory(plc=info["plc"], resolver=info["appview"])

    def did(self, user: str) -> str:
        return str(self.people[user]["did"])

    def does(self, user: str, name: str, asked: Any = None, **query: str) -> Any:
        token = self.tokens.get(user) or self._sign_in(user)
        url = f"{self.base_url}/xrpc/{name}" + (f"?{urlencode(query)}" if query else "")
        method = "GET" if asked is None else "POST"
        reply = request(method, url, json_=asked, token=token)
        assert reply.status == 200, reply.text
        return reply.json if reply.body else {}

    def post(self, user: str, text: str, **more: Any) -> str:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record = {"$type": POST, "text": text, "createdAt": now, "langs": ["en"], **more}
        return self.put(user, POST, record)

    def put(self, user: str, collection: str, record: Any) -> str:
        asked = {"repo": self.did(user), "collection": collection, "record": record}
        return str(self.does(user, "com.atproto.repo.createRecord", asked)["uri"])

    def write(self, user: str, text: str) -> str:
        """To the brand."""
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": self.did("brand")}
        index = {"byteStart": 0, "byteEnd": 11}
        facets = [{"index": index, "features": [feature]}]
        return self.post(user, f"@brand.test {text}", facets=facets)

    def answer(self, user: str, uri: str, text: str) -> str:
        found = self.record(uri)
        at = {"uri": uri, "cid": found["cid"]}
        root = found["value"].get("reply", {}).get("root", at)
        return self.post(user, text, reply={"root": root, "parent": at})

    def record(self, uri: str) -> Any:
        did, collection, key = uri.removeprefix("at://").split("/")
        asked = {"repo": did, "collection": collection, "rkey": key}
        return self.does("brand", "com.atproto.repo.getRecord", **asked)

    def _sign_in(self, user: str) -> str:
        asked = {"identifier": self.people[user]["handle"]}
        asked["password"] = self.people[user]["password"]
        url = f"{self.base_url}/xrpc/com.atproto.server.createSession"
        self.tokens[user] = str(request("POST", url, json_=asked).json["accessJwt"])
        return self.tokens[user]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running("bluesky", tmp_path_factory.mktemp("bluesky")) as info:
        yield Server(info)


@pytest.fixture
def http() -> Iterator[Http]:
    made = Http()
    yield made
    made.close()


def granted(http: Http, server: Server, user: str = "brand") -> Granted:
    """The whole way from the handle: to its owner, to the owner's server, with the app password."""
    answers = {"handle": f"@{user}.test", "password": server.people[user]["app_password"]}
    return sign_in(http, answers, server.directory)


class Desk:
    """Our account's connector, and what a store would hold of its messages."""

    def __init__(self, http: Http, given: Granted) -> None:
        profile = given.profile
        self.account = Account(
            1, "bluesky", profile.handle, given.base_url, remote_id=profile.remote_id
        )
        self.secret, self._http = given.secret, http
        http.renewed = lambda _account, secret: setattr(self, "secret", secret)
        self.cursor: str | None = None
        self.messages: dict[str, Incoming] = {}
        self.signals: list[SignalKind] = []
        self.deleted: list[str] = []
        self.connector = self.fresh()

    def fresh(self) -> Connector:
        """As after a restart."""
        return registry.connector(self.account, self.secret, self._http)

    def pull(self) -> Page:
        page = self.connector.pull(self.cursor)
        self.cursor = page.cursor
        self.messages |= {each.remote_id: each for each in page.messages}
        self.signals += [each.kind for each in page.signals]
        self.deleted += page.deleted
        return page

    def until(self, holds: Callable[[], object], patience_s: float = 30) -> None:
        """What somebody writes is in our notifications a second later."""
        end = time.monotonic() + patience_s
        while not holds():
            assert time.monotonic() < end, [each.text for each in self.messages.values()]
            self.pull()
            threading.Event().wait(0.2)

    def said(self, words: str) -> list[Incoming]:
        return [each for each in self.messages.values() if words in each.text]

    def everything(self) -> list[Page]:
        found, cursor = list[Page](), None
        while True:
            found.append(self.connector.history(cursor))
            cursor = found[-1].cursor
            if not found[-1].more:
                return found


@pytest.fixture(scope="module")
def desk(server: Server) -> Iterator[Desk]:
    http = Http()
    made = Desk(http, granted(http, server))
    made.pull()
    yield made
    http.close()


def message(text: str, to: Incoming | None = None, key: str = "") -> Outgoing:
    made = Outgoing(key or text, text, datetime.now(UTC), visibility="public", lang="en")
    if to is None or to.who is None:
        return made
    return replace(made, thread=to.thread, reply_to=to.remote_id, to=(to.who,))


def test_a_handle_and_an_app_password_let_us_in(http: Http, server: Server) -> None:
    given = granted(http, server)
    assert (given.profile.handle, given.profile.remote_id) == ("@brand.test", server.did("brand"))
    assert given.profile.name == "Acme Tea"
    assert given.base_url == server.base_url
    assert server.people["brand"]["app_password"] not in repr(given)


def test_a_pasted_handle_is_recognised(http: Http, server: Server) -> None:
    found = recognise(http, "@brand.test", server.directory)
    assert found
    assert found.answers == {"handle": "brand.test"}
    assert recognise(http, "nobody.test", server.directory) is None


def test_a_wrong_password_and_a_wrong_handle_are_told_apart(http: Http, server: Server) -> None:
    wrong = {"handle": "brand.test", "password": "aaaa-bbbb-cccc-dddd"}
    with pytest.raises(SignInNeeded, match="does not take this handle and password"):
        sign_in(http, wrong, server.directory)
    with pytest.raises(Gone, match=r"nobody at Bluesky has the handle nobody\.test"):
        sign_in(http, {**wrong, "handle": "nobody.test"}, server.directory)
    with pytest.raises(Rejected, match="does not answer like a Bluesky server"):
        sign_in(http, {**wrong, "server": server.info["plc"]}, server.directory)


def test_the_first_pull_brings_what_was_there(desk: Desk, server: Server) -> None:
    kinds = {each.text: each.kind for each in desk.messages.values()}
    assert kinds["@brand.test my tea arrived broken"] is Kind.MENTION
    assert kinds["Which one is the mildest?"] is Kind.REPLY
    assert next(each for each in desk.messages.values() if "Look at this" in each.text).kind
    assert {SignalKind.LIKE, SignalKind.BOOST, SignalKind.FOLLOW} <= set(desk.signals)
    reply = desk.said("Which one is the mildest?")[0]
    own = desk.said("Our spring teas are here")[0]
    assert reply.thread == own.thread == own.remote_id
    assert own.outgoing
    assert reply.who == Author(
        server.did("customer1"),
        "@customer1.test",
        "Ada Vogel",
        f"https://bsky.app/profile/{server.did('customer1')}",
        links=reply.who.links if reply.who else (),
    )


def test_somebody_writes_and_we_answer_in_their_thread(desk: Desk, server: Server) -> None:
    asked = server.write("customer1", "is the blue tin back? 🫖 お茶")
    desk.until(lambda: asked in desk.messages)
    question = desk.messages[asked]
    assert question.unread
    answer = desk.connector.send(message("It is, since today. 🫖", question))
    assert (answer.reply_to, answer.thread, answer.lang) == (asked, asked, "en")
    thanks = server.answer("customer1", answer.remote_id, "Lovely, thank you")
    desk.until(lambda: thanks in desk.messages)
    whole = {each.remote_id for each in desk.connector.thread(thanks).messages}
    assert {asked, answer.remote_id, thanks} == whole
    assert desk.messages[thanks].thread == asked


def test_one_message_sent_twice_is_one_post(desk: Desk, server: Server) -> None:
    """R2: also by another process, which knows nothing of the first."""
    out = message("Only once, please", key="only-once")
    first = desk.connector.send(out)
    again = desk.fresh().send(out)
    found = desk.fresh().find(out)
    assert found
    assert first.remote_id == again.remote_id == found.remote_id
    feed = server.does("brand", "com.atproto.repo.listRecords", repo=server.did("brand"),
                       collection=POST, limit="100")  # fmt: skip
    assert [e["value"]["text"] for e in feed["records"]].count("Only once, please") == 1
    assert desk.connector.find(message("Never sent")) is None


def test_links_mentions_and_tags_are_marked_in_bytes(desk: Desk, server: Server) -> None:
    text = "👩‍👩‍👧 お茶: @customer1.test see https://tea.example/blue?a=1, #紅茶 und #tea!"
    sent = desk.connector.send(message(text))
    record = server.record(sent.remote_id)["value"]
    data, marks = record["text"].encode(), []
    for facet in record["facets"]:
        piece = data[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        marks.append((piece, facet["features"][0]))
    assert [piece for piece, _ in marks] == [
        "@customer1.test",
        "https://tea.example/blue?a=1",
        "#紅茶",
        "#tea",
    ]
    assert marks[0][1]["did"] == server.did("customer1")
    assert marks[3][1]["tag"] == "tea"
    assert sent.text == text


def test_300_graphemes_go_and_301_do_not(desk: Desk) -> None:
    family = "👩‍👩‍👧‍👦"
    limit = desk.connector.limits().max_chars
    assert limit == 300
    desk.connector.send(message(family * 100 + "x" * 200))
    with pytest.raises(Rejected, match="grapheme"):
        desk.connector.send(message("é" * 301))


def test_a_picture_goes_along_with_its_description(
    desk: Desk, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "tin.png").write_bytes(PIXEL)
    lid = Upload(tmp_path / "tin.png", "The blue tin")
    sent = desk.connector.send(replace(message("The new tin"), media=(lid,)))
    assert [(each.kind, each.alt, each.width) for each in sent.media] == [
        ("image", "The blue tin", 1)
    ]
    embed = server.record(sent.remote_id)["value"]["embed"]
    assert embed["images"][0]["image"]["mimeType"] == "image/png"
    (tmp_path / "huge.png").write_bytes(PIXEL + bytes(2_000_001))
    huge = Upload(tmp_path / "huge.png")
    with pytest.raises(Rejected, match="up to 2 MB"):
        desk.connector.send(replace(message("Too much"), media=(huge,)))


def test_what_was_deleted_there_goes_here(desk: Desk, server: Server) -> None:
    asked = server.write("customer2", "I regret this")
    desk.until(lambda: asked in desk.messages)
    did, collection, key = asked.removeprefix("at://").split("/")
    asked_of = {"repo": did, "collection": collection, "rkey": key}
    server.does("customer2", "com.atproto.repo.deleteRecord", asked_of)
    desk.until(lambda: asked in desk.deleted)
    with pytest.raises(Gone):
        desk.connector.thread(asked)


def test_an_ended_token_is_renewed_and_the_new_one_kept(http: Http, server: Server) -> None:
    """Also when the other token was used up: then the app password does."""
    desk = Desk(http, granted(http, server))
    kept = json.loads(desk.secret)
    dead = _signed(kept["access"], server.info["jwt_secret"])
    desk.secret = json.dumps({**kept, "access": dead})
    assert desk.fresh().profile().handle == "@brand.test"
    assert json.loads(desk.secret)["access"] != dead
    desk.secret = json.dumps({**kept, "access": dead, "refresh": dead})
    assert desk.fresh().profile().handle == "@brand.test"
    desk.secret = json.dumps({**kept, "access": dead, "refresh": dead, "password": ""})
    with pytest.raises(SignInNeeded):
        desk.fresh().profile()


def test_signing_out_ends_the_session(http: Http, server: Server) -> None:
    desk = Desk(http, granted(http, server))
    sign_out(desk.account, desk.secret, http)
    kept = json.loads(desk.secret)
    dead = _signed(kept["access"], server.info["jwt_secret"])
    desk.secret = json.dumps({**kept, "access": dead, "password": ""})
    with pytest.raises(SignInNeeded):
        desk.fresh().profile()


def test_history_goes_back_to_the_first(desk: Desk, server: Server) -> None:
    """Our own posts from the repository in one file, theirs from the notifications."""
    for number in range(120):
        server.post("brand", f"Tea of the day {number}")
    pages = desk.everything()
    found = [each for page in pages for each in page.messages]
    texts = {each.text for each in found}
    assert {f"Tea of the day {number}" for number in range(120)} <= texts
    assert {"Our spring teas are here", "@brand.test my tea arrived broken"} <= texts
    ours = [each.remote_id for each in found if each.outgoing]
    assert len(ours) == len(set(ours)) > 120
    assert len(pages) > 1


def test_a_server_without_chat_does_not_stop_the_rest(desk: Desk) -> None:
    person = desk.said("my tea arrived broken")[0].who
    assert person
    private = replace(message("In private"), visibility="direct", to=(person,))
    with pytest.raises(ServiceError, match=r"direct messages|trouble"):
        desk.connector.send(private)
    desk.pull()


def test_whom_we_block_is_not_read(http: Http, server: Server) -> None:
    desk = Desk(http, granted(http, server, "customer2"))
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": server.did("customer2")}
    facets = [{"index": {"byteStart": 0, "byteEnd": 15}, "features": [feature]}]
    rude = server.post("customer1", "@customer2.test you are wrong", facets=facets)
    desk.until(lambda: rude in desk.messages)
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    block = {"$type": "app.bsky.graph.block", "subject": server.did("customer1"), "createdAt": now}
    server.put("customer2", "app.bsky.graph.block", block)
    after = server.post("customer1", "@customer2.test still wrong", facets=facets)
    kind = server.post("brand", "@customer2.test never mind them", facets=facets)
    desk.until(lambda: kind in desk.messages)
    assert after not in desk.messages
    assert rude not in desk.deleted


def test_a_quiet_hour_costs_little(desk: Desk) -> None:
    """Every two minutes: 30 pulls an hour. The limit of an account is a million bytes."""
    while desk.pull().more:
        pass
    before = desk.cursor
    assert desk.pull() == Page(cursor=before)


def test_a_storm_of_sign_ins_is_waited_for(
    http: Http, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The PDS's own limit: thirty sign-ins in five minutes."""
    with running("bluesky", tmp_path_factory.mktemp("limits"), RATE_LIMITS="1") as info:
        server = Server(info)
        wrong = {"handle": "customer1.test", "password": "aaaa-bbbb-cccc-dddd"}
        for _ in range(30):
            with pytest.raises(SignInNeeded):
                sign_in(http, wrong, server.directory)
        with pytest.raises(SlowDown) as caught:
            sign_in(http, wrong, server.directory)
        assert 1 <= caught.value.retry_after_s <= 400


def _signed(token: str, secret: str) -> str:
    """The same token, as if its two hours were over."""
    import hashlib
    import hmac

    head, claims, _ = token.split(".")
    found = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    found |= {"iat": int(time.time()) - 9000, "exp": int(time.time()) - 60}
    body = base64.urlsafe_b64encode(json.dumps(found).encode()).rstrip(b"=").decode()
    mac = hmac.new(secret.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}." + base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
