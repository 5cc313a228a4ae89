"""Who may be one person, from what their services say: read by the connectors, kept, compared."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions.accounts import add
from cm_desk.actions.suggestions import suggestions
from cm_desk.actions.sync import sync
from cm_desk.connectors.base import Connector
from cm_desk.desk import Desk, Granted, open_desk
from cm_desk.keychain import MemoryKeychain
from tests.conftest import Run
from tests.connectors import bluesky, mastodon
from tests.contracts.connector import SECRET

Networks = tuple[mastodon.MastodonNetwork, bluesky.BlueskyNetwork]


@pytest.fixture
def networks() -> Iterator[Networks]:
    with ExitStack() as stack:
        toots = stack.enter_context(mastodon.small_server())
        yield toots, stack.enter_context(bluesky.small_server())


def says(network: mastodon.MastodonNetwork, name: str, **profile: Any) -> None:
    """From now on the profile of `name` has more."""
    whole = network.world.account

    def account(person: Any) -> Any:
        return {**whole(person), **(profile if person.name == name else {})}

    network.world.account = account  # type: ignore[method-assign]


def linked(address: str, verified_at: str | None) -> dict[str, Any]:
    value = f'<a href="{address}" rel="me nofollow">{address}</a>'
    return {"name": "Site", "value": value, "verified_at": verified_at}


async def brought(folder: Path, networks: Networks) -> Desk:
    """A desk with one account on each, and what is new there."""
    desk = await open_desk(folder, lambda _: None, keychain=MemoryKeychain())
    toots, skies = networks
    us = skies.account
    secrets = f'{{"access": "{SECRET}", "refresh": "{SECRET}-refresh", "password": "{SECRET}"}}'
    await _add(desk, "mastodon", toots.connect(), f'{{"token": "{SECRET}"}}', toots.fake.base_url)
    await _add(desk, "bluesky", skies.connect(), secrets, us.base_url)
    return desk


async def _add(desk: Desk, service: str, connector: Connector, secret: str, url: str) -> None:
    account = await add(desk, service, Granted(secret, connector.profile(), url))
    await sync(desk, account)


@pytest.mark.parametrize(
    ("verified_at", "kind"),
    [("2026-01-01T00:00:00.000+00:00", "verified"), (None, "names")],
    ids=["rel-me-verified", "only-named"],
)
def test_a_link_to_their_domain_leads_to_their_handle_at_another_service(
    run: Run[Any], networks: Networks, tmp_path: Path, verified_at: str | None, kind: str
) -> None:
    """A handle there is a domain that the network itself has verified."""
    toots, skies = networks
    handle = skies.world.person("Ida Brandt").handle
    skies.write("Is the burr back in stock?", "Ida Brandt")
    skies.write("I have nothing to do with it", "Somebody Else")
    says(toots, "I. B.", fields=[linked(f"https://{handle}/", verified_at)])
    toots.write("Mine squeaks", "I. B.")

    async def scenario() -> None:
        desk = await brought(tmp_path, networks)
        [found] = await suggestions(desk, unsure=True)
        assert {each.service for each in found.sides} == {"mastodon", "bluesky"}
        assert kind in {each.kind for each in found.evidence}
        assert found.shown or kind == "names"
        await desk.close()

    run(scenario())


def test_what_is_only_alike_in_a_text_is_no_evidence(
    run: Run[Any], networks: Networks, tmp_path: Path
) -> None:
    toots, skies = networks
    skies.write("Is the burr back in stock?", "Ida Brandt")
    toots.write("Is the burr back in stock?", "Jo Lind")

    async def scenario() -> None:
        desk = await brought(tmp_path, networks)
        assert [each for each in await suggestions(desk) if each.shown] == []
        await desk.close()

    run(scenario())
