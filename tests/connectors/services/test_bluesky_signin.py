"""Signing in at Bluesky: from the handle to the server, and every way in which it goes wrong."""

import json
import logging
from collections.abc import Iterator

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.bluesky import identity
from cm_desk.connectors.services.bluesky.identity import Directory, handle_in
from cm_desk.connectors.services.bluesky.signin import recognise, sign_in, sign_out
from cm_desk.errors import (
    BadInput,
    Gone,
    OddAnswer,
    Offline,
    Rejected,
    ServiceError,
    SignInNeeded,
    SlowDown,
)
from tests.connectors.bluesky import BlueskyNetwork, small_server
from tests.contracts.connector import SECRET
from tests.servers.fake_bluesky.server import PASSWORD

ANSWERS = {"handle": "@desk.example", "password": PASSWORD}


@pytest.fixture
def network() -> Iterator[BlueskyNetwork]:
    with small_server() as made:
        yield made


def directory(network: BlueskyNetwork) -> Directory:
    return Directory(plc=network.fake.base_url, resolver=network.fake.base_url)


def test_a_handle_leads_to_its_owner_and_to_the_owners_server(network: BlueskyNetwork) -> None:
    given = sign_in(network.http, ANSWERS, directory(network))
    assert given.base_url == network.fake.base_url
    assert given.profile.handle == "@desk.example"
    assert given.profile.remote_id == network.world.us.did
    assert given.profile.followers == 7
    kept = json.loads(given.secret)
    assert kept == {"access": SECRET, "refresh": f"{SECRET}-refresh", "password": PASSWORD}
    assert SECRET not in repr(given)
    assert PASSWORD not in repr(given)


def test_a_typed_server_is_asked_first_and_needs_no_directory(network: BlueskyNetwork) -> None:
    answers = {**ANSWERS, "server": network.fake.base_url}
    assert sign_in(network.http, answers).base_url == network.fake.base_url
    assert "createSession" in "".join(network.fake.asked)


def test_the_password_goes_to_no_server_that_is_none(network: BlueskyNetwork) -> None:
    network.fake.faults.refusal = (404, {}, {"error": "Not Found"})
    with pytest.raises(Rejected, match="does not answer like a Bluesky server") as caught:
        sign_in(network.http, {**ANSWERS, "server": network.fake.base_url})
    assert "Check the address" in caught.value.hint
    assert "createSession" not in "".join(network.fake.asked)


@pytest.mark.parametrize(
    ("typed", "handle"),
    [
        ("brand.bsky.social", "brand.bsky.social"),
        (" @Brand.bsky.social ", "brand.bsky.social"),
        ("https://bsky.app/profile/brand.example/post/3k", "brand.example"),
        ("at://brand.example", "brand.example"),
        ("did:plc:ewvi7nxzyoun6zhxrhs64oiz", "did:plc:ewvi7nxzyoun6zhxrhs64oiz"),
    ],
)
def test_a_handle_is_understood_as_people_paste_it(typed: str, handle: str) -> None:
    assert handle_in(typed) == handle


@pytest.mark.parametrize(
    "typed", ["", "brand", "@me@social.example", "brand..example", "a b.c", "x.1"]
)
def test_what_is_no_handle_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(BadInput, match="is no handle"):
        handle_in(typed)


def test_the_password_of_the_account_itself_is_never_sent(network: BlueskyNetwork) -> None:
    for typed in ("correct horse battery", "abcd-efgh", ""):
        with pytest.raises(BadInput) as caught:
            sign_in(network.http, {**ANSWERS, "password": typed}, directory(network))
        assert "App passwords" in caught.value.hint
        assert not typed or typed not in str(caught.value)
    assert network.fake.asked == []


def test_each_trouble_has_its_own_sentence_and_way_out(network: BlueskyNetwork) -> None:
    fake, told = network.fake, set[str]()

    def fails(error: type[ServiceError], words: str, **answers: str) -> ServiceError:
        with pytest.raises(error, match=words) as caught:
            sign_in(network.http, {**ANSWERS, **answers}, directory(network))
        told.add(str(caught.value))
        network.come_back()
        return caught.value

    wrong = fails(SignInNeeded, "does not take this handle", password="aaaa-bbbb-cccc-dddd")
    assert "make a new one" in wrong.hint
    fails(Gone, "nobody at Bluesky has the handle", handle="nobody.invalid")
    fake.wants_code = True
    assert "app password" in fails(SignInNeeded, "wants a code by mail").hint
    fake.wants_code, fake.status = False, "takendown"
    assert "it says why" in fails(SignInNeeded, "has taken this account down").hint
    fake.status = "deactivated"
    fails(Rejected, "this account is deactivated")
    fake.status = ""
    network.go_offline()
    fails(Offline, "no answer from")
    network.garble()
    fails(OddAnswer, "JSON|as published")
    network.slow_down(240)
    fails(SlowDown, "slow down")
    assert len(told) == 8


def test_an_account_without_a_good_server_is_not_followed(network: BlueskyNetwork) -> None:
    """The document of an account may say anything: no address without protection, none inside."""
    here = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer"}
    for document in (
        {},
        {"service": "none"},
        {"service": [{**here, "serviceEndpoint": "http://pds.example"}]},
        {"service": [{**here, "serviceEndpoint": "file:///etc/passwd"}]},
        {"service": [{**here, "serviceEndpoint": "https://10.0.0.1@"}]},
    ):
        network.fake.document = document
        with pytest.raises(OddAnswer, match="server"):
            sign_in(network.http, ANSWERS, directory(network))
    assert "createSession" not in "".join(network.fake.asked)


def test_a_token_that_ended_is_renewed_in_the_middle_of_things(network: BlueskyNetwork) -> None:
    """And told to the keychain at once, so that it is there after a restart."""
    connector = network.connect()
    network.write("Hello")
    network.fake.expire()
    assert len(connector.pull(None).messages) == 1
    [(account, secret)] = network.renewed
    assert account == "bluesky:@desk.example"
    assert json.loads(secret)["access"] == network.fake.access
    assert network.connect(secret).profile().handle == "@desk.example"
    assert len(network.renewed) == 1


def test_a_renewal_whose_answer_was_lost_costs_no_sign_in(network: BlueskyNetwork) -> None:
    """The token for renewing is good once: when its answer is lost, the app password does."""
    connector = network.connect(_secret(network, PASSWORD))
    network.fake.expire()
    network.fake.cut_request(2)
    with pytest.raises(Offline):
        connector.profile()
    assert connector.profile().handle == "@desk.example"
    without = network.connect(_secret(network, ""))
    network.fake.expire()
    network.fake.old.add(network.fake.refresh)
    with pytest.raises(SignInNeeded, match="the sign-in has ended"):
        without.profile()


def test_renewing_writes_no_token_anywhere(
    network: BlueskyNetwork, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    connector = network.connect(_secret(network, PASSWORD))
    network.fake.expire()
    connector.profile()
    network.refuse_token()
    with pytest.raises(SignInNeeded) as caught:
        connector.profile()
    for secret in (SECRET, PASSWORD):
        assert secret not in caplog.text
        assert secret not in str(caught.value)
        assert secret not in repr(connector)


def test_a_saved_sign_in_that_cannot_be_read_asks_for_a_new_one(network: BlueskyNetwork) -> None:
    for secret in ("nonsense", "[]", "{}", '{"access": null, "x": 1}'):
        with pytest.raises(SignInNeeded):
            network.connect(secret).profile()


def test_signing_out_makes_both_tokens_worth_nothing(network: BlueskyNetwork) -> None:
    sign_out(network.account, _secret(network, ""), network.http)
    assert {SECRET, f"{SECRET}-refresh"} <= network.fake.old


def test_a_pasted_handle_or_profile_is_recognised(network: BlueskyNetwork) -> None:
    there = directory(network)
    for typed in ("desk.example", "https://bsky.app/profile/desk.example"):
        found = recognise(network.http, typed, there)
        assert found
        assert (found.service, found.answers) == ("bluesky", {"handle": "desk.example"})
        assert "@desk.example at Bluesky" in found.what
    for typed in ("somebody@mail.example", "https://social.example/@me", "nobody.invalid", "?"):
        assert recognise(network.http, typed, there) is None
    network.go_offline()
    with pytest.raises(Offline):
        recognise(network.http, "desk.example", there)


def test_a_handles_own_page_does_where_the_resolver_does_not_know(
    network: BlueskyNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its address is a name of the web, so here only what is asked can be told."""
    asked: list[str] = []

    def page(_http: Http, handle: str) -> str:
        asked.append(handle)
        return ""

    monkeypatch.setattr(identity, "_page", page)
    with pytest.raises(Gone):
        identity.did_of(network.http, "other.example", directory(network))
    assert asked == ["other.example"]


def test_an_account_from_an_archive_without_a_sign_in_can_be_signed_in_to(
    network: BlueskyNetwork,
) -> None:
    service = registry.service("bluesky")
    assert service.sign_in is sign_in
    assert [each.name for each in service.fields] == ["handle", "password", "server"]
    assert service.fields[1].secret


def _secret(network: BlueskyNetwork, password: str) -> str:
    tokens = {"access": network.fake.access, "refresh": network.fake.refresh}
    return json.dumps({**tokens, "password": password})


def test_no_sign_in_waits_for_a_hanging_directory(network: BlueskyNetwork) -> None:
    network.impatient()
    network.hang()
    with pytest.raises(Offline, match="too long"):
        sign_in(Http(network.http.patience), ANSWERS, directory(network))
    network.come_back()
