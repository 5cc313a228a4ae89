"""Requests go only where they should, end in time, and TLS is never weakened: S7, S8, S9."""

import gzip
import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cm_desk.connectors.api import CLOCK, PORTAL, Api
from cm_desk.connectors.exchange import NoAnswer, Patience, Request, TooLong
from cm_desk.connectors.http import Http
from cm_desk.errors import Gone, OddAnswer, Offline, Rejected
from tests.connectors.site import CERTIFICATES, Site, says, site

TOKEN = "s3cret-canary-token"
LIMIT = 100_000


@pytest.fixture
def http(monkeypatch: pytest.MonkeyPatch) -> Iterator[Http]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    made = Http(Patience(connect_s=2, read_s=2))
    yield made
    made.close()


def get(url: str) -> Request:
    return Request("GET", url, {"Authorization": f"Bearer {TOKEN}"})


def test_a_redirect_is_not_followed_with_a_token(http: Http) -> None:
    with site(says(b"{}")) as other, site(says(b"", "302 Found")) as moved:
        moved.talk = says(b"", "302 Found", Location=f"http://127.0.0.1:{other.port}/")
        api = Api("a", f"http://127.0.0.1:{moved.port}", TOKEN, http)
        with pytest.raises(OddAnswer, match="HTTP 302"):
            api.get("/x")
        assert TOKEN in moved.heads[0]
        assert other.heads == []


def test_a_password_file_does_not_replace_our_token(
    http: Http, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password other")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with site(says(b"[]")) as one:
        Api("a", f"http://127.0.0.1:{one.port}", TOKEN, http).get("/x")
        assert f"Authorization: Bearer {TOKEN}" in one.heads[0]


@pytest.mark.parametrize(
    ("certificate", "host", "trusted"),
    [("localhost.pem", "localhost", ""), ("expired.pem", "localhost", "expired.pem"),
     ("localhost.pem", "127.0.0.1", "localhost.pem")],
    ids=["self-signed", "expired", "wrong host"],
)  # fmt: skip
def test_a_wrong_certificate_is_refused(
    certificate: str, host: str, trusted: str, http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    if trusted:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / trusted))
    with site(says(b"[]"), certificate) as one:
        api = Api("a", f"https://{host}:{one.port}", TOKEN, http)
        with pytest.raises(Offline, match="certificate is not valid") as caught:
            api.get("/x")
        assert (CLOCK if certificate == "expired.pem" else PORTAL) in caught.value.hint
        assert one.heads == []


def test_a_trusted_certificate_is_taken(http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "localhost.pem"))
    with site(says(b"[1]"), "localhost.pem") as one:
        assert Api("a", f"https://localhost:{one.port}", TOKEN, http).get("/x").body == [1]


def test_a_strangers_redirect_may_not_leave_tls(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "localhost.pem"))
    down = says(b"", "302 Found", Location="http://localhost/")
    with site(down, "localhost.pem") as one:
        wire = http.guarded(f"localhost:{one.port}")
        with pytest.raises(NoAnswer, match="unprotected"):
            wire.follow(Request("GET", f"https://localhost:{one.port}/"), LIMIT)


INSIDE = ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1", "127.1"]  # noqa: S104


@pytest.mark.parametrize("host", INSIDE)
def test_a_strangers_address_may_not_lead_inside(host: str, http: Http) -> None:
    with site(says(b"secret of the router")) as router:
        with pytest.raises(NoAnswer) as caught:
            http.guarded("social.example").follow(
                Request("GET", f"http://{host}:{router.port}/"), LIMIT
            )
        assert router.heads == []
        assert not caught.value.sent


def test_a_redirect_may_not_lead_inside_either(http: Http) -> None:
    with site(says(b"secret of the router")) as router, site(says(b"")) as own:
        own.talk = says(b"", "302 Found", Location=f"http://127.0.0.1:{router.port}/")
        api = Api("a", f"http://127.0.0.1:{own.port}", TOKEN, http)
        with pytest.raises(Offline, match="inside this network"):
            api.fetch(f"http://127.0.0.1:{own.port}/picture.png", LIMIT)
        assert router.heads == []
        assert TOKEN not in own.heads[0]


def test_a_proxy_is_not_asked_for_what_is_inside(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site(says(b"from the proxy")) as proxy:
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        wire = http.guarded("social.example")
        for inside in ("http://localhost/", "http://10.0.0.1/", "http://printer.local/"):
            with pytest.raises(NoAnswer):
                wire.follow(Request("GET", inside), LIMIT)
        assert proxy.heads == []
        found = wire.follow(Request("GET", "http://pictures.example/a.png"), LIMIT)
        assert found.body == b"from the proxy"


def test_redirects_without_an_end_end(http: Http) -> None:
    with site(says(b"")) as one:
        one.talk = says(b"", "302 Found", Location=f"http://127.0.0.1:{one.port}/")
        with pytest.raises(NoAnswer, match="without an end"):
            http.guarded(f"127.0.0.1:{one.port}").follow(
                Request("GET", f"http://127.0.0.1:{one.port}/"), LIMIT
            )


def test_only_web_addresses_are_fetched(http: Http) -> None:
    api = Api("a", "https://social.example", TOKEN, http)
    for odd in ("file:///etc/passwd", "ftp://social.example/x", "javascript:alert(1)", ""):
        with pytest.raises(Rejected, match="not a web address"):
            api.fetch(odd, LIMIT)


@pytest.mark.parametrize(("status", "error"), [("404 No", Gone), ("500 No", Offline)])
def test_a_file_that_is_not_there(status: str, error: type[Exception], http: Http) -> None:
    with site(says(b"", status)) as one:
        address = f"http://127.0.0.1:{one.port}"
        with pytest.raises(error):
            Api("a", address, TOKEN, http).fetch(f"{address}/a.png", LIMIT)


def endless(_site: Site, caller: socket.socket, _head: str) -> None:
    caller.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        caller.sendall(b"x" * 65_536)


def bomb(_site: Site, caller: socket.socket, _head: str) -> None:
    body = gzip.compress(b"0" * 50_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    caller.sendall(head.encode() + body)


@pytest.mark.parametrize("talk", [endless, bomb, says(b"x" * (LIMIT + 1))])
def test_a_body_is_read_to_its_limit_only(talk: object, http: Http) -> None:
    with site(talk) as one, pytest.raises(TooLong):  # type: ignore[arg-type]
        http.wire().ask(get(f"http://127.0.0.1:{one.port}/"), LIMIT)


def test_a_body_that_comes_by_the_byte_meets_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte within the time for a piece, all of them beyond the time for the whole."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    clock = iter(range(0, 10_000, 10))

    def drip(one: Site, caller: socket.socket, _head: str) -> None:
        caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not one.ended.wait(0.001):
            caller.sendall(b" ")

    http = Http(Patience(whole_s=60, ticks=lambda: next(clock)))
    with site(drip) as one, pytest.raises(NoAnswer, match="too long"):
        http.wire().ask(get(f"http://127.0.0.1:{one.port}/"), LIMIT)
    http.close()


@pytest.mark.parametrize(
    "odd",
    [b"[" * 100_000, b'{"a":' * 50_000, b"", b"null", b"\xff\xfe", b"1" * 10_000, b"NaNa"],
)
def test_odd_json_is_an_odd_answer(odd: bytes, http: Http) -> None:
    with site(says(odd)) as one, pytest.raises(OddAnswer):
        Api("a", f"http://127.0.0.1:{one.port}", TOKEN, http).get("/x")


def test_half_a_surrogate_pair_becomes_a_sign_that_can_be_stored(http: Http) -> None:
    with site(says(rb'{"\ud800": ["\udfff"]}')) as one:
        found = Api("a", f"http://127.0.0.1:{one.port}", TOKEN, http).get("/x").body
        assert found == {"\ufffd": ["\ufffd"]}


def test_what_left_and_what_did_not(http: Http) -> None:
    """Nobody there: nothing left. Hung up after the request: it may have arrived."""
    with site(says(b"")) as gone:
        address = f"http://127.0.0.1:{gone.port}/"
    with pytest.raises(NoAnswer) as caught:
        http.wire().ask(get(address), LIMIT)
    assert not caught.value.sent
    with site(lambda *_: None) as rude, pytest.raises(NoAnswer) as caught:
        http.wire().ask(get(f"http://127.0.0.1:{rude.port}/"), LIMIT)
    assert caught.value.sent


def test_tls_that_breaks_after_the_request_may_have_arrived(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / "localhost.pem"))

    def cut(_site: Site, caller: socket.socket, _head: str) -> None:
        socket.socket.shutdown(caller, socket.SHUT_RDWR)

    with site(cut, "localhost.pem") as one, pytest.raises(NoAnswer) as caught:
        http.wire().ask(Request("POST", f"https://localhost:{one.port}/", json={}), LIMIT)
    assert caught.value.sent


def test_an_idle_connection_that_died_is_no_trouble(http: Http) -> None:
    """A server may hang up between two requests, just as ours begins."""

    def once(one: Site, caller: socket.socket, _head: str) -> None:
        caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
        caller.recv(65_536)  # the second request, and no answer to it

    with site(once) as one:
        wire = http.wire()
        for _ in range(4):
            assert wire.ask(get(f"http://127.0.0.1:{one.port}/"), LIMIT).body == b"[]"


def test_stop_ends_a_request_that_waits(http: Http) -> None:
    taken = threading.Event()

    def hang(one: Site, _caller: socket.socket, _head: str) -> None:
        taken.set()
        one.ended.wait(20)

    patient = Http(Patience(read_s=60))
    with site(hang) as one:
        wire, ends = patient.wire(), list[NoAnswer]()

        def wait() -> None:
            try:
                wire.ask(get(f"http://127.0.0.1:{one.port}/"), LIMIT)
            except NoAnswer as err:
                ends.append(err)

        thread = threading.Thread(target=wait)
        thread.start()
        assert taken.wait(10)
        wire.stop()
        thread.join(10)
        assert [each.why for each in ends] == ["stopped"]
        with pytest.raises(NoAnswer, match="stopped"):
            wire.ask(get(f"http://127.0.0.1:{one.port}/"), LIMIT)


def test_no_secret_reaches_the_log_or_a_repr(http: Http, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with site(says(b"[]")) as one:
        request = get(f"http://me:{TOKEN}@127.0.0.1:{one.port}/x?token={TOKEN}")
        http.wire().ask(request, LIMIT)
        Api("a", f"http://127.0.0.1:{one.port}", TOKEN, http).post("/y", form={"code": TOKEN})
    assert TOKEN not in caplog.text
    assert "127.0.0.1/x: 200" in caplog.text
    assert TOKEN not in repr(request).replace(request.url, "")


def test_a_service_that_quotes_our_token_is_not_quoted(http: Http) -> None:
    refusal = says(f'{{"error": "bad token {TOKEN}"}}'.encode(), "401 No")
    with site(refusal) as one:
        api = Api("a", f"http://127.0.0.1:{one.port}", TOKEN, http)
        with pytest.raises(Exception, match="bad token …") as caught:
            api.get("/x")
        assert TOKEN not in repr(caught.value)


def test_importing_connectors_imports_no_http_library() -> None:
    code = (
        "import sys, cm_desk.connectors.base, cm_desk.connectors.registry as r;"
        "r.service('mastodon'); print([m for m in ('requests', 'urllib3') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
