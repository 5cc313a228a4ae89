"""What the small server answers: names of the lexicons, paging, refusals."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from typing import Any

from cm_desk.text.length import graphemes
from tests.servers.fake_bluesky.world import POST, Convo, Json, Post, World, blob
from tests.servers.small import Query, Refusal, SmallServer, Stop

TID = re.compile("[2-7a-j][2-7a-z]{12}")
PASSWORD = "abcd-efgh-ijkl-mnop"
MAX_BLOB = 2_000_000


@dataclass
class Quirks:
    """What this network has not, or does in its own way."""

    no_chat: bool = False  # the PDS knows nobody to pass it on to
    no_chat_allowed: bool = False  # by the app password
    chat_away: bool = False
    no_repo: bool = False
    any_reason: bool = False  # `reasons` is ignored


class FakeBluesky(SmallServer):
    """`access` and `refresh` are the tokens that are good now."""

    def __init__(self, token: str, quirks: Quirks | None = None) -> None:
        super().__init__()
        self.world, self.quirks = World(), quirks or Quirks()
        self.access, self.refresh, self.password = token, f"{token}-refresh", PASSWORD
        self.old: set[str] = set()  # tokens that have ended
        self.posts = 0  # how many times something was written by us
        self.document: Json | None = None
        self.status = ""  # of our account: takendown, suspended, deactivated
        self.wants_code = False

    def now(self) -> datetime:
        return self.world.now()

    def expire(self) -> None:
        """The access token ends, as after two hours."""
        self.old.add(self.access)
        self.access = f"{self.access}-again"

    def answer(self, method: str, path: str, query: Query, headers: Message, body: bytes) -> Any:
        with self.world.lock:
            if path.startswith("/did:"):
                return 200, {}, self._document()
            if path == "/.well-known/atproto-did":
                raise Refusal(404, "NotFound")
            name = path.removeprefix("/xrpc/")
            found = getattr(self, name.rpartition(".")[2], None)
            if found is None or not path.startswith("/xrpc/"):
                raise _no(404, "MethodNotImplemented", "Method Not Implemented")
            self._admit(name, headers)
            if name.startswith("chat."):
                self._admit_to_chat(headers)
            kind = headers.get("Content-Type") or ""
            asked = json.loads(body or b"{}") if "json" in kind else body
            return 200, {}, found(query if method == "GET" else asked, headers)

    def _admit(self, name: str, headers: Message) -> None:
        token = (headers.get("Authorization") or "").removeprefix("Bearer ")
        wanted = self.access
        match name.rpartition(".")[2]:
            case "createSession" | "describeServer" | "resolveHandle":
                return
            case "refreshSession" | "deleteSession":
                wanted = self.refresh
        if token in self.old:
            raise _no(400, "ExpiredToken", "Token has expired")
        if self.faults.refused_token or token != wanted:
            raise _no(400, "InvalidToken", "Token could not be verified")

    def _admit_to_chat(self, headers: Message) -> None:
        if self.quirks.no_chat:
            raise _no(501, "MethodNotImplemented", "Method Not Implemented")
        if self.quirks.no_chat_allowed or "#bsky_chat" not in (headers.get("atproto-proxy") or ""):
            raise _no(400, "InvalidToken", "Bad token method")
        if self.quirks.chat_away:
            raise _no(502, "UpstreamFailure", "Upstream service unreachable")

    # com.atproto.server and identity

    def describeServer(self, _asked: Any, _headers: Message) -> Json:
        return {"did": "did:web:localhost", "availableUserDomains": [".example"]}

    def createSession(self, asked: Json, _headers: Message) -> Json:
        us = self.world.us
        good = asked["identifier"] in (us.handle, us.did) and asked["password"] == self.password
        if not good or self.faults.refused_token:
            raise _no(401, "AuthenticationRequired", "Invalid identifier or password")
        if self.wants_code:
            raise _no(401, "AuthFactorTokenRequired", "A sign in code has been sent")
        if self.status == "takendown":
            raise _no(401, "AccountTakedown", "Account has been taken down")
        return self._tokens()

    def refreshSession(self, _asked: Any, _headers: Message) -> Json:
        self.old |= {self.refresh, self.access}
        self.access, self.refresh = f"{self.access}-next", f"{self.refresh}-next"
        return self._tokens()

    def deleteSession(self, _asked: Any, _headers: Message) -> None:
        self.old |= {self.refresh, self.access}

    def _tokens(self) -> Json:
        us = self.world.us
        made: Json = {"accessJwt": self.access, "refreshJwt": self.refresh, "did": us.did}
        made |= {"handle": us.handle, "didDoc": self._document()}
        return made | ({"active": False, "status": self.status} if self.status else {})

    def _document(self) -> Json:
        if self.document is not None:
            return self.document
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer"}
        return {"id": self.world.us.did, "service": [{**service, "serviceEndpoint": self.base_url}]}

    def resolveHandle(self, query: Query, _headers: Message) -> Json:
        for each in self.world.people.values():
            if each.handle == query["handle"][0]:
                return {"did": each.did}
        raise _no(400, "InvalidRequest", "Unable to resolve handle")

    # com.atproto.repo and sync

    def listRecords(self, query: Query, _headers: Message) -> Json:
        before = query.get("cursor", [""])[0]
        fit = [each for each in self.world.ours() if not before or each.key < before]
        found = fit[: _limit(query)]
        page = [{**self.world.ref(each.uri), "value": each.record} for each in found]
        return {"records": page, **({"cursor": found[-1].key} if found else {})}

    def getRecord(self, query: Query, _headers: Message) -> Json:
        uri = f"at://{query['repo'][0]}/{query['collection'][0]}/{query['rkey'][0]}"
        if uri not in self.world.posts_:
            raise _no(400, "RecordNotFound", f"Could not locate record: {uri}")
        return {**self.world.ref(uri), "value": self.world.posts_[uri].record}

    def putRecord(self, asked: Json, _headers: Message) -> Json:
        key, record = asked["rkey"], asked["record"]
        if not TID.fullmatch(key):
            raise _no(400, "InvalidRequest", f"Invalid {POST} record key")
        if graphemes(record["text"]) > 300:
            what = "must not be longer than 300 graphemes"
            raise _no(400, "InvalidRequest", f"Invalid {POST} record: Record/text {what}")
        uri = f"at://{self.world.us.did}/{POST}/{key}"
        if asked.get("swapRecord", "") is None and uri in self.world.posts_:
            raise _no(400, "InvalidSwap", "Record was at another place")
        return self._taken(self.world.ref(self.world.put(key, record).uri))

    def deleteRecord(self, asked: Json, _headers: Message) -> Json:
        """Of what is not there any more, too."""
        uri = f"at://{asked['repo']}/{asked['collection']}/{asked['rkey']}"
        if uri in self.world.posts_:
            self.world.delete(uri)
        return {}

    def uploadBlob(self, data: bytes, headers: Message) -> Json:
        if len(data) > MAX_BLOB:
            raise _no(413, "PayloadTooLarge", "request entity too large")
        made = blob(data, headers["Content-Type"])
        self.world.blobs[made["ref"]["$link"]] = data
        return {"blob": made}

    def getRepo(self, _query: Query, _headers: Message) -> bytes:
        if self.quirks.no_repo:
            raise _no(400, "RepoNotFound", "Could not find repo")
        return self.world.car()

    # app.bsky

    def listNotifications(self, query: Query, _headers: Message) -> Json:
        limit, before = _limit(query), query.get("cursor", [""])[0]
        reasons = [] if self.quirks.any_reason else query.get("reasons", [])
        told = [self.world.note(each) for each in reversed(self.world.notes)]
        fit = [e for e in told if not reasons or e["reason"] in reasons]
        fit.sort(key=lambda each: each["indexedAt"], reverse=True)
        fit = [each for each in fit if not before or each["indexedAt"] < before]
        found = fit[:limit]
        more = {"cursor": found[-1]["indexedAt"]} if len(fit) > limit else {}
        return {"notifications": found, **more}

    def getPosts(self, query: Query, _headers: Message) -> Json:
        if len(query["uris"]) > 25:
            raise _no(400, "InvalidRequest", "uris must not have more than 25 elements")
        found = [self.world.posts_[each] for each in query["uris"] if each in self.world.posts_]
        return {"posts": [self.world.view(each) for each in found]}

    def getPostThread(self, query: Query, _headers: Message) -> Json:
        post = self.world.posts_.get(query["uri"][0])
        if post is None:
            raise _no(400, "NotFound", f"Post not found: {query['uri'][0]}")
        depth = int(query.get("depth", ["6"])[0])
        return {"thread": self._below(post, depth) | self._above(post)}

    def _shown(self, post: Post) -> Json:
        if post.author.viewer.get("blocking"):
            return {"uri": post.uri, "blocked": True, "author": {"did": post.author.did}}
        return {"post": self.world.view(post)}

    def _below(self, post: Post, depth: int) -> Json:
        below = self.world.below(post.uri) if depth else []
        return self._shown(post) | {"replies": [self._below(e, depth - 1) for e in below]}

    def _above(self, post: Post) -> Json:
        parent = (post.record.get("reply") or {}).get("parent", {}).get("uri")
        if not parent:
            return {}
        above = self.world.posts_.get(parent)
        if above is None:
            return {"parent": {"uri": parent, "notFound": True}}
        return {"parent": self._shown(above) | self._above(above)}

    def getProfile(self, query: Query, _headers: Message) -> Json:
        person = self.world.by_did(query["actor"][0])
        if person is None:
            raise _no(400, "InvalidRequest", "Profile not found")
        return {**self.world.profile(person), "followersCount": 7}

    def getProfiles(self, query: Query, _headers: Message) -> Json:
        if len(query["actors"]) > 25:
            raise _no(400, "InvalidRequest", "actors must not have more than 25 elements")
        found = [each for did in query["actors"] if (each := self.world.by_did(did))]
        return {"profiles": [self.world.profile(each) for each in found]}

    # chat.bsky.convo

    def listConvos(self, query: Query, _headers: Message) -> Json:
        start, limit = int(query.get("cursor", ["0"])[0]), _limit(query)
        all_ = list(self.world.convos.values())[::-1]
        more = {"cursor": str(start + limit)} if len(all_) > start + limit else {}
        return {"convos": [self.world.convo(e) for e in all_[start : start + limit]], **more}

    def getConvo(self, query: Query, _headers: Message) -> Json:
        return {"convo": self.world.convo(self._convo(query["convoId"][0]))}

    def getConvoForMembers(self, query: Query, _headers: Message) -> Json:
        other = self.world.by_did(query["members"][0])
        if other is None:
            raise _no(400, "RecipientNotFound", "recipient not found")
        if other.viewer.get("closed"):
            raise _no(400, "MessagesDisabled", "recipient has disabled incoming messages")
        return {"convo": self.world.convo(self.world.chat(other.name))}

    def getMessages(self, query: Query, _headers: Message) -> Json:
        start, limit = int(query.get("cursor", ["0"])[0]), _limit(query)
        all_ = self._convo(query["convoId"][0]).messages[::-1]
        more = {"cursor": str(start + limit)} if len(all_) > start + limit else {}
        return {"messages": all_[start : start + limit], **more}

    def getLog(self, query: Query, _headers: Message) -> Json:
        after = query.get("cursor", [""])[0]
        found = [each for each in self.world.log if each["rev"] > after][:100]
        return {"logs": found, "cursor": found[-1]["rev"] if found else after}

    def sendMessage(self, asked: Json, _headers: Message) -> Json:
        convo = self._convo(asked["convoId"])
        self.world.whisper(asked["message"]["text"], convo.other.name, ours=True)
        return self._taken(convo.messages[-1])

    def _convo(self, one: str) -> Convo:
        if one not in self.world.convos:
            raise _no(400, "InvalidConvo", "convo not found")
        return self.world.convos[one]

    def _taken(self, answer: Json) -> Json:
        self.posts += 1
        if self.posts - 1 in self.faults.dropped:
            raise Stop
        return answer

    def usual(self) -> dict[str, str]:
        return {"RateLimit-Limit": "3000", "RateLimit-Remaining": "2999"}


def _limit(query: Query) -> int:
    limit = int(query.get("limit", ["50"])[0])
    if not 1 <= limit <= 100:
        raise _no(400, "InvalidRequest", "limit can not be greater than 100")
    return limit


def _no(status: int, name: str, message: str) -> Refusal:
    return Refusal(status, name, {"error": name, "message": message})
