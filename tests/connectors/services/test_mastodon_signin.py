"""Signing in at any Mastodon server, on the small one; a real one is in test_real_oauth.py."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.address import base_url
from cm_desk.connectors.base import BrowserSignIn
from cm_desk.connectors.http import Http
from cm_desk.connectors.oauth import OOB
from cm_desk.domain.model import Account
from cm_desk.errors import BadInput, OddAnswer, Offline, Rejected, SignInNeeded
from tests.connectors.mastodon import MastodonNetwork, small_server
from tests.connectors.site import says, site
from tests.servers.fake_mastodon.faults import Quirks

REDIRECT = "http://127.0.0.1:9/callback"


def begin(network: MastodonNetwork, redirect: str = REDIRECT) -> BrowserSignIn:
    found = registry.service("mastodon").begin
    assert found
    return found(network.http, network.fake.base_url, redirect)


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def browse(url: str) -> dict[str, str]:
    """The query that the browser would bring back."""
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.build_opener(Stay).open(url, timeout=10)
    query = parse_qs(urlsplit(caught.value.headers["Location"]).query)
    caught.value.close()
    return {name: values[0] for name, values in query.items()}


@pytest.fixture
def network() -> Iterator[MastodonNetwork]:
    with small_server() as made:
        yield made


def test_the_whole_way(network: MastodonNetwork) -> None:
    started = begin(network)
    granted = started.finish(browse(started.url))
    assert granted.profile.handle == "@desk@social.example"
    assert granted.profile.followers == 7
    assert granted.base_url == network.fake.base_url
    secret = json.loads(granted.secret)
    assert secret["token"] == network.fake.token
    assert secret["client_id"] == "the-app"
    assert network.connect(granted.secret).profile() == granted.profile
    assert network.fake.token not in repr(started) + repr(granted)


def test_signing_out_makes_the_token_worthless(network: MastodonNetwork) -> None:
    started = begin(network)
    granted = started.finish(browse(started.url))
    account = Account(1, "mastodon", granted.profile.handle, granted.base_url)
    leave = registry.service("mastodon").sign_out
    assert leave
    leave(account, granted.secret, network.http)
    with pytest.raises(SignInNeeded):
        network.connect(granted.secret).profile()
    with pytest.raises(SignInNeeded, match="not authorized to revoke"):
        leave(account, '{"token": "other"}', network.http)


def test_only_what_is_needed_is_asked_for(network: MastodonNetwork) -> None:
    asked = parse_qs(urlsplit(begin(network).url).query)
    assert asked["scope"] == [
        "read:accounts read:notifications read:statuses write:media write:statuses"
    ]
    assert asked["code_challenge_method"] == ["S256"]


def test_a_code_to_paste_where_no_listener_can_be() -> None:
    with small_server() as network:
        started = begin(network, "")
        assert parse_qs(urlsplit(started.url).query)["redirect_uri"] == [OOB]
        code = browse(started.url)["code"]
        assert started.finish_with_code(f" {code}\n").profile.name == "Desk"
        with pytest.raises(SignInNeeded, match="code is empty"):
            begin(network, "").finish_with_code("  ")


def test_an_older_server_without_discovery() -> None:
    with small_server(Quirks(no_discovery=True, no_second_instance=True)) as network:
        started = begin(network)
        assert "code_challenge" not in started.url
        assert started.finish(browse(started.url)).profile.handle == "@desk@social.example"


def test_a_verifier_that_does_not_fit_is_refused(network: MastodonNetwork) -> None:
    first, second = begin(network), begin(network)
    code = browse(first.url)["code"]
    with pytest.raises(SignInNeeded, match="does not take this code"):
        second.finish_with_code(code)


def test_a_permission_that_was_not_given_is_named(network: MastodonNetwork) -> None:
    network.fake.faults.scopes = {"read:accounts", "read:notifications", "read:statuses"}
    started = begin(network)
    with pytest.raises(SignInNeeded, match="permission write:media was not given"):
        started.finish(browse(started.url))


def test_endpoints_at_another_host_are_not_taken() -> None:
    lie = {"issuer": "https://a.example", "token_endpoint": "https://evil.example/token"}
    with site(says(json.dumps(lie).encode())) as one:
        found = registry.service("mastodon").begin
        assert found
        http = Http()
        with pytest.raises(OddAnswer, match=r"another host \(evil\.example\)"):
            found(http, f"http://127.0.0.1:{one.port}", REDIRECT)
        http.close()


@pytest.mark.parametrize("answer", [b"<html>Hello</html>", b"[]", b"{}", b'{"client_id": 1}'])
def test_a_site_that_is_no_mastodon_says_so(answer: bytes) -> None:
    with site(says(answer)) as one:
        found = registry.service("mastodon").begin
        assert found
        http = Http()
        with pytest.raises(Rejected, match="does not answer like a Mastodon server"):
            found(http, f"http://127.0.0.1:{one.port}", REDIRECT)
        http.close()


def test_nobody_there_says_so() -> None:
    with site(says(b"")) as gone:
        address = f"http://127.0.0.1:{gone.port}"
    found = registry.service("mastodon").begin
    assert found
    with pytest.raises(Offline, match="takes no connections"):
        found(Http(), address, REDIRECT)


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("social.example", "https://social.example"),
        (" Social.Example/ ", "https://social.example"),
        ("@me@social.example", "https://social.example"),
        ("me@social.example", "https://social.example"),
        ("https://social.example/@me/1", "https://social.example"),
        ("https://social.example:8443", "https://social.example:8443"),
        ("bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:3000", "http://localhost:3000"),
    ],
)
def test_addresses_as_people_type_them(typed: str, base: str) -> None:
    assert base_url(typed) == base


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "social", "http://social.example", "ftp://a.example", "https://", "a b.example",
     "https://a.example:99999", "javascript:alert(1)", "@", "https://[::1", "x" * 5000],
)  # fmt: skip
def test_what_is_no_address_says_how_to_write_one(typed: str) -> None:
    with pytest.raises(BadInput):
        base_url(typed)
