"""Only the right answer of the browser is taken: S4 of the promises."""

import http.client
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest

from cm_desk.connectors.oauth import PATH, Loopback, Pkce, Sent
from cm_desk.errors import Offline, ServiceError, SignInNeeded

URL = "https://social.example/oauth/authorize?state=right"
RIGHT = {"code": "abc", "state": "right"}


class Waiting:
    """The listener in a thread of its own, as its lane runs it."""

    def __init__(self, timeout_s: float = 20) -> None:
        self.loopback = Loopback()
        self.port = self.loopback.port
        self.got: Mapping[str, str] | None = None
        self.error: ServiceError | None = None
        self._thread = threading.Thread(target=self._wait, args=(timeout_s,))
        self._thread.start()

    def _wait(self, timeout_s: float) -> None:
        try:
            self.got = self.loopback.wait(URL, timeout_s)
        except ServiceError as err:
            self.error = err

    def ended(self) -> bool:
        self._thread.join(10)
        return not self._thread.is_alive()


@contextmanager
def waiting(timeout_s: float = 20) -> Iterator[Waiting]:
    made = Waiting(timeout_s)
    yield made
    if made.got is None and made.error is None:
        made.loopback.stop()
    assert made.ended()


def knock(
    port: int, query: Mapping[str, str] | str, path: str = PATH, method: str = "GET", host: str = ""
) -> tuple[int, str]:
    """(status, page) as a browser gets it."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    encoded = query if isinstance(query, str) else urlencode(query)
    line.request(method, f"{path}?{encoded}", headers={"Host": host} if host else {})
    answer = line.getresponse()
    page = answer.read().decode()
    line.close()
    return answer.status, page


def test_the_right_answer_is_taken_and_the_browser_gets_a_page() -> None:
    with waiting() as it:
        status, page = knock(it.port, RIGHT)
        assert it.ended()
    assert it.got == RIGHT
    assert status == 200
    assert "close this page" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"query": {"code": "abc", "state": "wrong"}},
        {"query": {"code": "abc"}},
        {"query": {"state": "right"}},
        {"query": {"code": "abc", "error": "x", "state": "right"}},
        {"query": "code=abc&code=def&state=right"},
        {"query": "code=abc&state=right&state=right"},
        {"query": RIGHT, "path": "/evil"},
        {"query": RIGHT, "path": PATH + "/x"},
        {"query": RIGHT, "method": "POST"},
        {"query": RIGHT, "host": "evil.example"},
    ],
)
def test_any_other_answer_is_not_taken_and_the_waiting_goes_on(wrong: dict[str, str]) -> None:
    with waiting() as it:
        status, page = knock(it.port, **wrong)
        assert status == 404
        assert "abc" not in page
        assert it.got is None
        assert knock(it.port, RIGHT)[0] == 200
        assert it.ended()
    assert it.got == RIGHT


def test_another_port_is_not_listened_to() -> None:
    with waiting() as one, waiting() as other:
        assert knock(other.port, {"code": "abc", "state": "wrong"})[0] == 404
        assert one.got is None
    assert isinstance(one.error, Offline)


def test_no_is_taken_as_an_answer() -> None:
    with waiting() as it:
        status, page = knock(it.port, {"error": "access_denied", "state": "right"})
        assert it.ended()
    assert it.got == {"error": "access_denied", "state": "right"}
    assert status == 200
    assert "Nothing was connected" in page


def test_a_second_and_a_late_answer_find_nobody() -> None:
    with waiting() as it:
        knock(it.port, RIGHT)
        assert it.ended()
        with pytest.raises(OSError, match=r"refused|reset"):
            knock(it.port, {"code": "other", "state": "right"})
    assert it.got == RIGHT


def test_connections_that_say_nothing_do_not_block_the_right_one() -> None:
    """Browsers open spare connections."""
    with waiting() as it:
        spare = [socket.create_connection(("127.0.0.1", it.port)) for _ in range(5)]
        spare[0].sendall(b"GET /callback?co")
        spare[1].sendall(b"x" * 100_000)
        spare[2].close()
        assert knock(it.port, RIGHT)[0] == 200
        assert it.ended()
        for each in spare:
            each.close()
    assert it.got == RIGHT


def test_the_waiting_ends_by_time_and_by_hand() -> None:
    with waiting(timeout_s=0.05) as it:
        assert it.ended()
    assert isinstance(it.error, Offline)
    with waiting() as it:
        it.loopback.stop()
        assert it.ended()
    assert isinstance(it.error, Offline)


def test_only_this_machine_can_knock() -> None:
    loopback = Loopback()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/callback", loopback.uri)
    loopback.close()


def sent(issuer: str = "https://social.example", promised: bool = True) -> Sent:
    return Sent("social.example", issuer, promised)


def answer(it: Sent, **change: str) -> dict[str, str]:
    found = {"code": "abc", "state": it.state, "iss": "https://social.example", **change}
    return {name: value for name, value in found.items() if value}


def test_the_code_comes_out_once() -> None:
    it = sent()
    assert it.code(answer(it)) == "abc"
    with pytest.raises(SignInNeeded, match="used already"):
        it.code(answer(it))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "wrong"}, "does not belong"),
        ({"state": ""}, "does not belong"),
        ({"iss": "https://evil.example"}, "another server"),
        ({"iss": ""}, "another server"),
        ({"code": "", "error": "access_denied"}, "refused in the browser"),
        ({"code": "", "error": "server_error"}, "without a reason"),
        ({"code": ""}, "without a reason"),
    ],
)
def test_wrong_answers_are_refused(change: dict[str, str], words: str) -> None:
    it = sent()
    with pytest.raises(SignInNeeded, match=words):
        it.code(answer(it, **change))


def test_a_server_that_promises_no_iss_may_leave_it_out() -> None:
    it = sent(promised=False)
    assert it.code(answer(it, iss="")) == "abc"
    it = sent(promised=False)
    with pytest.raises(SignInNeeded, match="another server"):
        it.code(answer(it, iss="https://evil.example"))


def test_pkce_is_s256() -> None:
    """The example of RFC 7636, appendix B."""
    pkce = Pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert pkce.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert len(Pkce().verifier) >= 43
    assert Pkce().verifier != Pkce().verifier
    assert Pkce().verifier not in repr(Pkce())
