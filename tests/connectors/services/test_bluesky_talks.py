"""Direct messages at Bluesky, which a service of its own keeps.

The real test network has no chat, so this stands on the small server alone.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Author, Incoming, Kind, Outgoing
from cm_desk.errors import Gone, Offline, Rejected, UnknownOutcome
from tests.connectors.bluesky import BlueskyNetwork, small_server
from tests.contracts.connector import everything_new, everything_old, ids
from tests.servers.fake_bluesky.server import Quirks


@pytest.fixture
def network() -> Iterator[BlueskyNetwork]:
    with small_server() as made:
        yield made


@pytest.fixture
def connector(network: BlueskyNetwork) -> Connector:
    return network.connect()


def person(network: BlueskyNetwork, name: str = "Ada Vogel") -> Author:
    found = network.world.person(name)
    return Author(found.did, f"@{found.handle}", found.name)


def private(text: str, to: Author, key: str = "key-1", thread: str = "") -> Outgoing:
    return Outgoing(key, text, datetime.now(UTC), thread, to=(to,), visibility="direct")


def test_a_private_message_comes_once_and_says_who(
    network: BlueskyNetwork, connector: Connector
) -> None:
    known = network.world.whisper("Hello in private")
    first = connector.pull(None)
    assert ids([first]) == [known]
    one = network.world.whisper("May I ask something?")
    two = network.world.whisper("Me, too", "Ben")
    page = connector.pull(first.cursor)
    assert ids([page]) == [one, two]
    message, other = page.messages
    assert (message.kind, message.visibility, message.unread) == (Kind.DIRECT, "direct", True)
    assert message.who
    assert other.who
    assert (message.who.name, other.who.name) == ("Ada Vogel", "Ben")
    assert message.thread != other.thread
    assert connector.pull(page.cursor).messages == ()


def test_two_hundred_come_without_gaps(network: BlueskyNetwork, connector: Connector) -> None:
    start = connector.pull(None).cursor
    written = [network.world.whisper(f"Number {number}") for number in range(1300)]
    assert ids(list(everything_new(connector, start))) == written


def test_an_answer_in_private_goes_into_its_conversation(
    network: BlueskyNetwork, connector: Connector
) -> None:
    asked = network.world.whisper("May I ask something?")
    [question] = connector.pull(None).messages
    sent = connector.send(private("Of course", person(network), thread=question.thread))
    assert (sent.thread, sent.outgoing, sent.kind) == (question.thread, True, Kind.DIRECT)
    assert {asked, sent.remote_id} == set(ids([connector.thread(asked)]))


def test_a_first_message_in_private_begins_a_conversation(
    network: BlueskyNetwork, connector: Connector
) -> None:
    sent = connector.send(private("Thank you", person(network, "Cleo")))
    assert sent.who
    assert sent.who.name == "Cleo"
    assert [each["text"] for each in network.world.chat("Cleo").messages] == ["Thank you"]


def test_a_private_message_arrives_once_though_its_answer_is_lost(
    network: BlueskyNetwork, connector: Connector
) -> None:
    """R2 where the service has no key: the conversation is read before anything is repeated."""
    out = private("Only once", person(network))
    network.drop_next_answer()
    with pytest.raises(UnknownOutcome):
        connector.send(out)
    network.come_back()
    found = network.connect().find(out)
    assert found
    assert found.text == "Only once"
    assert network.connect().find(private("Never sent", person(network), "key-2")) is None
    assert len(network.world.chat().messages) == 1


def test_the_same_words_twice_are_two_messages(
    network: BlueskyNetwork, connector: Connector
) -> None:
    first = connector.send(private("Thank you", person(network)))
    second = private("Thank you", person(network), "key-2")
    assert connector.find(second) is None
    sent = connector.send(second)
    assert sent.remote_id != first.remote_id
    found = connector.find(second)
    assert found
    assert found.remote_id == sent.remote_id


def test_a_deleted_private_message_goes(network: BlueskyNetwork, connector: Connector) -> None:
    one = network.world.whisper("I regret this")
    cursor = connector.pull(None).cursor
    network.world.unsay(one)
    assert connector.pull(cursor).deleted == (one,)
    with pytest.raises(Gone):
        connector.thread(one)


def test_private_messages_go_back_to_the_first(
    network: BlueskyNetwork, connector: Connector
) -> None:
    written = [network.world.whisper(f"Number {number}") for number in range(150)]
    written += [
        network.world.whisper(f"Number {number}", f"Person {number}") for number in range(5)
    ]
    found = [each for page in everything_old(connector) for each in ids([page])]
    assert sorted(found) == sorted(written)


def test_whom_they_take_messages_from_is_told_in_plain_words(
    network: BlueskyNetwork, connector: Connector
) -> None:
    network.world.person("Cleo").viewer = {"closed": True}
    with pytest.raises(Rejected, match="they take no direct messages"):
        connector.send(private("Hello", person(network, "Cleo")))
    nobody = Author("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", "@gone.example")
    with pytest.raises(Rejected, match="not there any more"):
        connector.send(private("Hello", nobody))
    with pytest.raises(Rejected, match="somebody to go to"):
        connector.send(replace(private("Hello", nobody), to=()))


def test_the_door_to_them_is_read_from_their_profile(
    network: BlueskyNetwork, connector: Connector
) -> None:
    said = dict[str, str]()
    world = network.world
    world.person("Ada").associated = {"chat": {"allowIncoming": "following"}}
    world.person("Ben").viewer = {"blockedBy": True}
    for name in ("Ada", "Cleo"):
        network.write("Hello", name)
    for message in connector.pull(None).messages:
        assert message.who
        said[message.who.name] = message.who.accepts
    assert said == {"Ada": "following", "Cleo": ""}


@pytest.mark.parametrize(
    ("quirks", "error", "words"),
    [
        (Quirks(no_chat=True), Rejected, "this server has no direct messages"),
        (
            Quirks(no_chat_allowed=True),
            Rejected,
            "does not allow direct messages",
        ),
        (Quirks(chat_away=True), Offline, "direct messages have trouble"),
    ],
)
def test_where_there_is_no_chat_everything_else_works(
    quirks: Quirks, error: type[Exception], words: str
) -> None:
    with small_server(quirks) as network:
        connector = network.connect()
        asked = network.write("Hello")
        page = connector.pull(None)
        assert ids([page]) == [asked]
        assert connector.pull(page.cursor).cursor == page.cursor
        assert [each for p in everything_old(connector) for each in ids([p])] == [asked]
        with pytest.raises(error, match=words):
            connector.send(private("In private", person(network)))


def test_a_chat_that_was_away_is_read_on_later(network: BlueskyNetwork) -> None:
    connector = network.connect()
    cursor = connector.pull(None).cursor
    network.fake.quirks.chat_away = True
    public = network.write("In public")
    hidden = network.world.whisper("In private")
    page = connector.pull(cursor)
    assert ids([page]) == [public]
    network.fake.quirks.chat_away = False
    assert ids([connector.pull(page.cursor)]) == [hidden]


def test_a_message_of_another_kind_is_passed_over(
    network: BlueskyNetwork, connector: Connector
) -> None:
    start = connector.pull(None).cursor
    good = network.world.whisper("Good")
    for odd in (7, None, {"id": "x"}):
        network.world.log.append({"rev": network.world.log[-1]["rev"] + "z", "message": odd,
                                  "convoId": network.world.chat().id,
                                  "$type": "chat.bsky.convo.defs#logCreateMessage"})  # fmt: skip
    found: list[Incoming] = list(connector.pull(start).messages)
    assert [each.remote_id for each in found] == [good]
