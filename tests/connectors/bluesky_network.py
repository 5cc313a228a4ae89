"""A real Bluesky network as the network of the shared contract: what goes wrong happens between.

Each test has a brand of its own there. What people write is there at once, as the contract asks:
a request of ours waits until the network has taken in all that was written before.
"""

import json
import time
from dataclasses import replace
from email.message import Message
from typing import Any
from urllib.parse import urlencode

from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector
from cm_desk.connectors.exchange import Patience
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account
from cm_desk_contract.small import Query, Refusal, SmallServer, Stop
from cm_desk_contract.steering import Steering
from tests.connectors.services.test_real_bluesky import POST, Server
from tests.contracts.connector import SECRET
from tests.servers.common import request

ENDED = {"error": "InvalidToken", "message": "Token could not be verified"}
PROFILE = "app.bsky.actor.profile"
MOST_TEXT, MOST_NAME = 250, 40  # letters


class Between(SmallServer):
    """Passes on to the real PDS, once it has settled."""

    def __init__(self, server: Server, brand: str) -> None:
        super().__init__()
        self._real, self._brand = server, brand
        self.told: list[str] = []  # posts that must be in our notifications
        self.gone: list[str] = []  # posts that must not be there any more
        self.ours: list[str] = []  # posts of ours that must be known
        self.posts = 0

    def answer(self, method: str, path: str, query: Query, headers: Message, body: bytes) -> Any:
        if self.faults.refused_token and not path.endswith("createSession"):
            raise Refusal(400, "InvalidToken", ENDED)
        self.settle()
        url = f"{self._real.base_url}{path}" + (f"?{urlencode(query, True)}" if query else "")
        kept = ("Authorization", "Content-Type", "atproto-proxy")
        sent = {name: headers[name] for name in kept if name in headers}
        reply = request(method, url, raw=body or None, headers=sent)
        if path.endswith("putRecord") and reply.status == 200:
            self.posts += 1
            self.ours.append(str(reply.json["uri"]))
            if self.posts - 1 in self.faults.dropped:
                raise Stop
        return reply.status, {"Content-Type": reply.headers["Content-Type"]}, reply.body

    def settle(self) -> None:
        end = time.monotonic() + 30
        while not self._settled():
            assert time.monotonic() < end, "the network does not take in what was written"
            time.sleep(0.03)

    def _settled(self) -> bool:
        """What comes later in the network's stream is taken in later: the last one tells."""
        if self.told:
            name = "app.bsky.notification.listNotifications"
            found = self._real.does(self._brand, name, limit="100")["notifications"]
            if self.told[-1] not in {each["uri"] for each in found}:
                return False
            self.told.clear()
        watched = self.gone[-1:] + self.ours[-1:]
        there = {each for each in watched if self._there(each)}
        if there != set(self.ours[-1:]) - set(self.gone):
            return False
        self.gone.clear()
        self.ours.clear()
        return True

    def _there(self, uri: str) -> bool:
        return bool(self._real.does(self._brand, "app.bsky.feed.getPosts", uris=uri)["posts"])


class RealNetwork(Steering):
    """`number` makes the names of this test's people unlike those of all others."""

    def __init__(self, server: Server, number: int) -> None:
        self.real, self._number = server, number
        self.brand = self._new("brand", "Desk")
        self.between = Between(server, self.brand)
        super().__init__(self.between)
        self.limit = {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}
        self.http = Http(Patience(connect_s=2, read_s=30, ticks=self.clock))
        self._people: dict[str, str] = {}

    def connect(self) -> Connector:
        found = self.real.people[self.brand]
        account = Account(
            *(1, "bluesky", f"@{found['handle']}", self.between.base_url),
            remote_id=found["did"],
        )
        tokens = {"access": found["app"]["accessJwt"], "refresh": found["app"]["refreshJwt"]}
        return registry.connector(account, json.dumps({**tokens, "password": SECRET}), self.http)

    def write(self, text: str, name: str = "Ada Vogel", reply_to: str = "") -> str:
        name = name.encode("utf-8", "replace").decode()[:MOST_NAME]
        text = text.encode("utf-8", "replace").decode()[:MOST_TEXT]
        user = self._people.get(name) or self._people.setdefault(name, self._new("p", name))
        mention = f"@{self.real.people[self.brand]['handle']}"
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": self.real.did(self.brand)}
        index = {"byteStart": 0, "byteEnd": len(mention)}
        more: dict[str, Any] = {"facets": [{"index": index, "features": [feature]}]}
        if reply_to:
            found = self.real.record(reply_to)
            at = {"uri": reply_to, "cid": found["cid"]}
            more["reply"] = {"parent": at, "root": found["value"].get("reply", {}).get("root", at)}
        made = self.real.post(user, f"{mention} {text}", **more)
        self.between.told.append(made)
        return made

    def edit(self, remote_id: str, text: str) -> None:
        raise NotImplementedError("nobody can edit there")

    def delete(self, remote_id: str) -> None:
        did, collection, key = remote_id.removeprefix("at://").split("/")
        user = next(each for each in self.real.people if self.real.did(each) == did)
        asked = {"repo": did, "collection": collection, "rkey": key}
        self.between.settle()
        self.real.does(user, "com.atproto.repo.deleteRecord", asked)
        self.between.gone.append(remote_id)

    def posts(self) -> list[str]:
        asked = {"repo": self.real.did(self.brand), "collection": POST, "reverse": "true"}
        listed = self.real.does(self.brand, "com.atproto.repo.listRecords", limit="100", **asked)
        return [each["value"]["text"] for each in listed["records"]]

    def drop_next_answer(self) -> None:
        self.between.faults.dropped = [self.between.posts]

    def impatient(self) -> None:
        """A real server needs longer than a part of a second on a busy machine."""
        self.http.patience = replace(self.http.patience, read_s=3)

    def _new(self, start: str, name: str) -> str:
        user = f"{start}{self._number}-{len(self.real.people)}"
        handle, password = f"{user}.test", f"{user}-password"
        asked = {"handle": handle, "email": f"{user}@example.org", "password": password}
        made = self._ask("com.atproto.server.createAccount", asked, "")
        self.real.people[user] = {"did": made["did"], "handle": handle, "password": password}
        self.real.tokens[user] = made["accessJwt"]
        profile = {"$type": PROFILE, **({"displayName": name} if name else {})}
        record = {"repo": made["did"], "collection": PROFILE, "rkey": "self", "record": profile}
        self._ask("com.atproto.repo.createRecord", record, made["accessJwt"])
        if start == "brand":
            app = self._ask(
                "com.atproto.server.createAppPassword", {"name": "desk"}, made["accessJwt"]
            )
            login = {"identifier": handle, "password": app["password"]}
            self.real.people[user]["app"] = self._ask("com.atproto.server.createSession", login, "")
        return user

    def _ask(self, name: str, asked: object, token: str) -> Any:
        reply = request("POST", f"{self.real.base_url}/xrpc/{name}", json_=asked, token=token)
        assert reply.status == 200, reply.text
        return reply.json
