import io
import json
import zipfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cm_desk.actions.archive import import_archive
from cm_desk.archives import registry
from cm_desk.archives.base import preview
from cm_desk.archives.compact import Numbers
from cm_desk.archives.formats.bluesky import FORMAT
from cm_desk.atproto.car import Car
from cm_desk.atproto.cbor import Cid, decode
from cm_desk.desk import Desk
from cm_desk.domain.model import Incoming, Kind, Page, Profile
from cm_desk.errors import ArchiveError
from cm_desk.store import accounts, contacts, messages
from tests.archives import cars
from tests.archives.cars import DID, car, put, repository, varint
from tests.conftest import Run
from tests.contracts.archive import SAMPLES, ArchiveContract, shared
from tests.contracts.archive import messages as all_messages

SAMPLE = SAMPLES / "bluesky"
PRIYA = "did:plc:priya2raman3potter4leeds"
LIDS = f"at://{PRIYA}/app.bsky.feed.post/3ljnhcxpt222b"


def records() -> dict[str, Any]:
    """The records of the sample's pages, by "collection/key"."""
    pages = [json.loads(each.read_text("utf-8")) for each in SAMPLE.iterdir()]
    found = (each for page in pages for each in page["records"])
    return {each["uri"].partition(f"{DID}/")[2]: cars.linked(each["value"]) for each in found}


def write_car(path: Path, changed: dict[str, Any] | None = None) -> Path:
    path.write_bytes(car(*repository(records() | (changed or {}))))
    return path


class TestPages(ArchiveContract):
    sample = SAMPLE
    name = "bluesky"


class TestCar(ArchiveContract):
    name = "bluesky"

    @pytest.fixture(autouse=True)
    def make(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        self.sample = write_car(tmp_path_factory.mktemp("car") / "repo.car")


def said(text: str, path: Path = SAMPLE) -> Incoming:
    [found] = [m for m in all_messages(list(FORMAT.parts(path))) if m.text.startswith(text)]
    return found


def why(path: Path) -> Counter[str]:
    return Counter(each.why for each in preview(FORMAT, path).skipped)


# --- what a post becomes ------------------------------------------------------------------------


def test_a_post_has_the_address_that_the_network_gives_it() -> None:
    one = said("New burrs")
    assert one.remote_id == one.thread == f"at://{DID}/app.bsky.feed.post/3ljexqmc2222b"
    assert one.url == f"https://bsky.app/profile/{DID}/post/3ljexqmc2222b"
    assert (one.kind, one.who, one.lang) == (Kind.POST, None, "en")
    assert said("Ask @priya").reply_to == said("Ask @priya").thread == one.remote_id


def test_an_answer_is_in_the_conversation_of_whoever_began_it() -> None:
    sorry, left = said("Sorry about"), said("It left")
    assert sorry.thread == left.thread == sorry.reply_to == LIDS
    assert left.reply_to == sorry.remote_id
    assert sorry.who == left.who
    assert sorry.who
    assert (sorry.who.key, sorry.who.handle) == (PRIYA, "@priya.example")


def test_places_in_a_text_count_bytes_and_links_are_whole(tmp_path: Path) -> None:
    assert (
        said("Ask @priya").text == "Ask @priya.example, or read https://tidewell.example/care/burrs"
    )
    family = "👩‍👩‍👦‍👦"
    size = len(family.encode())
    for start, words in ((size, f"{family} here (https://a.example)"), (1, f"{family} here")):
        post = facet(f"{family} here", start, size + 5)
        file = write_car(tmp_path / "repo.car", {"app.bsky.feed.post/3aaaaaaaaaaa2": post})
        assert said(family, file).text == words


def facet(text: str, start: int, end: int) -> dict[str, Any]:
    link = {"$type": "app.bsky.richtext.facet#link", "uri": "https://a.example"}
    place = {"byteStart": start, "byteEnd": end}
    return post(text) | {"facets": [{"index": place, "features": [link]}]}


def post(text: Any, at: Any = "2025-01-01T00:00:00Z") -> dict[str, Any]:
    return {"$type": "app.bsky.feed.post", "text": text, "createdAt": at}


def test_a_date_that_cannot_be_read_is_that_of_the_key(tmp_path: Path) -> None:
    for odd in ("yesterday", None, "0000-01-01T00:00:00.000Z", "1969-07-20T20:17:40Z"):
        changed = {"app.bsky.feed.post/3ljexqmc2222b": post("New burrs", odd)}
        file = write_car(tmp_path / "repo.car", changed)
        assert said("New burrs", file).sent_at == said("New burrs").sent_at


def test_pictures_keep_their_description_and_size() -> None:
    [picture] = said("New burrs").media
    assert (picture.kind, picture.alt) == ("image", "Two steel burrs on a bench.")
    assert (picture.width, picture.height, picture.size_bytes) == (1200, 900, 81234)
    assert picture.url == (
        f"https://cdn.bsky.app/img/feed_fullsize/plain/{DID}/"
        "bafkreiblkobl6arfg3j7eft3akdhn2hmr2qmzfkefcgu4agnswvssg4a6a@jpeg"
    )


def test_what_is_quoted_or_linked_stands_below_the_text() -> None:
    quote = said("This.")
    assert quote.kind is Kind.QUOTE
    assert quote.who
    assert quote.text == f"This.\n\nhttps://bsky.app/profile/{quote.who.key}/post/3llt6lenik22b"
    card = said("Wie mahlt")
    assert card.text.endswith("\n\nhttps://tidewell.example/umfrage")
    assert (card.lang, card.warning) == ("de", "graphic-media")


def test_what_is_no_post_is_named_with_why() -> None:
    assert why(SAMPLE) == {
        "a like of ours: it holds only the address of somebody else's post.": 1,
        "a repost: it holds only the address of somebody else's post.": 1,
        "an account that we follow, which is no message.": 1,
        "our own profile, which is no message.": 1,
    }


# --- one repository in every shape --------------------------------------------------------------


def test_a_repository_and_its_pages_hold_the_same(tmp_path: Path) -> None:
    file = write_car(tmp_path / "repo.car")
    zipped = tmp_path / "mine.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(file, "backup/repo.car")
    folder = tmp_path / "unpacked"
    folder.mkdir()
    (folder / "repo.car").write_bytes(file.read_bytes())
    pages = sorted(all_messages(list(FORMAT.parts(SAMPLE))), key=lambda m: m.sent_at)
    for each in (file, zipped, folder):
        assert registry.sniff(each) is FORMAT
        assert all_messages(list(FORMAT.parts(each))) == pages
        [source] = preview(FORMAT, each).sources
        assert (source.profile.handle, source.profile.name) == (DID, "Tidewell")


def test_a_repository_joins_the_account_that_the_network_knows(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    """Whichever comes first: the archive does not know our handle, only our number."""

    async def scenario() -> None:
        file = write_car(tmp_path / "repo.car")
        done = await import_archive(desk, file)
        assert (done.inserted, done.found.skipped_count) == (6, 4)
        again = await import_archive(desk, SAMPLE)
        assert (again.inserted, again.updated) == (0, 0)
        await desk.store.write(
            accounts.add, "bluesky", Profile("@tidewell.example", DID), "https://bsky.social"
        )
        [account] = await desk.store.read(accounts.all)
        assert (account.handle, account.base_url) == ("@tidewell.example", "https://bsky.social")
        synced = [m for part in FORMAT.parts(file) for m in part.page.messages]
        saved = await desk.store.write(messages.save, account.id, Page(tuple(synced)), "history")
        assert (saved.inserted, saved.updated, saved.unchanged) == (0, 0, 6)
        assert (await import_archive(desk, file)).inserted == 0
        assert len(await desk.store.read(accounts.all)) == 1
        assert await desk.store.read(contacts.resolve, "bluesky", PRIYA)

    run(scenario())


def test_our_handle_can_be_told(tmp_path: Path) -> None:
    file = write_car(tmp_path / "repo.car")
    for owner in ("tidewell.example", "@tidewell.example"):
        [source] = preview(FORMAT, file, owner).sources
        assert source.profile.handle == "@tidewell.example"
        assert source.profile.remote_id == DID
    [source] = preview(FORMAT, file, DID).sources
    assert source.profile.handle == DID


# --- hostile ones -------------------------------------------------------------------------------


def test_a_post_whose_content_was_changed_is_named(tmp_path: Path) -> None:
    data = write_car(tmp_path / "repo.car").read_bytes()
    (tmp_path / "repo.car").write_bytes(data.replace(b"It left today", b"It went today"))
    found = preview(FORMAT, tmp_path / "repo.car")
    assert found.messages == 5
    assert any("repo.car app.bsky.feed.post/3ljp4" in each.record for each in found.skipped)
    assert why(tmp_path / "repo.car")["its content is not what its number (CID) says."] == 1


@pytest.mark.parametrize("damage", ["tree", "commit", "cut", "varint", "header", "hash", "huge"])
def test_a_damaged_repository_is_an_error_that_names_the_place(tmp_path: Path, damage: str) -> None:
    root, blocks = repository(records())
    commit = decode(blocks[root])
    data = car(root, blocks)
    end = {
        "tree": data.replace(blocks[commit["data"]], b"\xa2" + blocks[commit["data"]][1:-1] + b"!"),
        "commit": data.replace(b"tidewell5grinders2ebb3sk", b"tidewell5grinders2ebb3sx", 1),
        "cut": data[:-7],
        "varint": data + b"\xff" * 12,
        "header": data[:1] + b"\xa0" + data[2:],
        "hash": data + varint(40) + b"\x01\x71\x13\x20" + b"x" * 36,
        "huge": data + varint(2**60),
    }[damage]
    file = tmp_path / "repo.car"
    file.write_bytes(end)
    if damage != "header":
        assert registry.sniff(file) is FORMAT
    with pytest.raises(ArchiveError, match=r"repo\.car") as raised:
        list(FORMAT.parts(file))
    assert {"cut": "block", "varint": "block", "hash": "block", "huge": "block"}.get(
        damage, ""
    ) in raised.value.record


def test_a_tree_that_runs_in_a_circle_ends(tmp_path: Path) -> None:
    """No hash can hold itself; so the tree names one part again and again, a million times."""
    blocks: cars.Blocks = {}
    leaf = put(blocks, {"l": None, "e": [entry(b"app.bsky.feed.post/3ljexqmc2222b")]})
    twice = {"l": leaf, "e": [entry(b"app.bsky.feed.post/3ljexqmc2222c", leaf)]}
    chain: Cid = put(blocks, {"l": None, "e": []})
    for number in range(200):
        chain = put(blocks, {"l": chain, "e": [], "n": number})
    for top in (put(blocks, twice), chain):
        root = put(blocks, {"did": DID, "version": 3, "data": top})
        file = tmp_path / "repo.car"
        file.write_bytes(car(root, blocks))
        with pytest.raises(ArchiveError, match="circle"):
            list(FORMAT.parts(file))


def entry(name: bytes, after: Cid | None = None) -> dict[str, Any]:
    return {"p": 0, "k": name, "v": Cid(b"\x01\x71\x12\x20" + b"x" * 32), "t": after}


def test_odd_records_are_named_and_the_others_read(tmp_path: Path) -> None:
    odd: tuple[Any, ...] = (
        cars.Raw(b"\x81" * 5000 + b"\xf6"),  # nested too deeply
        cars.Raw(b"\x9b" + b"\xff" * 8),  # a list of more than there is
        cars.Raw(cars.encode(post("broken")).replace(b"broken", b"br\xffken")),
        cars.Raw(b""),
        cars.Raw(cars.encode(post("twice")) * 2),
        post(["a list"]),
        [],
    )
    names = [f"app.bsky.feed.post/3aaaaaaaaaaa{n}" for n in range(2, 2 + len(odd))]
    file = write_car(tmp_path / "repo.car", dict(zip(names, odd, strict=True)))
    found = preview(FORMAT, file)
    assert found.messages == 6
    assert [s.record for s in found.skipped if "3aaaa" in s.record] == [
        f"repo.car {name}" for name in names
    ]


def test_what_is_not_in_the_file_is_named(tmp_path: Path) -> None:
    """A slice of a repository, as servers give it for one record."""
    root, blocks = repository(records())
    left = next(cid for cid, data in blocks.items() if b"It left today" in data)
    part = next(cid for cid, data in blocks.items() if data.find(left) >= 0)
    for cid, why_not in ((left, "it is not in this file."), (part, "what comes after it is not")):
        rest = {each: data for each, data in blocks.items() if each != cid}
        (tmp_path / "repo.car").write_bytes(car(root, rest))
        found = preview(FORMAT, tmp_path / "repo.car")
        assert found.messages < 6
        assert any(each.why.startswith(why_not) for each in found.skipped)


# --- the form -----------------------------------------------------------------------------------

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.binary() | st.text()
    | st.floats(allow_nan=False) | st.binary(min_size=36, max_size=36).map(Cid),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)  # fmt: skip


@given(VALUES)
def test_what_is_written_as_cbor_is_read_again(value: Any) -> None:
    assert decode(cars.encode(value)) == value


@given(st.binary(max_size=300))
def test_any_bytes_are_a_value_or_an_error(data: bytes) -> None:
    with suppress(ValueError):
        decode(data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.from_regex(r"[a-z]{1,3}\.[a-z]{1,3}/[a-z0-9]{1,4}", fullmatch=True), max_size=60))
def test_a_tree_gives_all_its_names_in_order(tmp_path: Path, names: set[str]) -> None:
    root, blocks = repository({name: {"name": name} for name in names})
    with io.BytesIO(car(root, blocks)) as stream:
        found = Car(tmp_path, "repo.car", stream, Numbers())
        listed = list(found.records(found.block(found.root)["data"]))
        assert [name for name, _ in listed] == sorted(names)
        assert [found.block(cid)["name"] for _, cid in listed if cid] == sorted(names)


# --- what others wrote --------------------------------------------------------------------------


def test_repositories_of_others_are_read() -> None:
    """Their commits, counted by hand with another reader of CAR: 2 follows; a slice of a tree with
    one post in it; and 101 posts, 60 likes, 15 reposts, 8 follows and a profile that are still
    in the newest tree."""
    follows = preview(FORMAT, shared("real/bluesky/greenground.repo.car"))
    assert (follows.messages, follows.skipped_count) == (0, 2)
    piece = preview(FORMAT, shared("real/bluesky/repo_slice.car"))
    assert (piece.messages, piece.skipped_count) == (1, 5)
    paul = preview(FORMAT, shared("real/bluesky/paul_staging.repo.car"))
    assert (paul.messages, paul.skipped_count) == (101, 60 + 15 + 8 + 1)
    assert [each.profile.name for each in paul.sources] == ["Paul"]


def test_pages_of_others_are_read() -> None:
    """Three pages of 62 records, all of them posts of one account to 43 people."""
    found = preview(FORMAT, shared("made/bluesky"))
    assert (found.messages, found.people, found.skipped_count) == (62, 43, 0)
    assert all(m.outgoing for m in all_messages(list(FORMAT.parts(shared("made/bluesky")))))


def test_records_on_their_own_and_from_feeds_are_read() -> None:
    """14 files: 5 posts with an address, of which two are the same one; the others are profiles,
    a like, a follow, a repost, and posts that do not say where they are."""
    found = preview(FORMAT, shared("real/bluesky/records"))
    assert (found.messages, found.skipped_count) == (4, 9)
