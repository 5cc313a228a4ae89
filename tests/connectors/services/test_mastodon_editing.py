"""Our own posts on Mastodon in other words, and taken back; and servers that do neither."""

from collections.abc import Iterator
from typing import cast

import pytest

from cm_desk.connectors.base import Deleter, Editor
from cm_desk.domain.model import Incoming
from cm_desk.errors import Rejected, SignInNeeded
from cm_desk_contract.base import message_of
from tests.connectors.mastodon import MastodonNetwork, small_server
from tests.contracts.connector import outgoing


@pytest.fixture
def network() -> Iterator[MastodonNetwork]:
    with small_server() as made:
        made.world.person("Ada Vogel", "ada", "elsewhere.example")
        yield made


def answered(network: MastodonNetwork) -> Incoming:
    connector = network.connect()
    asked = message_of(connector, network.write("Open today?"))
    return connector.send(outgoing("Until six.", to=asked))


def test_somebody_at_another_server_is_still_addressed(network: MastodonNetwork) -> None:
    """A post shows @ada, and a server takes that for somebody of its own."""
    sent = answered(network)
    assert sent.text == "@ada Until six."
    editor = cast(Editor, network.connect())
    [found] = editor.edit(sent.remote_id, "@ada Until seven.").messages
    assert found.text == "@ada Until seven."
    assert network.posts() == ["@ada@elsewhere.example Until seven."]
    assert (found.thread, found.reply_to, found.who) == (sent.thread, sent.reply_to, sent.who)
    assert found.edited_at


def test_the_same_words_are_no_edit(network: MastodonNetwork) -> None:
    sent = answered(network)
    [found] = cast(Editor, network.connect()).edit(sent.remote_id, sent.text).messages
    assert found.edited_at is None


def test_a_server_that_leaves_it_as_it_was_is_told_of(network: MastodonNetwork) -> None:
    """snac may say yes to what it does not do."""
    sent = answered(network)
    network.fake.quirks.keeps_posts = True
    with pytest.raises(Rejected, match="did not change"):
        cast(Editor, network.connect()).edit(sent.remote_id, "@ada Until seven.")
    with pytest.raises(Rejected, match="did not delete"):
        cast(Deleter, network.connect()).delete(sent.remote_id)


def test_formatting_is_not_lost(network: MastodonNetwork) -> None:
    """Some servers make markup of signs; we show the words alone."""
    sent = answered(network)
    network.world.statuses[sent.remote_id].source = "@ada@elsewhere.example *Until* six."
    with pytest.raises(Rejected, match="would be lost"):
        cast(Editor, network.connect()).edit(sent.remote_id, "@ada Until seven.")


def test_a_poll_keeps_its_votes(network: MastodonNetwork) -> None:
    sent = answered(network)
    poll = {"options": [{"title": "Tea", "votes_count": 3}], "multiple": False, "expires_at": None}
    network.world.statuses[sent.remote_id].poll = poll
    with pytest.raises(Rejected, match="lose its votes"):
        cast(Editor, network.connect()).edit(sent.remote_id, "@ada Until seven.")


def test_a_missing_permission_is_named(network: MastodonNetwork) -> None:
    sent = answered(network)
    network.fake.faults.scopes = {"read:accounts", "read:statuses"}
    with pytest.raises(SignInNeeded, match="write:statuses"):
        cast(Editor, network.connect()).edit(sent.remote_id, "Until seven.")
    with pytest.raises(SignInNeeded, match="write:statuses"):
        cast(Deleter, network.connect()).delete(sent.remote_id)
