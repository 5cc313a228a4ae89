"""One account's way to a service that speaks JSON: errors in our terms, no secret in them."""

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from urllib.parse import urlsplit

from cm_desk.connectors import ratelimit
from cm_desk.connectors.exchange import (
    MAX_BYTES,
    Answer,
    Files,
    NoAnswer,
    Params,
    Request,
    TooLong,
)
from cm_desk.connectors.http import Http
from cm_desk.errors import (
    Gone,
    OddAnswer,
    Offline,
    Rejected,
    ServiceError,
    SignInNeeded,
    SlowDown,
    UnknownOutcome,
)
from cm_desk.text.links import true_host
from cm_desk.text.plain import plain

AGAIN = "Nothing is lost; CM Desk tries again by itself."
SIGN_IN = "Sign in again under Settings, Accounts."
ADDRESS = "Look at its address in the browser."
CLOCK = "Check the date and time of this computer, or tell the people who run the service."
SET_CLOCK = "Set the date and time of this computer, then try again."
PORTAL = (
    "If this network asks people to sign in first, as in a hotel or on a train, do that in your "
    "browser and try again."
)
CLOCK_OFF_S = 300  # a sign-in that is dated so far off is refused by many
UPDATE = "If it stays, an update of CM Desk may help."
LONE = re.compile("[\ud800-\udfff]")
LINK = re.compile(r'<([^<>]*)>[^<>]*?;\s*rel="?(\w+)"?')
MAX_WORDS = 300
MOVED = (301, 302, 303, 307, 308)

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reply:
    """A decoded answer of status 2xx; `headers` by lower-case names."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def links(self) -> dict[str, str]:
        """The addresses of the Link header by their relation: next, prev."""
        return {rel: url for url, rel in LINK.findall(self.headers.get("link", ""))}


@dataclass(frozen=True, slots=True)
class Refused:
    """What a service did not do: `words` are its sentence, `code` its name for the reason."""

    method: str
    path: str
    status: int
    words: str = ""
    code: str = ""


Refusal = Callable[[str, Refused], ServiceError | None]  # of an account; None: the usual meaning


class HasApi(Protocol):
    @property
    def api(self) -> "Api": ...


S = TypeVar("S", bound=HasApi)


def one_call(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """A connector's public call: `stop` ends this one, not the next."""

    @wraps(method)
    def call(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        self.api.begin()
        return method(self, *args, **kwargs)

    return call


class Api:
    """`token` goes to `base_url` and nowhere else: redirects are refused.

    After a rate limit it asks nothing more before its time, in the same direction: a limit met
    while writing does not stop the reading.
    """

    def __init__(
        self,
        account: str,
        base_url: str,
        token: str,
        http: Http,
        refusal: Refusal | None = None,
        scheme: str = "Bearer",
        header: str = "Authorization",
    ) -> None:
        self.account, self.base_url = account, base_url.rstrip("/")
        self.ahead_s = 0.0  # how far the service's clock is ahead of ours
        self._token, self._http, self._wire = token, http, http.wire()
        self._scheme, self._header = scheme, header
        self._strange = http.guarded(urlsplit(base_url).netloc.rpartition("@")[2])
        self._held: dict[bool, float] = {}
        self._own_refusal = refusal
        self.tidy: Callable[[Any], Any] = lambda body: body  # for servers with odd answers
        self.headers: Mapping[str, str] = {}  # that go with every request

    def sign(self, token: str) -> None:
        """From now on with another token, where a service renews them."""
        self._token = token

    def begin(self) -> None:
        self._wire.begin()
        self._strange.begin()

    def stop(self) -> None:
        """End the running call with Offline. From any thread."""
        self._wire.stop()
        self._strange.stop()

    def go_on(self) -> None:
        """For work that asks nothing for long. Raises Offline once the call was stopped."""
        if self._wire.stopped:
            raise Offline(self.account, "stopped.", AGAIN)

    def get(self, path: str, **params: str | int | list[str]) -> Reply:
        return self._reply(Request("GET", self.base_url + path, params=params), path)

    def post(
        self,
        path: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        files: Files | None = None,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        params: Params | None = None,
        key: str = "",
        repeatable: bool = False,
        method: str = "POST",
    ) -> Reply:
        """Raises UnknownOutcome when it may have arrived, unless it is `repeatable` at no harm.

        `key` goes along as Idempotency-Key. `method` may be PUT or DELETE as well.
        """
        sent = {**(headers or {}), **({"Idempotency-Key": key} if key else {})}
        url = self.base_url + path
        request = Request(method, url, sent, params, form, json, files, raw)
        return self._reply(request, path, lost=Offline if repeatable else UnknownOutcome)

    def download(self, path: str, max_bytes: int, **params: str | int | list[str]) -> bytes:
        """A file that the service itself keeps, as it is. The token goes along."""
        request = Request("GET", self.base_url + path, {"Accept": "*/*"}, params)
        return self._accepted(request, path, Offline, max_bytes)[0].body

    def fetch(self, url: str, max_bytes: int) -> bytes:
        """What a stranger's address gives. No token, no address inside this network."""
        host, answer = urlsplit(url).hostname, self._stranger(url, {}, max_bytes)
        if answer.status in (404, 410):
            raise Gone(self.account, f"{host} does not have this file any more.")
        if answer.status != 200:
            raise Offline(self.account, f"{host} did not give the file (HTTP {answer.status}).")
        return answer.body

    def document(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """A page in the open, of status 200 or 304, as it came; over redirects, without a token."""
        self._wait_no_longer(writes=False)
        host, answer = urlsplit(url).hostname, self._stranger(url, headers, max_bytes)
        if ratelimit.is_limit(answer.status, answer.headers, None):
            raise self._slow_down(answer, None, writes=False)
        if answer.status in (401, 403):
            raise SignInNeeded(self.account, f"{host} does not show it to everybody.", ADDRESS)
        if answer.status in (404, 410):
            raise OddAnswer(self.account, f"{host} has nothing at this address.", ADDRESS)
        if answer.status not in (200, 304):
            raise Offline(self.account, f"{host} has trouble (HTTP {answer.status}).", AGAIN)
        return answer

    def _stranger(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        if urlsplit(url).scheme not in ("http", "https"):
            raise Rejected(self.account, "this link is not a web address.")
        host = urlsplit(url).hostname
        try:
            asked = Request("GET", url, {"Accept-Encoding": "identity", **headers})
            return self._strange.follow(asked, max_bytes)
        except NoAnswer as err:
            raise Offline(self.account, f"nothing came from {host}: {err.why}.") from None
        except TooLong:
            what = f"the file is larger than {max_bytes / 1e6:.0f} MB."
            raise Rejected(self.account, what, "Open it in the browser.") from None

    def _reply(
        self, request: Request, path: str, lost: type[Offline | UnknownOutcome] = Offline
    ) -> Reply:
        """`lost` is the error for a request that may have arrived and whose answer did not."""
        answer, body = self._accepted(request, path, lost)
        if body is None:
            odd = lost if lost is UnknownOutcome else OddAnswer
            page = "html" in answer.headers.get("content-type", "")
            hint = f"{UPDATE} {PORTAL}" if page else UPDATE
            raise odd(self.account, f"{path} did not answer with JSON.", hint)
        return Reply(answer.status, self.tidy(body), answer.headers)

    def _accepted(
        self,
        request: Request,
        path: str,
        lost: type[Offline | UnknownOutcome],
        max_bytes: int = MAX_BYTES,
    ) -> tuple[Answer, Any]:
        """An answer of status 2xx and its JSON, None where it is none."""
        writes = request.method != "GET"
        self._wait_no_longer(writes)
        headers = {"Accept": "application/json", **self.headers, **request.headers}
        if self._token:
            headers[self._header] = f"{self._scheme} {self._token}".strip()
        answer = self._ask(replace(request, headers=headers), lost, max_bytes)
        self._ahead(answer)
        body = self._decoded(answer)
        if ratelimit.is_limit(answer.status, answer.headers, body):
            raise self._slow_down(answer, body, writes)
        if not 200 <= answer.status < 300:
            raise self._refusal(request.method, path, answer, body, lost)
        return answer, body

    def _ask(self, request: Request, lost: type[ServiceError], max_bytes: int) -> Answer:
        try:
            return self._wire.ask(request, max_bytes)
        except NoAnswer as err:
            raise self._silence(err, lost) from None
        except TooLong as err:
            odd = lost if lost is UnknownOutcome else OddAnswer
            raise odd(self.account, f"an answer exceeds {err.max_bytes:,} bytes.") from None

    def _silence(self, err: NoAnswer, lost: type[ServiceError]) -> ServiceError:
        host = urlsplit(self.base_url).hostname
        if lost is UnknownOutcome and err.sent:
            what = f"{host} did not say whether it took the message: {err.why}."
            return UnknownOutcome(self.account, what, "CM Desk asks before it sends again.")
        hint = _about_certificate(err.why) if "certificate" in err.why else AGAIN
        return Offline(self.account, f"no answer from {host}: {err.why}.", hint)

    def _wait_no_longer(self, writes: bool) -> None:
        left = self._held.get(writes, 0.0) - self._http.patience.ticks()
        if left > 0:
            raise SlowDown(self.account, left)

    def _ahead(self, answer: Answer) -> None:
        now = self._http.now()
        self.ahead_s = ratelimit.server_now(answer.headers, now) - now

    def _decoded(self, answer: Answer) -> Any:
        """None for what is no JSON; JSON's own null is odd as well."""
        try:
            return _valid(json.loads(answer.body))
        except (ValueError, RecursionError):
            return None

    def _slow_down(self, answer: Answer, body: object, writes: bool) -> SlowDown:
        wait = ratelimit.wait_s(answer.headers, body, self._http.now())
        self._held[writes] = self._http.patience.ticks() + wait
        return SlowDown(self.account, wait)

    def _refusal(
        self,
        method: str,
        path: str,
        answer: Answer,
        body: object,
        lost: type[Offline | UnknownOutcome],
    ) -> ServiceError:
        status, account, words = answer.status, self.account, self._words(body)
        refused = Refused(method, path, status, words, _code(body))
        if status == 511 or self._leads_inside(answer):
            return Offline(account, "this network wants you to sign in first.", PORTAL)
        own = self._own_refusal(account, refused) if self._own_refusal else None
        if self._clock_is_off(own, status):
            what = f"it does not take our sign-in, and our clock is {_off(self.ahead_s)}."
            return SignInNeeded(account, what, SET_CLOCK)
        if own:
            return own
        if status in (401, 403):
            return SignInNeeded(account, words or "the service does not take our sign-in.", SIGN_IN)
        if status in (404, 410):
            return Gone(account, words or "it is not there any more.")
        if status in (408, 409) or status >= 500:
            what = f"the service has trouble (HTTP {status})."
            return lost(account, what, AGAIN)
        if 400 <= status < 500:
            return Rejected(account, words or f"the service refused it (HTTP {status}).")
        if moved_to := true_host(answer.headers.get("location", "")):
            what = f"it sends us to another address, {moved_to} (HTTP {status})."
            return OddAnswer(account, what, "Your sign-in is not sent there. Check the address.")
        return OddAnswer(account, f"{path} answered HTTP {status}.", UPDATE)

    def _clock_is_off(self, own: ServiceError | None, status: int) -> bool:
        """What a service makes of a token that ended, to renew it, stays what it is."""
        named = type(own) is SignInNeeded and status != 403
        refused = named or (own is None and status in (401, 403))
        return refused and abs(self.ahead_s) > CLOCK_OFF_S

    def _leads_inside(self, answer: Answer) -> bool:
        """A redirect into this network, to its own sign-in page; not from a host inside."""
        there, here = answer.headers.get("location", ""), urlsplit(self.base_url).hostname or ""
        host = true_host(there) if answer.status in MOVED else ""
        return bool(host) and host != here and _is_inside(host) and not _is_inside(here)

    def _words(self, body: object) -> str:
        """The service's own sentence, plain and short, should it even quote our token."""
        if not isinstance(body, dict):
            return ""
        listed = body.get("errors")
        told = [body.get(each) for each in ("error_description", "error", "message")]
        told += listed if isinstance(listed, list) else []
        sentences = [each for each in told if isinstance(each, str) and each]
        found = next((each for each in sentences if " " in each), next(iter(sentences), ""))
        if self._token:
            found = found.replace(self._token, "…")
        said = " ".join(plain(found).split())[:MAX_WORDS]
        return said if not said or said[-1] in ".!?…" else said + "."


def _about_certificate(why: str) -> str:
    if "expired" in why or "not yet valid" in why:
        return CLOCK
    return f"Somebody stands in between, or its certificate is wrong. {PORTAL}"


def check_address(err: Exception) -> str:
    """A hint where something else answers than we look for: a wrong address, or this network."""
    portal = PORTAL in getattr(err, "hint", "")
    return f"Check the address. {PORTAL}" if portal else "Check the address."


def _off(ahead_s: float) -> str:
    minutes = round(abs(ahead_s) / 60)
    far = f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"
    return f"{far} {'behind' if ahead_s > 0 else 'ahead'}"


def _is_inside(host: str) -> bool:
    """Of a network around us: such an address, or a name that only it knows."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal", ".home.arpa"))


def _code(body: object) -> str:
    """A service's short name for the reason: "ExpiredToken", "comment_duplicate"."""
    if not isinstance(body, dict):
        return ""
    named = (body.get(each) for each in ("error", "code", "errcode", "error_type"))
    return next((each for each in named if isinstance(each, str) and " " not in each), "")


def _valid(value: Any) -> Any:
    """`value` with U+FFFD for each lone surrogate, which SQLite and Qt cannot take."""
    match value:
        case str():
            return LONE.sub("\ufffd", value)
        case list():
            return [_valid(each) for each in value]
        case dict():
            return {_valid(key): _valid(each) for key, each in value.items()}
    return value
