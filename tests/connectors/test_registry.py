import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account, Capabilities
from cm_desk.errors import BadInput, SignInNeeded

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


GOOD = """
from cm_desk.connectors.base import Service
from cm_desk.domain.model import Capabilities
SERVICE = Service("pigeon", "Pigeon post", Capabilities(), (), lambda *_: None, sign_in=print)
"""


@pytest.fixture
def bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Install a package that brings `name` from a module with `source`."""

    def install(name: str, source: str) -> None:
        (tmp_path / f"cm_desk_pigeon_{name}.py").write_text(source)
        info = tmp_path / f"cm_desk_pigeon_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: cm-desk-pigeon-{name}\nVersion: 1.0\n"
        )
        entry = f"[{registry.GROUP}]\n{name} = cm_desk_pigeon_{name}:SERVICE\n"
        (info / "entry_points.txt").write_text(entry)
        forget()

    def forget() -> None:
        registry._brought.cache_clear()
        registry.service.cache_clear()
        for name in [each for each in sys.modules if each.startswith("cm_desk_pigeon")]:
            del sys.modules[name]

    monkeypatch.syspath_prepend(str(tmp_path))
    yield install
    monkeypatch.undo()
    forget()


def test_another_package_brings_a_service(bring: Callable[[str, str], None]) -> None:
    bring("pigeon", GOOD)
    assert "pigeon" in registry.names()
    assert registry.service("pigeon").label == "Pigeon post"
    account = Account(1, "pigeon", "hello@tidewell.example", "https://x.example")
    assert registry.service_of(account).label == "Pigeon post"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "does not load: division by zero"),
        ("import nowhere", "does not load: No module named"),
        ("SERVICE = 7", "brings no service of that name"),
        (GOOD.replace('"pigeon"', '"other"'), "brings no service of that name"),
    ],
)
def test_a_package_that_does_not_work_is_named_and_ends_nothing(
    bring: Callable[[str, str], None], source: str, said: str
) -> None:
    bring("pigeon", source)
    with pytest.raises(BadInput, match=said):
        registry.service("pigeon")


def test_no_package_takes_the_place_of_one_of_ours(bring: Callable[[str, str], None]) -> None:
    bring("mastodon", GOOD.replace('"pigeon"', '"mastodon"'))
    assert registry.service("mastodon").label == "Mastodon"
