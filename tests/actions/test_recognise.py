"""Paste an address: which service is there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions.accounts import recognise
from cm_desk.desk import Desk, open_desk
from cm_desk.errors import BadInput, Offline
from cm_desk.keychain import MemoryKeychain
from tests.conftest import Run
from tests.connectors.mastodon import MastodonNetwork, small_server
from tests.connectors.site import says, site
from tests.contracts.connector import SECRET
from tests.servers.fake_wordpress import FakeWordPress


@pytest.fixture
def desk(run: Run[Any], tmp_path: Path) -> Iterator[Desk]:
    made = run(open_desk(tmp_path, lambda _: None, keychain=MemoryKeychain()))
    yield made
    run(made.close())


@pytest.fixture
def mastodon() -> Iterator[MastodonNetwork]:
    with small_server() as network:
        yield network


def test_a_mastodon_server_by_its_address_or_a_page_of_it(
    run: Run[Any], desk: Desk, mastodon: MastodonNetwork
) -> None:
    here = mastodon.fake.base_url
    for typed in (here, f"{here}/@tidewell", f"  {here}/ "):
        [found] = run(recognise(desk, typed))
        assert (found.service, found.sure) == ("mastodon", True)
        assert found.what == f"Mastodon at {here.removeprefix('http://')}"
        assert found.answers == {"address": here}


def test_a_site_of_wordpress(run: Run[Any], desk: Desk) -> None:
    with FakeWordPress("brand", SECRET) as fake:
        [found] = run(recognise(desk, f"{fake.base_url}/wp-admin/profile.php"))
        assert (found.service, found.answers) == ("wordpress", {"address": fake.base_url})
        assert not any(fake.authorizations)


def test_what_nobody_knows_says_so(run: Run[Any], desk: Desk) -> None:
    other = site(says(json.dumps({"hello": "world"}).encode()))
    nobody = pytest.raises(BadInput, match="Nothing we know answers at http://127")
    with other as there, nobody:
        run(recognise(desk, f"http://127.0.0.1:{there.port}"))
    with pytest.raises(BadInput, match="choose the service below"):
        run(recognise(desk, "my shop"))


def test_where_nothing_answers_the_reason_is_told(run: Run[Any], desk: Desk) -> None:
    with site(says(b"")) as gone:
        address = f"http://127.0.0.1:{gone.port}"
    with pytest.raises(Offline, match="takes no connections"):
        run(recognise(desk, address))
