"""What leaves at Bluesky: its key, its marks in bytes, its pictures, and what it answers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from struct import pack
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cm_desk.connectors.base import Connector, Deleter
from cm_desk.connectors.services.bluesky.facets import facets
from cm_desk.connectors.services.bluesky.picture import kind_of, size_of
from cm_desk.connectors.services.bluesky.send import key_of
from cm_desk.domain.model import Author, Outgoing, Upload
from cm_desk.errors import Gone, Rejected, UnknownOutcome
from tests.connectors.bluesky import BlueskyNetwork, small_server
from tests.connectors.services.test_real_mastodon import PIXEL
from tests.contracts.connector import outgoing
from tests.servers.fake_bluesky.server import TID

JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08" + pack(">HH", 600, 800) + bytes(9)


@pytest.fixture
def network() -> Iterator[BlueskyNetwork]:
    with small_server() as made:
        yield made


@pytest.fixture
def connector(network: BlueskyNetwork) -> Connector:
    return network.connect()


def marks(text: str, known: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """(what is marked, where it leads)."""
    data, found = text.encode(), []
    for facet in facets(text, lambda handle: (known or {}).get(handle, "")):
        index, feature = facet["index"], facet["features"][0]
        piece = data[index["byteStart"] : index["byteEnd"]].decode()
        found.append((piece, feature.get("uri") or feature.get("did") or feature["tag"]))
    return found


def test_only_a_post_of_ours_is_deleted(network: BlueskyNetwork, connector: Connector) -> None:
    deleter = cast(Deleter, connector)
    theirs, private = network.write("Hello"), network.world.whisper("Hi", ours=True)
    for one, why in ((theirs, "no post of ours"), (private, "cannot be taken back")):
        with pytest.raises(Rejected, match=why):
            deleter.delete(one)
    assert connector.thread(theirs).messages


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://tea.example/a_(b), and", [("https://tea.example/a_(b)",) * 2]),
        ("👩‍👩‍👧 お茶 #紅茶。", [("#紅茶", "紅茶")]),
        ("see @ada.example!", [("@ada.example", "did:plc:ada")]),
        ("(@Ada.example)", [("@Ada.example", "did:plc:ada")]),
        ("mail me@ada.example", []),
        ("@nobody.example and @ada", []),
        ("https://x.example/@ada.example#top", [("https://x.example/@ada.example#top",) * 2]),
        ("#1 #tea2 #a#b #", [("#tea2", "tea2"), ("#a#b", "a#b")]),
        ("שלום #תה @ada.example", [("#תה", "תה"), ("@ada.example", "did:plc:ada")]),
        ("", []),
    ],
)
def test_links_mentions_and_tags_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert marks(text, {"ada.example": "did:plc:ada"}) == found


@given(st.text(alphabet=st.sampled_from("aé茶👩‍👧 .#@:/https://x.example\n"), max_size=80))
@settings(max_examples=200, deadline=None)
def test_marks_never_cut_a_letter_or_overlap(text: str) -> None:
    end = 0
    for facet in facets(text, lambda _: "did:plc:x"):
        first, last = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        assert end <= first < last
        text.encode()[first:last].decode()
        end = last


def test_the_key_of_a_message_is_its_own_and_stays() -> None:
    now = datetime(2026, 3, 1, 12, 0, 0, 123456, UTC)
    keys = {key_of(Outgoing(f"key-{number}", "x", now)) for number in range(300)}
    assert len(keys) == 300
    assert all(TID.fullmatch(each) for each in keys)
    assert key_of(Outgoing("a", "x", now)) == key_of(
        Outgoing("a", "y", now.replace(microsecond=123000))
    )
    later = key_of(Outgoing("a", "x", now + timedelta(milliseconds=1)))
    assert later > max(keys)


def test_a_post_that_is_there_already_is_never_written_over(
    network: BlueskyNetwork, connector: Connector
) -> None:
    out = outgoing("The first words")
    first = connector.send(out)
    again = connector.send(replace(out, text="Other words with the same key"))
    assert again.remote_id == first.remote_id
    assert network.posts() == ["The first words"]


def test_an_answer_names_the_first_post_of_its_conversation(
    network: BlueskyNetwork, connector: Connector
) -> None:
    first = network.world.say("What do you drink?", "Ben")
    second = network.write("Black tea", "Cleo", reply_to=first)
    [question] = [e for e in connector.thread(second).messages if e.remote_id == second]
    sent = connector.send(outgoing("We have some", to=question))
    reply = network.world.posts_[sent.remote_id].record["reply"]
    assert reply["root"] == network.world.ref(first)
    assert reply["parent"] == network.world.ref(second)
    assert sent.thread == first
    assert network.posts() == ["We have some"]


def test_an_answer_to_what_is_gone_does_not_leave(
    network: BlueskyNetwork, connector: Connector
) -> None:
    asked = network.write("Hello?")
    [question] = connector.thread(asked).messages
    network.delete(asked)
    with pytest.raises(Gone):
        connector.send(outgoing("Hello", to=question))
    assert network.posts() == []


def test_a_new_message_to_somebody_mentions_them(
    network: BlueskyNetwork, connector: Connector
) -> None:
    ben = network.world.person("Ben")
    to = Author(ben.did, f"@{ben.handle}", "Ben")
    sent = connector.send(replace(outgoing("Thank you for the welcome"), to=(to,)))
    record = network.world.posts_[sent.remote_id].record
    assert record["text"] == f"@{ben.handle} Thank you for the welcome"
    assert record["facets"][0]["features"][0]["did"] == ben.did
    assert sent.who
    assert sent.who.key == ben.did


def test_language_and_time_go_along(network: BlueskyNetwork, connector: Connector) -> None:
    early = outgoing("Guten Tag")
    sent = connector.send(
        replace(early, lang="de", written_at=early.written_at - timedelta(hours=3))
    )
    record = network.world.posts_[sent.remote_id].record
    assert record["langs"] == ["de"]
    said = datetime.fromisoformat(record["createdAt"])
    assert abs(said - datetime.now(UTC)) < timedelta(minutes=1)


def test_pictures_are_uploaded_once_with_their_size(
    network: BlueskyNetwork, connector: Connector, tmp_path: Path
) -> None:
    (tmp_path / "tin.jpg").write_bytes(JPEG)
    out = replace(outgoing("See"), media=(Upload(tmp_path / "tin.jpg", "The tin"),))
    network.drop_next_answer()
    with pytest.raises(UnknownOutcome):
        connector.send(out)
    network.come_back()
    connector.send(out)
    assert len([each for each in network.fake.asked if "uploadBlob" in each]) == 1
    [post] = network.world.ours()
    [image] = post.record["embed"]["images"]
    assert (image["alt"], image["aspectRatio"]) == ("The tin", {"width": 800, "height": 600})
    assert image["image"]["mimeType"] == "image/jpeg"


def test_a_file_that_cannot_go_says_why(
    network: BlueskyNetwork, connector: Connector, tmp_path: Path
) -> None:
    (tmp_path / "huge.png").write_bytes(PIXEL + bytes(2_000_000))
    (tmp_path / "notes.txt").write_text("no picture")
    for name, words in (
        ("huge.png", "up to 2 MB"),
        ("notes.txt", "is no picture"),
        ("missing.png", "cannot be read"),
    ):
        out = replace(outgoing("See"), media=(Upload(tmp_path / name),))
        with pytest.raises(Rejected, match=words) as caught:
            connector.send(out)
        assert caught.value.hint
    assert network.posts() == []


def test_the_size_of_a_picture_is_read_from_its_first_bytes() -> None:
    assert size_of(PIXEL) == (1, 1)
    assert size_of(JPEG) == (800, 600)
    assert size_of(b"GIF89a" + pack("<HH", 7, 9)) == (7, 9)
    assert kind_of(b"RIFF....WEBPVP8 ") == "image/webp"
    for odd in (b"", b"\x89PNG", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00", JPEG[:14], b"GIF8"):
        assert size_of(odd) is None
