"""A message is posted once, whatever happens to its answer: R2, and what goes along with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Author, Incoming, Outgoing, Upload
from cm_desk.errors import Gone, Offline, Rejected, SlowDown, UnknownOutcome
from tests.connectors.mastodon import MastodonNetwork, small_server
from tests.contracts.connector import outgoing
from tests.servers.fake_mastodon.faults import Quirks


@pytest.fixture
def network() -> Iterator[MastodonNetwork]:
    with small_server() as made:
        yield made


@pytest.fixture
def connector(network: MastodonNetwork) -> Connector:
    return network.connect()


def persist(network: MastodonNetwork, message: Outgoing) -> tuple[Incoming, int]:
    """Send as the outbox does: after an unknown outcome a new program asks before it repeats."""
    for restart in range(5):
        connector = network.connect()
        if restart and (found := connector.find(message)) is not None:
            return found, restart
        try:
            return connector.send(message), restart
        except UnknownOutcome:
            continue
    raise AssertionError("never arrived")


@pytest.mark.parametrize(("forgets", "sends"), [(True, 1000), (False, 100)])
def test_half_of_the_answers_lost_and_each_message_is_posted_once(
    forgets: bool, sends: int
) -> None:
    """Also where the server ignores `Idempotency-Key`."""
    with small_server(Quirks(forgets_keys=forgets)) as network:
        network.fake.faults.dropped = range(0, 10 * sends, 2)
        lost = 0
        for number in range(sends):
            sent, restarts = persist(network, outgoing(f"number {number}", f"key-{number}"))
            assert sent.text == f"number {number}"
            lost += restarts
        assert network.posts() == [f"number {number}" for number in range(sends)]
        assert lost == sends // 2


def test_the_same_words_meant_twice_are_two_posts(network: MastodonNetwork) -> None:
    connector = network.connect()
    first = connector.send(outgoing("Thank you", "key-1"))
    network.drop_next_answer()
    second = outgoing("Thank you", "key-2")
    with pytest.raises(UnknownOutcome):
        connector.send(second)
    network.come_back()
    found = connector.find(second)
    assert found
    assert found.remote_id != first.remote_id
    assert len(network.posts()) == 2


def test_an_older_post_of_the_same_words_is_not_taken_for_this_one(
    network: MastodonNetwork, connector: Connector
) -> None:
    network.world.ahead = timedelta(minutes=-10)
    connector.send(outgoing("Good morning", "yesterday"))
    network.world.ahead = timedelta(0)
    assert network.connect().find(outgoing("Good morning", "today")) is None


def test_an_answer_to_somebody_else_is_not_taken_for_this_one(
    network: MastodonNetwork, connector: Connector
) -> None:
    one, other = (
        connector.thread(network.write("Hello", name)).messages[0] for name in ("Ada", "Bo")
    )
    connector.send(outgoing("Thank you", "key-1", to=one))
    assert network.connect().find(outgoing("Thank you", "key-2", to=other)) is None


def test_a_direct_answer_is_found_where_lists_hide_it() -> None:
    quirks = Quirks(forgets_keys=True, hides_direct=True, no_second_instance=True)
    with small_server(quirks) as network:
        question = network.world.write("Order 4711", visibility="direct")
        asked = network.connect().thread(question).messages[0]
        for message in (outgoing("We look", "1", to=asked), outgoing("A new one", "2")):
            network.drop_next_answer()
            direct = replace(message, visibility="direct")
            with pytest.raises(UnknownOutcome):
                network.connect().send(direct)
            network.come_back()
            found = network.connect().find(direct)
            assert found
            assert found.visibility == "direct"


@pytest.mark.parametrize(
    "text",
    ["see https://tea.example/a?b=c&d=e#f.", "two\n\nparagraphs\nand a line", "<b>&amp;</b>",
     "@stranger@far.example hello", "  spaces   inside  ", "🏳️‍🌈 👩‍👩‍👧 é", "#tea *bold* _x_ :cat:"],
)  # fmt: skip
def test_what_a_server_does_to_a_text_does_not_hide_it(text: str, network: MastodonNetwork) -> None:
    message = outgoing(text, to=network.connect().thread(network.write("Hello")).messages[0])
    network.drop_next_answer()
    with pytest.raises(UnknownOutcome):
        network.connect().send(message)
    network.come_back()
    assert network.connect().find(message)


def test_an_answer_mentions_whom_it_is_to_once(
    network: MastodonNetwork, connector: Connector
) -> None:
    question = connector.thread(network.write("Hello")).messages[0]
    sent = connector.send(outgoing("Welcome", "1", to=question))
    assert sent.text == "@adavogel Welcome"
    assert sent.who == question.who
    assert sent.thread == question.thread
    connector.send(outgoing("@adavogel@social.example Welcome", "2", to=question))
    us = Author("desk@social.example", "@desk@social.example")
    connector.send(replace(outgoing("To me", "3"), to=(us,)))
    assert network.posts() == [
        "@adavogel@social.example Welcome",
        "@adavogel@social.example Welcome",
        "To me",
    ]


def test_all_that_goes_with_a_message(
    network: MastodonNetwork, connector: Connector, tmp_path: Path
) -> None:
    picture = tmp_path / "tea.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\xff--boundary")
    message = Outgoing(
        "key-1", "A picture", datetime.now(UTC), visibility="unlisted", warning="Tea", lang="de",
        media=(Upload(picture, "A cup of tea"), Upload(picture)),
    )  # fmt: skip
    sent = connector.send(message)
    assert (sent.visibility, sent.warning, sent.lang) == ("unlisted", "Tea", "de")
    assert [each.alt for each in sent.media] == ["A cup of tea", ""]
    assert {each["bytes"] for each in network.world.media.values()} == {20}
    assert connector.find(message) == sent


def test_a_file_that_takes_its_time_is_waited_for_and_uploaded_once(
    network: MastodonNetwork, connector: Connector, tmp_path: Path
) -> None:
    film = tmp_path / "tea.mp4"
    film.write_bytes(b"film")
    message = replace(outgoing("A film"), media=(Upload(film),))
    network.fake.faults.media_takes = 3
    for _ in range(3):
        with pytest.raises(SlowDown):
            connector.send(message)
    assert connector.send(message).media
    assert len(network.world.media) == 1
    assert len(network.posts()) == 1


def test_a_file_that_is_gone_is_named(connector: Connector, tmp_path: Path) -> None:
    message = replace(outgoing("Look"), media=(Upload(tmp_path / "gone.png"),))
    with pytest.raises(Rejected, match=r"gone\.png cannot be read"):
        connector.send(message)


def test_refusals_come_in_the_servers_words(network: MastodonNetwork, connector: Connector) -> None:
    with pytest.raises(Rejected, match="Text can't be blank"):
        connector.send(outgoing(" "))
    with pytest.raises(Gone, match="does not appear to exist"):
        connector.send(replace(outgoing("Hello"), reply_to="999"))
    assert network.posts() == []


@pytest.mark.parametrize("status", [500, 502, 504, 408])
def test_trouble_at_the_server_leaves_the_outcome_open(
    status: int, network: MastodonNetwork, connector: Connector
) -> None:
    connector.limits()
    network.fake.faults.refusal = (status, {}, {"error": "Sorry"})
    with pytest.raises(UnknownOutcome):
        connector.send(outgoing("Hello"))
    with pytest.raises(Offline):
        connector.pull(None)


@pytest.mark.parametrize("body", [b"[]", b"{}", b"<html>", b'{"id": "1"}', b"null"])
def test_an_answer_that_cannot_be_read_leaves_the_outcome_open(
    body: bytes, network: MastodonNetwork, connector: Connector
) -> None:
    message = outgoing("Hello")
    connector.limits()
    network.fake.faults.body = body
    with pytest.raises(UnknownOutcome):
        connector.send(message)
    network.come_back()
    assert network.connect().find(message)
    assert len(network.posts()) == 1
