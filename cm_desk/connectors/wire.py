"""requests' adapter with our limits: docs/decisions/0003 and 0020. Imported with the first wire."""

import ipaddress
import logging
import os
import socket
import ssl
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit
from weakref import finalize

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from cm_desk.connectors.exchange import Answer, NoAnswer, Patience, Request, TooLong

log = logging.getLogger(__name__)
logging.getLogger("urllib3.connectionpool").addFilter(lambda record: record.levelno > logging.DEBUG)

AGENT = "CM-Desk"
PIECE = 65_536
REDIRECTS = 4
MOVED = (301, 302, 303, 307, 308)


class Refused(OSError):
    """A stranger's address leads into this machine or its network."""


class Line:
    """What one wire and its connections share."""

    def __init__(self, guarded_for: str | None) -> None:
        self.guarded_for = guarded_for
        self.open: set[socket.socket] = set()
        self.sent = False  # something of the current request has left
        self.fresh = False  # on a connection made for it
        self.stopped = False

    def admit(self, host: str, port: int | None, connected: socket.socket) -> None:
        """Raises Refused. Asks the connected socket, because a name may change its address."""
        if self.guarded_for is None or self.guarded_for in (host, f"{host}:{port}"):
            return
        address = ipaddress.ip_address(connected.getpeername()[0].partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        if not mapped.is_global or mapped.is_multicast:
            connected.close()
            raise Refused(f"{host} is inside this network")


class _Plain(HTTPConnection):
    line: ClassVar[Line]

    def _new_conn(self) -> socket.socket:
        made = super()._new_conn()
        if not self.proxy:
            self.line.admit(self.host, self.port, made)
        return made

    def connect(self) -> None:
        super().connect()
        self.line.open.add(self.sock)
        self.line.fresh = True

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self.line.sent = True
        super().send(data)


class _Safe(_Plain, HTTPSConnection):
    """The same with TLS: `super()` up there is HTTPSConnection here."""


class _Adapter(HTTPAdapter):
    """Connections of ours in requests' own pools."""

    def __init__(self, line: Line) -> None:
        plain = type("Plain", (_Plain,), {"line": line})
        safe = type("Safe", (_Safe,), {"line": line})
        self._pools = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SafePool", (HTTPSConnectionPool,), {"ConnectionCls": safe}),
        }
        super().__init__(pool_connections=2, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> Any:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = self._pools
        return manager


class Wire:
    """One account's connections. One request at a time; `stop` may come from any thread."""

    def __init__(self, patience: Patience, guarded_for: str | None) -> None:
        self._patience, self._line = patience, Line(guarded_for)
        self._adapter = _Adapter(self._line)
        finalize(self, self._adapter.close)

    def begin(self) -> None:
        """A new call: an earlier stop() was not meant for it."""
        self._line.stopped = False

    @property
    def stopped(self) -> bool:
        return self._line.stopped

    def stop(self) -> None:
        self._line.stopped = True
        for each in tuple(self._line.open):
            _hang_up(each)

    def close(self) -> None:
        self._adapter.close()

    def ask(self, request: Request, max_bytes: int) -> Answer:
        """The answer, whatever its status; follows no redirect.

        Raises NoAnswer and TooLong, which hold nothing of the request.
        """
        if request.method != "GET":
            self._adapter.close()  # an idle connection may be dead: no doubt of our own making
        try:
            return self._once(request, max_bytes)
        except NoAnswer:
            if request.method != "GET" or self._line.fresh or self._line.stopped:
                raise
        self._adapter.close()
        return self._once(request, max_bytes)

    def follow(self, request: Request, max_bytes: int) -> Answer:
        """The same, over redirects. Only for requests without a secret."""
        for _ in range(REDIRECTS):
            answer = self.ask(request, max_bytes)
            if answer.status not in MOVED or "location" not in answer.headers:
                return answer
            url = urljoin(request.url, answer.headers["location"])
            if urlsplit(url).scheme not in ("https", urlsplit(request.url).scheme):
                raise NoAnswer("it leads to an unprotected address", sent=False)
            request = Request("GET", url, request.headers)
        raise NoAnswer("it leads from address to address without an end", sent=False)

    def _once(self, request: Request, max_bytes: int) -> Answer:
        line = self._line
        if line.stopped:
            raise NoAnswer("stopped", sent=False)
        line.sent = line.fresh = False
        try:
            answer = self._send(request)
            body = self._read(answer, max_bytes)
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            OSError,
            ValueError,
        ) as err:
            why = "stopped" if line.stopped else _why(err)
            log.debug("%s %s: %s", request.method, _place(request.url), why)
            raise NoAnswer(why, line.sent) from None
        finally:
            line.open = {each for each in line.open if each.fileno() >= 0}
        log.debug("%s %s: %s", request.method, _place(request.url), answer.status_code)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, headers, body)

    def _send(self, request: Request) -> requests.Response:
        # `or None` for empty ones, else requests makes a body of them
        prepared = requests.Request(
            request.method,
            request.url,
            {"User-Agent": AGENT, **request.headers},
            params=dict(request.params or {}),
            data=request.raw or dict(request.form or {}) or None,
            json=request.json,
            files=dict(request.files or {}) or None,
        ).prepare()
        proxies = get_environ_proxies(prepared.url or "", no_proxy=None)
        self._admit_by_name(prepared.url or "", proxies)
        return self._adapter.send(
            prepared,
            stream=True,
            timeout=(self._patience.connect_s, self._patience.read_s),
            verify=os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True,
            proxies=proxies,
        )

    def _admit_by_name(self, url: str, proxies: dict[str, str]) -> None:
        """A proxy resolves names itself, so there only the address as written can be judged."""
        host = urlsplit(url).hostname or ""
        if self._line.guarded_for is None or urlsplit(url).scheme not in proxies:
            return
        if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
            raise Refused(f"{host} is inside this network")
        try:
            inside = not ipaddress.ip_address(host).is_global
        except ValueError:
            return
        if inside:
            raise Refused(f"{host} is inside this network")

    def _read(self, answer: requests.Response, max_bytes: int) -> bytes:
        body, until = bytearray(), self._patience.ticks() + self._patience.whole_s
        try:
            while piece := answer.raw.read1(PIECE, decode_content=True):
                body += piece
                if len(body) > max_bytes:
                    raise TooLong(max_bytes, self._line.sent)
                if self._patience.ticks() > until:
                    raise TimeoutError
        except BaseException:
            answer.close()
            raise
        return bytes(body)


def _hang_up(each: socket.socket) -> None:
    """Wake whoever waits for this socket. SSLSocket's own shutdown is not for other threads."""
    try:
        socket.socket.shutdown(each, socket.SHUT_RDWR)
    except OSError:
        return  # closed meanwhile


def _place(url: str) -> str:
    """Host and path: user names, passwords and queries stay out of every log."""
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}"


def _why(err: BaseException) -> str:
    causes = _causes(err)
    for each in causes:
        if isinstance(each, ssl.SSLCertVerificationError):
            return f"its certificate is not valid ({each.verify_message})"
        if isinstance(each, Refused):
            return "its address is inside this network"
        if isinstance(each, socket.gaierror):
            return "its name is not known"
        if isinstance(each, ConnectionRefusedError):
            return "it takes no connections"
    slow = (TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError)
    if any(isinstance(each, slow) for each in causes):
        return "it took too long"
    if any(isinstance(each, ssl.SSLError) for each in causes):
        return "no protected connection could be made"
    if any(isinstance(each, ValueError) for each in causes):
        return "its address cannot be used"
    return "the connection broke"


def _causes(err: BaseException) -> list[BaseException]:
    """`err` and all that it wraps, in requests' and urllib3's several ways."""
    found: list[BaseException] = []
    open_: list[object] = [err]
    while open_:
        each = open_.pop()
        if isinstance(each, BaseException) and each not in found:
            found.append(each)
            open_ += [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]
    return found
