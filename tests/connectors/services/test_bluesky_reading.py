"""What Bluesky's connector makes of what is there: people, threads, labels, blocks, signals."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.connectors.services.bluesky.repository import Whole
from cm_desk.domain.model import Kind, OwnLink, SignalKind
from cm_desk.errors import Gone, Offline
from tests.archives.cars import DID, car, repository
from tests.connectors.bluesky import BlueskyNetwork, small_server
from tests.contracts.connector import everything_new, everything_old, ids
from tests.servers.fake_bluesky.world import POST, blob, stamp


@pytest.fixture
def network() -> Iterator[BlueskyNetwork]:
    with small_server() as made:
        yield made


@pytest.fixture
def connector(network: BlueskyNetwork) -> Connector:
    return network.connect()


def test_a_person_is_known_by_their_number_and_proven_by_their_domain(
    network: BlueskyNetwork, connector: Connector
) -> None:
    ada = network.world.person("Ada Vogel")
    ada.bio = "Tea, bikes."
    network.write("Hello")
    [message] = connector.pull(None).messages
    assert message.who
    assert (message.who.key, message.who.handle) == (ada.did, "@adavogel.example")
    assert (message.who.name, message.who.bio) == ("Ada Vogel", "Tea, bikes.")
    assert message.who.links == (OwnLink("https://adavogel.example", verified=True),)


def test_a_hosted_or_broken_handle_proves_nothing(
    network: BlueskyNetwork, connector: Connector
) -> None:
    network.world.person("Ada").handle = "ada.bsky.social"
    network.world.person("Ben").handle = "handle.invalid"
    network.write("Hello", "Ada")
    network.write("Hello", "Ben")
    ada, ben = (each.who for each in connector.pull(None).messages)
    assert ada
    assert ben
    assert ada.links == ben.links == ()
    assert ben.handle == ben.key


def test_what_people_did_are_signals_with_their_target(
    network: BlueskyNetwork, connector: Connector
) -> None:
    start = connector.pull(None).cursor
    post = network.world.post("New teas")
    network.world.like(post)
    network.world.like(post, "Ben", reason="like-via-repost")
    network.world.repost(post)
    network.world.follow()
    quoted = network.world.quote("Look at this", post)
    pages = list(everything_new(connector, start))
    signals = [(e.kind, e.target) for page in pages for e in page.signals]
    assert sorted(signals) == sorted(
        [
            (SignalKind.LIKE, post),
            (SignalKind.LIKE, post),
            (SignalKind.BOOST, post),
            (SignalKind.FOLLOW, ""),
            (SignalKind.QUOTE, post),
        ]
    )
    found = {each.remote_id: each for page in pages for each in page.messages}
    assert found[quoted].kind is Kind.QUOTE
    assert found[post].kind is Kind.POST


def test_a_new_answer_brings_the_conversation_around_it(
    network: BlueskyNetwork, connector: Connector
) -> None:
    start = connector.pull(None).cursor
    first = network.world.say("What do you drink?", "Ben")
    second = network.world.say("Black tea", "Cleo", reply_to=first)
    ours = network.world.post("We have some", reply_to=second)
    third = network.write("Which?", "Ben", reply_to=ours)
    page = connector.pull(start)
    assert {first, second, ours, third} == set(ids([page]))
    assert {each.thread for each in page.messages} == {first}
    found = {each.remote_id: each for each in page.messages}
    assert [found[each].unread for each in (first, second, ours, third)] == [
        False,
        False,
        False,
        True,
    ]
    to = found[ours].who
    assert found[ours].outgoing
    assert to
    assert to.name == "Cleo"


def test_a_thread_is_whole_also_beside_the_message_and_where_the_first_is_gone(
    network: BlueskyNetwork, connector: Connector
) -> None:
    first = network.write("Is it in stock?")
    left = network.world.say("I want to know, too", "Ben", reply_to=first)
    right = network.world.say("So do I", "Cleo", reply_to=first)
    assert set(ids([connector.thread(left)])) == {first, left, right}
    network.delete(first)
    page = connector.thread(left)
    assert set(ids([page])) == {left}
    assert {each.thread for each in page.messages} == {first}


def test_an_endless_chain_of_answers_is_read_without_running_out(
    network: BlueskyNetwork, connector: Connector
) -> None:
    last = network.write("Number 0")
    for number in range(300):
        last = network.world.say(f"Number {number + 1}", "Ben", reply_to=last)
    found = ids([connector.thread(last)])
    assert last in found
    assert len(found) >= 100


def test_labels_are_told_and_a_hidden_post_says_so(
    network: BlueskyNetwork, connector: Connector
) -> None:
    world = network.world
    own = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "nudity"}]}
    network.world.write("Mine", labels=own)
    world.person("Ben").labels = [
        {"src": "did:plc:moderator", "val": "spam"},
        {"src": world.person("Ben").did, "val": "!no-unauthenticated"},
        {"src": "did:plc:moderator", "val": "rude", "neg": True},
    ]
    theirs = network.write("Buy this", "Ben")
    world.posts_[theirs].labels = [{"src": "did:plc:moderator", "val": "!hide"}]
    first, second = connector.pull(None).messages
    assert first.warning == "nudity"
    assert second.warning == "their account: spam"
    [again] = connector.thread(theirs).messages
    assert again.warning == "hidden by moderators, their account: spam"


def test_whom_we_block_or_mute_is_not_read(network: BlueskyNetwork, connector: Connector) -> None:
    world = network.world
    world.person("Rude").viewer = {"blocking": "at://block"}
    world.person("Loud").viewer = {"muted": True}
    network.write("You are wrong", "Rude")
    network.write("Buy this", "Loud")
    asked = network.write("Is it in stock?", "Ben")
    world.say("No", "Loud", reply_to=asked)
    below = world.say("Yes", "Cleo", reply_to=asked)
    world.like(world.post("New teas"), "Rude")
    page = connector.pull(None)
    assert [each.text for each in page.messages if not each.outgoing] == [
        "@desk.example Is it in stock?"
    ]
    assert page.signals == ()
    assert set(ids([connector.thread(asked)])) == {asked, below}


def test_a_block_hides_and_deletes_nothing(network: BlueskyNetwork, connector: Connector) -> None:
    hidden = network.write("You are wrong", "Rude")
    gone = network.write("I regret this", "Ben")
    start = connector.pull(None).cursor
    network.world.person("Rude").viewer = {"blocking": "at://block"}
    network.world.notes = [each for each in network.world.notes if each.uri != hidden]
    network.delete(gone)
    page = connector.pull(start)
    assert page.deleted == (gone,)
    assert connector.pull(page.cursor).deleted == ()
    with pytest.raises(Gone):
        connector.thread(hidden)


def test_what_we_delete_elsewhere_goes_here(network: BlueskyNetwork, connector: Connector) -> None:
    ours = network.world.post("A typo")
    start = connector.pull(None).cursor
    network.delete(ours)
    assert connector.pull(start).deleted == (ours,)


def test_a_slow_clock_hides_no_message(network: BlueskyNetwork, connector: Connector) -> None:
    """The list is ordered by the writer's own time: theirs may stand below what we know."""
    for number in range(5):
        network.write(f"Number {number}")
    start = connector.pull(None).cursor
    late = network.write("Written offline")
    note = network.world.notes[-1]
    note.at = network.world.notes[-3].at + timedelta(microseconds=400)
    assert ids([connector.pull(start)]) == [late]


def test_times_of_a_wrong_clock_are_put_right(
    network: BlueskyNetwork, connector: Connector
) -> None:
    ahead = stamp(datetime.now(UTC) + timedelta(days=400))
    network.world.write("From the future", createdAt=ahead)
    network.world.write("No time", createdAt="yesterday")
    first, second = connector.pull(None).messages
    assert abs(first.sent_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert abs(second.sent_at - datetime.now(UTC)) < timedelta(minutes=5)


def test_pictures_cards_and_quotes_are_told(network: BlueskyNetwork, connector: Connector) -> None:
    picture = {"alt": "The tin", "image": blob(b"x", "image/jpeg"),
               "aspectRatio": {"width": 4, "height": 3}}  # fmt: skip
    network.world.write("See", embed={"$type": "app.bsky.embed.images", "images": [picture]})
    card = {"uri": "https://tea.example/blue", "title": "Blue tin", "description": ""}
    network.world.write("Read", embed={"$type": "app.bsky.embed.external", "external": card})
    seen, read = connector.pull(None).messages
    assert [(each.kind, each.alt, each.width) for each in seen.media] == [("image", "The tin", 4)]
    assert read.text.endswith("https://tea.example/blue")


def test_one_odd_post_does_not_stop_the_others(
    network: BlueskyNetwork, connector: Connector
) -> None:
    before = network.write("Before")
    odd = network.write("Odd")
    network.world.posts_[odd].record["text"] = 7
    after = network.write("After")
    page = connector.pull(None)
    assert set(ids([page])) == {before, odd, after}
    found = {each.remote_id: each for each in page.messages}
    assert "cannot read this message" in found[odd].text
    assert found[odd].who


def test_two_thousand_likes_in_a_night_are_all_told(
    network: BlueskyNetwork, connector: Connector
) -> None:
    post = network.world.post("Everybody likes this")
    start = connector.pull(None).cursor
    for number in range(2000):
        network.world.like(post, f"Person {number % 40}")
    pages = list(everything_new(connector, start))
    signals = [each.remote_id for page in pages for each in page.signals]
    assert len(signals) == len(set(signals)) == 2000


def test_history_tells_whom_ours_are_to_and_what_they_answer(
    network: BlueskyNetwork, connector: Connector
) -> None:
    question = network.world.say("Who has blue tea?", "Cleo")
    ours = network.world.post("We do", reply_to=question)
    lost = network.world.say("And green?", "Ben")
    orphan = network.world.post("That, too", reply_to=lost)
    network.delete(lost)
    found = {m.remote_id: m for page in everything_old(connector) for m in page.messages}
    assert set(found) == {question, ours, orphan}
    for one, name in ((ours, "Cleo"), (orphan, "Ben")):
        who = found[one].who
        assert who
        assert who.name == name


def test_the_past_comes_as_one_file(network: BlueskyNetwork, connector: Connector) -> None:
    written = {network.world.post(f"Tea of the day {number}") for number in range(250)}
    before = len(network.fake.asked)
    found = {each for page in everything_old(connector) for each in ids([page])}
    assert found == written
    asked = network.fake.asked[before:]
    assert len([each for each in asked if "getRepo" in each]) == 1
    assert not [each for each in asked if "listRecords" in each]


def test_a_damaged_file_of_the_past_comes_in_pages(
    network: BlueskyNetwork, connector: Connector
) -> None:
    written = {network.world.post(f"Tea of the day {number}") for number in range(130)}
    network.world.car = lambda: b"\x05nonsense"  # type: ignore[method-assign]
    found = {each for page in everything_old(connector) for each in ids([page])}
    assert found == written


def test_the_file_of_the_past_is_asked_for_again_after_a_stop(
    network: BlueskyNetwork, connector: Connector
) -> None:
    for number in range(1200):
        network.world.post(f"Tea of the day {number}")
    plain = network.world.car

    def car() -> bytes:
        connector.stop()  # while the file is on its way
        return plain()

    network.world.car = car  # type: ignore[method-assign]
    with pytest.raises(Offline):
        connector.history(None)
    network.world.car = plain  # type: ignore[method-assign]
    assert connector.history(None).messages
    assert not [each for each in network.fake.asked if "listRecords" in each]


def test_looking_through_a_large_file_can_be_stopped() -> None:
    """It takes seconds, and asks nothing meanwhile."""
    posts = {f"{POST}/3k{n:011}": {"text": f"Tea {n}"} for n in range(1001)}
    data = car(*repository(posts))
    stops = iter([False] * 2 + [True])

    def go_on() -> None:
        if next(stops):
            raise Offline("bluesky", "stopped.")

    with pytest.raises(Offline):
        Whole(DID, data, go_on)
