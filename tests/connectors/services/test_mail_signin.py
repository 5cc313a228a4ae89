"""From a mail address to a mailbox: where its servers are, and what can be wrong with them."""

import json
import logging
import traceback
from collections.abc import Iterator

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import Granted
from cm_desk.connectors.exchange import Patience
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.mail import settings
from cm_desk.connectors.services.mail.places import Place, Ways, place, ways
from cm_desk.connectors.services.mail.settings import known, providers, read
from cm_desk.domain.model import Account
from cm_desk.errors import BadInput, OddAnswer, Offline, ServiceError, SignInNeeded
from tests.connectors.mail import MailNetwork, small_server
from tests.connectors.site import CERTIFICATES, says, site
from tests.contracts.connector import SECRET
from tests.servers.fake_mail.world import US

CONFIG = b"""<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="tidewell.example">
 <incomingServer type="pop3"><hostname>pop.tidewell.example</hostname><port>995</port>
  <socketType>SSL</socketType></incomingServer>
 <incomingServer type="imap"><hostname>plain.tidewell.example</hostname><port>143</port>
  <socketType>plain</socketType></incomingServer>
 <incomingServer type="imap"><hostname>box.%EMAILDOMAIN%</hostname><port>143</port>
  <socketType>STARTTLS</socketType><username>%EMAILLOCALPART%</username></incomingServer>
 <outgoingServer type="smtp"><hostname>out.tidewell.example</hostname><port>465</port>
  <socketType>SSL</socketType></outgoingServer>
</emailProvider></clientConfig>"""


@pytest.fixture
def http() -> Iterator[Http]:
    made = Http(Patience(connect_s=2, read_s=2))
    yield made
    made.close()


@pytest.fixture
def network() -> Iterator[MailNetwork]:
    with small_server() as made:
        yield made


def sign_in(http: Http, network: MailNetwork, **answers: str) -> Granted:
    signing_in = registry.service("mail").sign_in
    assert signing_in
    given = {
        "address": US,
        "password": SECRET,
        "imap": f"plain://127.0.0.1:{network.fake.imap}",
        "smtp": f"plain://127.0.0.1:{network.fake.smtp}",
    }
    return signing_in(http, given | answers)


def test_an_address_and_a_password_make_an_account(http: Http, network: MailNetwork) -> None:
    granted = sign_in(http, network)
    assert (granted.profile.handle, granted.profile.remote_id) == (US, US)
    assert json.loads(granted.secret) == {"user": US, "password": SECRET}
    account = Account(1, "mail", US, granted.base_url, remote_id=US)
    assert registry.connector(account, granted.secret, http).profile().handle == US
    assert SECRET not in f"{granted!r}{granted.base_url}"


@pytest.mark.parametrize("typed", ["", "tidewell", "@x.example", "a b@x.example", "a@", "a@b/c"])
def test_what_is_no_address_is_said_before_anything_is_asked(
    http: Http, network: MailNetwork, typed: str
) -> None:
    with pytest.raises(BadInput, match=r'Write it like "care@example\.org"'):
        sign_in(http, network, address=typed)
    assert network.world.connections == 0


def test_both_servers_must_take_the_password(http: Http, network: MailNetwork) -> None:
    wrong = f"wrong-{'canary'}"
    with pytest.raises(SignInNeeded, match="Type the password once more") as caught:
        sign_in(http, network, password=wrong)
    assert "wrong-canary" not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(Offline, match="it takes no connections"):
        sign_in(http, network, smtp="plain://127.0.0.1:9")


def test_a_wrong_server_is_named_and_the_way_out(http: Http, network: MailNetwork) -> None:
    with pytest.raises(Offline, match=r"imap\.invalid.*not known.*Check the name"):
        sign_in(http, network, imap="imap.invalid")
    with pytest.raises(BadInput, match="without protection"):
        sign_in(http, network, imap="plain://imap.tidewell.example:143")
    with pytest.raises(BadInput, match="server for reading is missing"):
        sign_in(http, network, imap="")
    for odd in ("a b", "imap.example.org:x", ":993"):
        with pytest.raises(BadInput, match="is no server"):
            sign_in(http, network, imap=odd)


def test_a_server_without_protection_gets_no_password(http: Http, network: MailNetwork) -> None:
    for one in ("imap", "smtp"):
        port = getattr(network.fake, one)
        with pytest.raises(Offline, match="offers no protected connection"):
            sign_in(http, network, **{one: f"{one}://127.0.0.1:{port}"})
    assert network.world.sasl[1:] == []  # the first server of the two was there for the second


def test_a_page_of_the_network_in_between_is_no_mail_server(
    http: Http, network: MailNetwork
) -> None:
    with site(says(b"<h1>Welcome to the train</h1>")) as other:
        with pytest.raises(ServiceError, match=r"it took too long|does not answer"):
            sign_in(http, network, imap=f"plain://127.0.0.1:{other.port}")
        with pytest.raises(Offline, match=r"no protected connection|too long"):
            sign_in(http, network, imap=f"imaps://127.0.0.1:{other.port}")
    network.garble()
    with pytest.raises(OddAnswer, match="does not answer like an IMAP server"):
        sign_in(http, network)


@pytest.mark.parametrize(
    ("certificate", "host", "way_out"),
    [
        ("expired.pem", "localhost", "expired.*date and time of this computer"),
        ("localhost.pem", "", "Ask the people who run the server"),
        ("localhost.pem", "127.0.0.1", "127.0.0.1.*Ask the people who run the server"),
    ],
)
def test_a_certificate_that_is_not_valid_has_its_own_sentence(
    http: Http,
    network: MailNetwork,
    certificate: str,
    host: str,
    way_out: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Too old, of nobody we trust, of another host."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATES / certificate) if host else "")
    with (
        site(says(b""), certificate) as other,
        pytest.raises(Offline, match=f"certificate is not valid.*{way_out}"),
    ):
        sign_in(http, network, imap=f"imaps://{host or 'localhost'}:{other.port}")


def test_no_secret_is_in_any_log(
    http: Http, network: MailNetwork, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sign_in(http, network)
    network.refuse_token()
    with pytest.raises(SignInNeeded):
        sign_in(http, network)
    assert SECRET not in caplog.text


# -- where the servers are


def test_known_providers_are_complete_and_say_what_they_want() -> None:
    for domain, row in providers().items():
        found = known(f"care@{domain}")
        assert found
        assert found.ways.imap.how != "plain"
        assert found.ways.smtp.port in (465, 587), row["name"]
        assert ways(found.ways.text()) == found.ways
    gmail = known("Care@GMail.com")
    assert gmail
    assert gmail.ways == Ways(Place("imap.gmail.com", 993), Place("smtp.gmail.com", 465))
    assert "app password" in gmail.hint
    assert settings.keeps_sent("imap.gmail.com")
    assert not settings.keeps_sent("imap.example.org")


def test_a_domain_may_say_where_its_servers_are() -> None:
    found = read(CONFIG, "care@tidewell.example")
    assert found
    assert found.ways.imap == Place("box.tidewell.example", 143, "starttls")
    assert found.ways.smtp == Place("out.tidewell.example", 465)
    assert found.user == "care"


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"<html><body>Not found</body></html>",
        b"<clientConfig>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + CONFIG.partition(b"?>")[2],
        CONFIG.replace(b"SSL", b"plain").replace(b"STARTTLS", b"plain"),
        CONFIG.replace(b"465", b"many"),
        b"\xff" * 1000,
    ],
)
def test_what_is_no_such_file_is_passed_over(odd: bytes) -> None:
    assert read(odd, "care@tidewell.example") is None


def test_the_domain_alone_is_asked_and_nobody_else(
    http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    with site(says(CONFIG)) as other:
        asked = (f"http://localhost:{other.port}/mail/config-v1.1.xml?emailaddress={{address}}",)
        monkeypatch.setattr(settings, "ASKED", asked)
        found = settings.find(http, "care@localhost")
        assert found.ways.smtp.host == "out.tidewell.example"
        assert "emailaddress=care%40localhost" in other.heads[0]


def test_where_nothing_is_found_the_person_is_asked(http: Http) -> None:
    with pytest.raises(BadInput, match=r"did not find the mail servers of nowhere\.invalid"):
        settings.find(http, "care@nowhere.invalid")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("imap.example.org", Place("imap.example.org", 993)),
        ("imap.example.org:143", Place("imap.example.org", 143, "starttls")),
        ("imaps://[::1]:1993", Place("::1", 1993)),
        (" imap.example.org. ", Place("imap.example.org", 993)),
    ],
)
def test_a_typed_server_is_understood(typed: str, found: Place) -> None:
    assert place(typed, "imap") == found
    assert ways(Ways(found, found).text()).imap == found


def test_a_pasted_address_is_recognised(http: Http) -> None:
    recognise = registry.service("mail").recognise
    assert recognise
    found = recognise(http, "mailto:care@example.org")
    assert found
    assert (found.answers, found.what) == (
        {"address": "care@example.org"},
        "A mailbox at example.org",
    )
    for other in ("example.org", "@care@example.org", "https://example.org/@care", "@care.example"):
        assert recognise(http, other) is None
