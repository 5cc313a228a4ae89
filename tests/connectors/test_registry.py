import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account, Capabilities
from cm_desk.errors import SignInNeeded

FROM_AN_ARCHIVE = Account(1, "carrier-pigeon", "hello@tidewell.example", "")


def test_every_service_says_what_it_is() -> None:
    assert "mastodon" in registry.names()
    for name in registry.names():
        found = registry.service(name)
        assert found.name == name
        assert found.label
        assert (found.begin is None) != (found.sign_in is None)


def test_a_service_known_from_an_archive_alone_can_be_read() -> None:
    found = registry.service_of(FROM_AN_ARCHIVE)
    assert (found.name, found.capabilities) == ("carrier-pigeon", Capabilities())
    with pytest.raises(SignInNeeded, match="came from an archive"):
        registry.connector(FROM_AN_ARCHIVE, "", Http())
