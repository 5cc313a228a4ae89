"""What can go wrong with a sign-in: each has a sentence of its own, and a way out."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.api import PORTAL, SET_CLOCK, check_address
from cm_desk.connectors.exchange import Patience
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account
from cm_desk.errors import OddAnswer, ServiceError, SignInNeeded
from tests.connectors import bluesky
from tests.connectors.mastodon import small_server
from tests.connectors.services.test_discourse import Forum
from tests.connectors.site import says, site
from tests.contracts.connector import SECRET
from tests.servers.fake_discourse import FakeDiscourse
from tests.servers.fake_wordpress import FakeWordPress
from tests.servers.small import SmallServer

REDIRECT = "http://127.0.0.1:9/callback"
PAGE = b"<html><title>Welcome to the train</title></html>"


@dataclass
class Door:
    """A small server and the two ways to it: with a sign-in that is kept, and with a new one."""

    server: SmallServer
    connect: Callable[[], Any]
    begin: Callable[[str], object]  # at an address


@contextmanager
def mastodon() -> Iterator[Door]:
    begin = registry.service("mastodon").begin
    assert begin
    with small_server() as network:
        yield Door(network.fake, network.connect, lambda at: begin(network.http, at, REDIRECT))


@contextmanager
def wordpress() -> Iterator[Door]:
    sign_in = registry.service("wordpress").sign_in
    assert sign_in
    answers = {"user": "brand", "password": SECRET}
    with FakeWordPress("brand", SECRET) as fake:
        http = Http(Patience(connect_s=2, read_s=5), lambda: fake.clock.timestamp())
        account = Account(1, "wordpress", "brand@localhost", fake.base_url, remote_id="1")
        yield Door(
            fake,
            lambda: registry.connector(account, json.dumps(answers), http),
            lambda at: sign_in(http, {**answers, "address": at}),
        )
        http.close()


@contextmanager
def discourse() -> Iterator[Door]:
    begin = registry.service("discourse").begin
    assert begin
    with FakeDiscourse(SECRET) as fake:
        made, true_now = Forum(fake), fake.now
        made.http.now = lambda: true_now().timestamp()
        yield Door(fake, made.connect, lambda at: begin(made.http, at, REDIRECT))
        made.http.close()


@contextmanager
def sky() -> Iterator[Door]:
    """Its sign-in in a form is in test_bluesky_signin.py: it asks a directory of handles first."""
    sign_in = registry.service("bluesky").sign_in
    assert sign_in
    answers = {"handle": "brand.bsky.example", "password": "abcd-efgh-ijkl-mnop"}
    with bluesky.small_server() as network:
        yield Door(
            network.fake,
            network.connect,
            lambda at: sign_in(network.http, {**answers, "server": at}),
        )


SERVICES = {"bluesky": sky, "discourse": discourse, "mastodon": mastodon, "wordpress": wordpress}
every_service = pytest.mark.parametrize("name", SERVICES)


def trouble_of(call: Callable[[], object]) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        call()
    assert SECRET not in str(caught.value)
    return caught.value


@every_service
def test_the_wrong_server(name: str) -> None:
    with SERVICES[name]() as door, site(says(b'{"hello": "world"}')) as other:
        err = trouble_of(lambda: door.begin(f"http://127.0.0.1:{other.port}"))
        assert "does not answer like a" in err.what
        assert err.hint.startswith("Check the address") or "Write it like" in err.hint
        assert not any(SECRET in each for each in other.heads)


@every_service
def test_a_page_of_the_network_stands_before_the_server(name: str) -> None:
    """A hotel answers everything with its own page, or leads to it."""
    with SERVICES[name]() as door, site(says(PAGE, Content_Type="text/html")) as hotel:
        err = trouble_of(lambda: door.begin(f"http://127.0.0.1:{hotel.port}"))
        assert PORTAL in err.hint
        door.server.faults.refusal = (511, {"Content-Type": "text/html"}, {})
        err = trouble_of(lambda: door.connect().pull(None))
        assert "this network wants you to sign in first" in err.what
        assert err.hint == PORTAL


@every_service
def test_a_sign_in_that_is_over(name: str) -> None:
    with SERVICES[name]() as door:
        door.server.faults.refused_token = True
        err = trouble_of(lambda: door.connect().pull(None))
        assert isinstance(err, SignInNeeded)
        assert err.hint


@every_service
def test_a_clock_that_is_wrong(name: str) -> None:
    """The server is hours ahead, and takes no sign-in: that is why, most likely."""
    with SERVICES[name]() as door:
        true_now = door.server.now
        later: Callable[[], datetime] = lambda: true_now() + timedelta(hours=3)  # noqa: E731
        door.server.now = later  # type: ignore[method-assign]
        door.server.faults.refused_token = True
        err = trouble_of(lambda: door.connect().pull(None))
        assert isinstance(err, SignInNeeded)
        assert "our clock is 3 hours behind" in err.what
        assert err.hint == SET_CLOCK


@every_service
def test_a_permission_that_is_missing(name: str) -> None:
    if name in ("bluesky", "discourse"):
        return  # a sign-in there gives all that is asked for, or none
    with SERVICES[name]() as door:
        if isinstance(door.server, FakeWordPress):
            door.server.may_moderate, named = False, "may not moderate comments"
        else:
            door.server.faults.scopes, named = (
                {"read:accounts"},
                "the permission read:notifications",
            )
        err = trouble_of(lambda: door.connect().pull(None))
        assert isinstance(err, SignInNeeded)
        assert named in err.what
        assert err.hint


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Your login is currently disabled", "this account is suspended there: Your login is"),
        ("Your login is currently pending approval", "this account still waits to be let in"),
    ],
)
def test_an_account_that_is_suspended_or_not_let_in_yet(words: str, said: str) -> None:
    with mastodon() as door:
        door.server.faults.refusal = (403, {}, {"error": words})
        err = trouble_of(lambda: door.connect().pull(None))
        assert isinstance(err, SignInNeeded)
        assert said in err.what
        assert err.hint.startswith("Ask the people who run the server.")


@every_service
def test_a_certificate_of_somebody_else(name: str) -> None:
    with SERVICES[name]() as door, site(says(b"{}"), "localhost.pem") as hotel:
        err = trouble_of(lambda: door.begin(f"https://localhost:{hotel.port}"))
        assert "its certificate is not valid" in err.what
        assert PORTAL in err.hint


def test_a_clock_that_is_wrong_keeps_no_token_from_being_renewed() -> None:
    with bluesky.small_server() as network:
        network.write("Hello")
        network.fake.expire()
        true_now = network.fake.now
        later: Callable[[], datetime] = lambda: true_now() + timedelta(hours=3)  # noqa: E731
        network.fake.now = later  # type: ignore[method-assign]
        assert len(network.connect().pull(None).messages) == 1
        assert len(network.renewed) == 1


def test_what_is_odd_without_a_page_is_only_a_wrong_address() -> None:
    assert check_address(OddAnswer("x", "no", "no")) == "Check the address."
