"""A mailbox opened by tokens: from the browser to XOAUTH2, and on when they are renewed."""

import json
import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import Granted
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.mail import settings
from cm_desk.domain.model import Account
from cm_desk.errors import BadInput, OddAnswer, SignInNeeded
from tests.connectors.mail import ADA, MailNetwork, small_server
from tests.connectors.site import Site, site
from tests.contracts.connector import SECRET, outgoing
from tests.servers.fake_mail.world import US

REDIRECT = "http://127.0.0.1:1/callback"
REFRESH = "s3cret-refresh-canary"


class Provider:
    """The token endpoint of somebody's mail provider."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {
            "access_token": SECRET, "refresh_token": REFRESH, "expires_in": 3600,
        }  # fmt: skip
        self.status, self.asked = "200 OK", list[dict[str, str]]()

    def __call__(self, _site: Site, caller: socket.socket, head: str) -> None:
        length = int(head.lower().partition("content-length: ")[2].partition("\r\n")[0])
        body = head.partition("\r\n\r\n")[2]
        while len(body) < length:
            body += caller.recv(4096).decode()
        self.asked.append({name: value[0] for name, value in parse_qs(body).items()})
        told = json.dumps(self.given).encode()
        length_ = f"Content-Length: {len(told)}\r\nConnection: close\r\n\r\n"
        caller.sendall(f"HTTP/1.1 {self.status}\r\n{length_}".encode() + told)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    made = Provider()
    with site(made) as there:
        oauth = {
            "authorize": "https://sign-in.example/authorize",
            "token": f"http://127.0.0.1:{there.port}/token",
            "scope": "mail",
        }
        row = {"imap": "imap.tidewell.example:993", "smtp": "smtp.tidewell.example:465"}
        known = {"tidewell.example": {**row, "domains": ["tidewell.example"], "oauth": oauth}}
        monkeypatch.setattr(settings, "providers", lambda: known)
        yield made


@pytest.fixture
def network() -> Iterator[MailNetwork]:
    with small_server() as made:
        yield made


def answers(network: MailNetwork, **more: str) -> dict[str, str]:
    imap, smtp = network.fake.imap, network.fake.smtp
    ways = {"imap": f"plain://127.0.0.1:{imap}", "smtp": f"plain://127.0.0.1:{smtp}"}
    return {"address": US, "client": "desk-client desk-secret", **ways, **more}


def begun(http: Http, given: dict[str, str]) -> Any:
    starts = registry.service("mail").starts
    assert starts
    return starts(http, given, REDIRECT)


def signed_in(network: MailNetwork) -> Granted:
    started = begun(network.http, answers(network))
    state = parse_qs(urlsplit(started.url).query)["state"][0]
    granted: Granted = started.finish({"code": "c0de", "state": state})
    return granted


def account(granted: Granted) -> Account:
    return Account(1, "mail", US, granted.base_url, remote_id=US)


def test_the_browser_leads_to_a_mailbox_that_is_read_and_answered(
    network: MailNetwork, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    started = begun(network.http, answers(network))
    asked = {name: each[0] for name, each in parse_qs(urlsplit(started.url).query).items()}
    assert started.url.startswith("https://sign-in.example/authorize?")
    assert (asked["client_id"], asked["redirect_uri"]) == ("desk-client", REDIRECT)
    assert (asked["code_challenge_method"], asked["login_hint"]) == ("S256", US)
    granted = started.finish({"code": "c0de", "state": asked["state"]})
    [form] = provider.asked
    assert (form["code"], form["client_secret"]) == ("c0de", "desk-secret")
    assert form["code_verifier"] not in started.url
    desk = registry.connector(account(granted), granted.secret, network.http)
    network.write("Hello")
    assert len(desk.pull(None).messages) == 1
    desk.send(replace(outgoing("Hello back"), to=(ADA,)))
    assert network.posts() == ["Hello back"]
    assert set(network.world.sasl) == {f"user={US}\1auth=Bearer {SECRET}\1\1"}
    for secret in (SECRET, REFRESH, "desk-secret"):
        assert secret not in caplog.text + repr(granted)


def test_an_old_token_is_renewed_and_kept(network: MailNetwork, provider: Provider) -> None:
    kept: list[tuple[str, str]] = []
    network.http.renewed = lambda key, secret: kept.append((key, secret))
    granted = signed_in(network)
    provider.given = {"access_token": "newer", "expires_in": 3600}
    network.world.password = "newer"
    desk = registry.connector(account(granted), granted.secret, network.http)
    assert desk.profile().handle == US  # the first one was refused
    [(key, secret)] = kept
    found = json.loads(secret)
    assert (key, found["access"], found["refresh"]) == (f"mail:{US}", "newer", REFRESH)
    assert provider.asked[-1]["grant_type"] == "refresh_token"
    old = json.dumps(found | {"until": 0.0})
    provider.given = {"access_token": "newest", "refresh_token": "next"}
    network.world.password = "newest"
    assert registry.connector(account(granted), old, network.http).profile().handle == US
    assert json.loads(kept[-1][1])["refresh"] == "next"


def test_a_sign_in_that_was_taken_back_wants_the_person(
    network: MailNetwork, provider: Provider
) -> None:
    granted = signed_in(network)
    provider.status, provider.given = "400 Bad Request", {"error": "invalid_grant"}
    network.world.password = "another"
    desk = registry.connector(account(granted), granted.secret, network.http)
    with pytest.raises(SignInNeeded, match="does not take this sign-in any more"):
        desk.pull(None)
    with pytest.raises(SignInNeeded, match="does not take this sign-in any more"):
        desk.send(replace(outgoing("Hello"), to=(ADA,)))
    assert network.posts() == []


def test_what_the_provider_gives_is_looked_at(network: MailNetwork, provider: Provider) -> None:
    provider.given = {"access_token": SECRET}
    with pytest.raises(SignInNeeded, match="for an hour only"):
        signed_in(network)
    provider.given = {"token": SECRET}
    with pytest.raises(OddAnswer, match="gave no token"):
        signed_in(network)
    started = begun(network.http, answers(network))
    with pytest.raises(SignInNeeded, match="does not belong to this sign-in"):
        started.finish({"code": "c0de", "state": "another"})


def test_a_password_needs_no_browser_and_nothing_needs_a_word(
    network: MailNetwork, provider: Provider
) -> None:
    assert begun(network.http, answers(network, password=SECRET)) is None
    with pytest.raises(BadInput, match="no client is named"):
        begun(network.http, answers(network, client=""))
    with pytest.raises(BadInput, match="password is empty"):
        begun(network.http, answers(network, address="care@elsewhere.example"))
    assert provider.asked == []
