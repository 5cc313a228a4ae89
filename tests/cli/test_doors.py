"""Services, accounts to add, and the ways to people, as a script meets them."""

import io
import sys

import pytest

from cm_desk.connectors import registry
from cm_desk.keychain import MemoryKeychain
from tests.cli.test_commands import Shell, empty, shell
from tests.connectors.mastodon import small_server
from tests.connectors.site import says, site
from tests.contracts.connector import SECRET
from tests.servers.fake_wordpress import FakeWordPress

__all__ = ["empty", "shell"]


def types(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> MemoryKeychain:
    """The machine that runs the tests may have no keychain; what is kept is seen here."""
    made = MemoryKeychain()
    monkeypatch.setattr("cm_desk.desk.Keychain", lambda: made)
    return made


def test_the_ways_to_a_person_are_told(shell: Shell) -> None:
    found = shell.json("doors", "Priya Raman")
    assert found
    assert {"service", "handle", "account", "private", "way", "open", "ends_at"} <= found[0].keys()
    assert {each["way"] for each in found} <= {"open", "unknown", "closed"}
    out, _ = shell.run("doors", "Priya Raman")
    assert ": open" in out or " open" in out


def test_every_service_tells_what_it_can_do(empty: Shell) -> None:
    found = {each["name"]: each for each in empty.json("services")}
    assert set(found) == set(registry.names())
    assert "direct" in found["mastodon"]["capabilities"]["visibilities"]
    assert found["mastodon"]["sign_in"] == "browser"
    assert all(each["label"] and each["about"] for each in found.values())
    out, _ = empty.run("services")
    assert "Mastodon. Any server." in out


def test_an_account_is_added_by_its_address(
    empty: Shell, keys: MemoryKeychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeWordPress("brand", SECRET) as fake:
        fake.clock = fake.clock.now(fake.clock.tzinfo)
        types(monkeypatch, SECRET)
        [made] = empty.json("accounts", "add", fake.base_url, "--set", "user=brand")
        assert made["service"] == "wordpress"
        assert SECRET in keys._kept[made["key"]]
        [known] = empty.json("accounts")
        assert known["key"] == made["key"]
        types(monkeypatch, "not this one")
        _, err = empty.run("accounts", "add", fake.base_url, "--set", "user=brand", status=1)
        assert "does not take this sign-in" in err


def test_a_sign_in_page_takes_a_pasted_code(
    empty: Shell, keys: MemoryKeychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_server() as network:
        types(monkeypatch, "no-such-code")
        _, err = empty.run("accounts", "add", network.fake.base_url, "--paste", status=1)
        assert (
            f"Open this page in your browser, sign in and allow CM Desk:\n{network.fake.base_url}"
            in err
        )
        assert "the server does not take this code" in err
        assert keys._kept == {}


def test_what_is_not_there_says_so(empty: Shell, keys: MemoryKeychain) -> None:
    with site(says(b"{}")) as other:
        _, err = empty.run("accounts", "add", f"http://127.0.0.1:{other.port}", status=1)
        assert "Nothing we know answers at" in err
    _, err = empty.run("accounts", "add", status=1)
    assert "An address is missing" in err
    _, err = empty.run("accounts", "add", "x.example", "--service", "pigeon", status=1)
    assert "There is no service “pigeon”. There are: " in err
