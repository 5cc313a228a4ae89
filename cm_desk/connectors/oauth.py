"""Sign-in in the browser: the listener that takes the answer, and PKCE.

RFC 8252 (a loopback address on a free port), RFC 7636 (S256), RFC 9207 (`iss`).
"""

import base64
import hashlib
import secrets
import selectors
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from cm_desk.errors import Offline, SignInNeeded

PATH = "/callback"
WAIT_S = 300.0
OOB = "urn:ietf:wg:oauth:2.0:oob"  # the service shows a code to copy
MAX_HEAD = 16_384
AGAIN = "Start the sign-in again."
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>CM Desk</title>
<body style="font: 18px/1.5 sans-serif; max-width: 28em; margin: 15vh auto; padding: 0 1em">
<h1 style="font-size: 1.3em">{title}</h1><p>{text}</p>"""
DONE = ("You are back.", "You may close this page and return to CM Desk.")
DENIED = ("Nothing was connected.", "You may close this page and return to CM Desk.")
NOT_OURS = ("This is not the page you want.", "Start the sign-in again in CM Desk.")


@dataclass(frozen=True, slots=True)
class Pkce:
    """A fresh secret for one sign-in; only its hash travels through the browser."""

    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def new_state() -> str:
    return secrets.token_urlsafe(24)


def state_of(url: str) -> str:
    """The state inside the address that begins a sign-in."""
    return parse_qs(urlsplit(url).query).get("state", [""])[0]


class Loopback:
    """Listens on 127.0.0.1 at a free port for one answer of the browser.

    Everything else that knocks (another path, a wrong state, a second answer, a connection that
    says nothing) gets a plain page or nothing, and the waiting goes on: a page in the browser may
    knock too, and must not be able to end a sign-in.
    """

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self._wake, self._waker = socket.socketpair()
        self.port: int = self._listener.getsockname()[1]
        self.uri = f"http://127.0.0.1:{self.port}{PATH}"

    def stop(self) -> None:
        """End the waiting, from any thread."""
        self._waker.send(b"x")

    def wait(self, url: str, timeout_s: float = WAIT_S) -> Mapping[str, str]:
        """The query of the answer to `url`. Blocks; closes the port in the end.

        Raises Offline when no answer came in time or `stop` was called.
        """
        state, until = state_of(url), time.monotonic() + timeout_s
        with selectors.DefaultSelector() as eyes:
            eyes.register(self._listener, selectors.EVENT_READ)
            eyes.register(self._wake, selectors.EVENT_READ)
            try:
                return self._answer(eyes, state, until)
            finally:
                self._close(eyes)

    def close(self) -> None:
        for each in (self._listener, self._wake, self._waker):
            each.close()

    def _answer(self, eyes: selectors.BaseSelector, state: str, until: float) -> Mapping[str, str]:
        heads: dict[socket.socket, bytes] = {}
        while (left := until - time.monotonic()) > 0:
            for key, _ in eyes.select(left):
                if key.fileobj is self._wake:
                    raise Offline("sign-in", "it was cancelled.", AGAIN)
                if key.fileobj is self._listener:
                    self._accept(eyes, heads)
                elif isinstance(key.fileobj, socket.socket):
                    got = self._hear(eyes, heads, key.fileobj, state)
                    if got is not None:
                        return got
        raise Offline("sign-in", "no answer came from the browser.", AGAIN)

    def _accept(self, eyes: selectors.BaseSelector, heads: dict[socket.socket, bytes]) -> None:
        try:
            caller, _ = self._listener.accept()
        except OSError:
            return  # gone already
        caller.setblocking(False)
        heads[caller] = b""
        eyes.register(caller, selectors.EVENT_READ)

    def _hear(
        self,
        eyes: selectors.BaseSelector,
        heads: dict[socket.socket, bytes],
        caller: socket.socket,
        state: str,
    ) -> Mapping[str, str] | None:
        """The answer, when this caller's request is complete and is the right one."""
        try:
            piece = caller.recv(4096)
        except OSError:
            piece = b""
        heads[caller] += piece
        head = heads[caller]
        if piece and b"\r\n\r\n" not in head and len(head) < MAX_HEAD:
            return None
        eyes.unregister(caller)
        del heads[caller]
        query = self._query(head)
        right = query is not None and secrets.compare_digest(
            query.get("state", "").encode(), state.encode()
        )
        self._reply(caller, query if right else None)
        return query if right else None

    def _query(self, head: bytes) -> dict[str, str] | None:
        """The query of a request that is for us, None for any other."""
        lines = head.decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        hosts = [each[5:].strip() for each in lines[1:] if each.lower().startswith("host:")]
        if len(words) != 3 or words[0] != "GET" or hosts != [f"127.0.0.1:{self.port}"]:
            return None
        target = urlsplit(words[1])
        query = parse_qs(target.query, keep_blank_values=True)
        single = {name: values[0] for name, values in query.items() if len(values) == 1}
        once = len(single) == len(query) and ("code" in single) != ("error" in single)
        return single if target.path == PATH and once else None

    def _reply(self, caller: socket.socket, query: Mapping[str, str] | None) -> None:
        title, text = NOT_OURS if query is None else DENIED if "error" in query else DONE
        body = PAGE.format(title=title, text=text).encode()
        head = (
            f"HTTP/1.1 {'404 Not Found' if query is None else '200 OK'}\r\n"
            "Content-Type: text/html; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\n"
            "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n"
        )
        caller.settimeout(2)
        try:
            caller.sendall(head.encode() + body)
        except OSError:
            return  # the browser did not wait for the page; the answer counts all the same
        finally:
            caller.close()

    def _close(self, eyes: selectors.BaseSelector) -> None:
        for key in tuple(eyes.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self.close()


class Sent:
    """What one sign-in sent out, to judge the one answer it takes."""

    def __init__(self, account: str, issuer: str, iss_promised: bool) -> None:
        self.state, self.pkce = new_state(), Pkce()
        self._account, self._issuer, self._iss_promised = account, issuer, iss_promised
        self._used = False

    def code(self, answer: Mapping[str, str]) -> str:
        """The code of the right answer. Raises SignInNeeded for any other, and for a second."""
        if not secrets.compare_digest(answer.get("state", "").encode(), self.state.encode()):
            raise self._wrong("an answer came that does not belong to this sign-in.")
        iss = answer.get("iss")
        if self._issuer and (iss or self._iss_promised) and iss != self._issuer:
            raise self._wrong("the answer came from another server than the one we asked.")
        self.once()
        if answer.get("error") == "access_denied":
            raise SignInNeeded(self._account, "the sign-in was refused in the browser.", AGAIN)
        if "error" in answer or not answer.get("code"):
            raise self._wrong("the server ended the sign-in without a reason we know.")
        return answer["code"]

    def once(self) -> None:
        if self._used:
            raise self._wrong("this sign-in was used already.")
        self._used = True

    def _wrong(self, what: str) -> SignInNeeded:
        return SignInNeeded(self._account, what, AGAIN)
