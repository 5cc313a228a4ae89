"""Every importer on archives that others made, with counts that a person can check by hand.

They lie beside the project; each test is skipped, and says so, where they are missing.
"""

import sqlite3
from pathlib import Path
from typing import NamedTuple

import pytest

from cm_desk.actions.archive import import_archive
from cm_desk.archives import registry
from cm_desk.archives.base import preview
from cm_desk.desk import Desk
from cm_desk.errors import ArchiveError
from tests.conftest import Run
from tests.contracts.archive import messages, shared
from tests.store.rows import counters_are_right


class Counts(NamedTuple):
    people: int
    conversations: int
    messages: int
    skipped: int


KNOWN: dict[str, tuple[str, Counts, str]] = {
    # -- of others ------------------------------------------------------------------------
    "real/bluesky/greenground.repo.car": ("bluesky", Counts(0, 0, 0, 2), "two follows"),
    "real/bluesky/paul_staging.repo.car": (
        *("bluesky", Counts(7, 87, 101, 84)),
        "101 posts; 60 likes, 15 reposts, 8 follows and a profile are no messages",
    ),
    "real/bluesky/repo_slice.car": ("bluesky", Counts(1, 1, 1, 5), "a slice: 5 blocks are missing"),
    "real/bluesky/records": (
        *("bluesky", Counts(3, 4, 4, 9)),
        "13 records; 4 name no post, 2 profiles, a follow, a like, a repost and a quoted post",
    ),
    "real/discord": (
        *("discord", Counts(2, 7, 11, 2)),
        "13 messages, two of them a join and a pin; we are Bob, whom the direct chat is not named"
        " after, so Alice and a bot are left; the thread and both direct chats are one each",
    ),
    "real/email/enron-sample.mbox": ("mbox", Counts(2, 2, 2, 0), "two mails of two people"),
    "real/email/eml": (
        *("mbox", Counts(30, 33, 33, 28)),
        "61 files: 23 have the Message-ID of another one, 3 have no date, 2 no sender",
    ),
    "real/instagram/chatminer-export.json": (
        *("meta", Counts(2, 1, 2, 0)),
        "two people, and nothing says who exported it",
    ),
    "real/instagram/ddp-2020": (
        *("instagram_2020", Counts(12, 26, 574, 5)),
        "561 direct messages in 10 conversations, of which 3 are notices, and 16 comments;"
        " shopping.json and seen_content.json are no JSON",
    ),
    "real/messenger/langchain-facebook_chat.json": (
        *("meta", Counts(2, 1, 11, 0)),
        "two people, and nothing says who exported it",
    ),
    "real/slack/export-viewer-testarchive.zip": (
        *("slack", Counts(3, 53, 53, 105)),
        "158 messages: 94 of bots, 8 joins and 3 bots added",
    ),
    "real/slack/langchain-slack_export.zip": (
        *("slack", Counts(0, 4, 4, 1)),
        "4 messages, all by the one user there is, and a join",
    ),
    "real/telegram/chatminer-batch.json": ("telegram", Counts(2, 1, 2, 0), "two people"),
    "real/telegram/chatminer-single.json": ("telegram", Counts(2, 1, 2, 0), "two people"),
    "real/telegram/langchain-result.json": (
        *("telegram", Counts(1, 1, 4, 0)),
        "a chat of two; we are whom it is not named after",
    ),
    "real/telegram/langchain-messages.html": (
        *("telegram_html", Counts(1, 1, 4, 1)),
        "the same chat as a page, with a date between its messages",
    ),
    "real/whatsapp/chatistics-1.txt": (
        *("whatsapp", Counts(2, 1, 20, 1)),
        "22 lines that begin like a message: one is a notice, one stands in another message",
    ),
    "real/whatsapp/chatistics-2.txt": (
        *("whatsapp", Counts(2, 1, 4, 0)),
        "5 lines, of which one stands in another message",
    ),
    "real/whatsapp/chatistics-3.txt": ("whatsapp", Counts(5, 1, 9, 2), "two notices"),
    "real/whatsapp/chatistics-4.txt": ("whatsapp", Counts(1, 1, 3, 0), "month first"),
    "real/whatsapp/chatminer-bracket_mmddyy_24h.txt": (
        *("whatsapp", Counts(5, 1, 7, 2)),
        "the chat is the same in five ways to write a date, with two notices",
    ),
    "real/whatsapp/chatminer-ddmmyy_24h.txt": ("whatsapp", Counts(5, 1, 7, 2), "as above"),
    "real/whatsapp/chatminer-mmddyy_24h.txt": ("whatsapp", Counts(5, 1, 7, 2), "as above"),
    "real/whatsapp/chatminer-mmddyyyy_12h.txt": ("whatsapp", Counts(5, 1, 7, 2), "as above"),
    "real/whatsapp/chatminer-yyyymmdd_24h.txt": ("whatsapp", Counts(5, 1, 7, 2), "as above"),
    "real/whatsapp/langchain-ios.txt": (
        *("whatsapp", Counts(2, 1, 11, 1)),
        "12 messages, the first of which WhatsApp put there",
    ),
    "real/whatsapp/langchain-mixed-formats.txt": (
        *("whatsapp", Counts(7, 1, 10, 0)),
        "ten messages of seven names in four ways to write a date",
    ),
    "real/x-archive": (
        *("twitter", Counts(1, 2, 2, 1)),
        "three posts in the form of the API, one of them a repost; account.js says whose",
    ),
    "real/youtube": (
        *("youtube", Counts(0, 5, 5, 0)),
        "2 comments in the newer form, 2 in the older, a live chat without a head",
    ),
    # -- made from 127 turns of 40 real threads, two of which stand in two threads ---------
    "made/bluesky": ("bluesky", Counts(43, 39, 62, 0), "our own 62 posts, 63 with a copy"),
    "made/discord": ("discord", Counts(43, 39, 125, 0), "127 messages, two of them copies"),
    "made/email/desk.mbox": ("mbox", Counts(43, 39, 125, 2), "127 mails, two of them copies"),
    "made/instagram": ("meta", Counts(23, 20, 62, 0), "20 chats in 20 files"),
    "made/mastodon": (
        *("mastodon", Counts(43, 62, 62, 7)),
        "63 posts, one twice; 5 boosts, and a line each for 16 likes and 8 bookmarks",
    ),
    "made/messenger": ("meta", Counts(21, 20, 79, 7), "86 messages, 7 of them taken back"),
    "made/reddit": (
        *("reddit", Counts(13, 41, 88, 0)),
        "42 comments, one twice, in both tables; 5 posts; 42 messages, their heads too",
    ),
    "made/slack": ("slack", Counts(43, 40, 127, 0), "127 messages of 40 threads in 24 files"),
    "made/telegram": ("telegram", Counts(43, 39, 127, 7), "127 messages and 7 calls"),
    "made/whatsapp/android-gb": ("whatsapp", Counts(5, 4, 14, 0), "four chats"),
    "made/whatsapp/android-us": ("whatsapp", Counts(4, 4, 14, 0), "four chats"),
    "made/whatsapp/ios-de": (
        "whatsapp",
        Counts(5, 4, 14, 4),
        "four chats, each begins with a notice",
    ),
    "made/x-archive": (
        *("twitter", Counts(43, 90, 162, 14)),
        "63 posts, one twice; 46 direct messages and 56 in groups, two in both; 14 joins",
    ),
    "made/youtube": (
        *("youtube", Counts(0, 39, 62, 0)),
        "31 and 32 comments, one in both files; five once more with a German head",
    ),
}
NONE = {
    "real/email/replies": "bodies without a head",
    "real/x-archive/follower.js": "numbers of followers",
    "made/mastodon/likes.json": "addresses of posts",
}


@pytest.mark.parametrize("place", KNOWN)
def test_what_is_in_an_archive_is_counted(place: str) -> None:
    name, counts, _ = KNOWN[place]
    path = shared(place)
    assert registry.sniff(path).name == name
    found = preview(registry.load(name), path)
    assert Counts(found.people, found.conversations, found.messages, found.skipped_count) == counts


@pytest.mark.parametrize("place", KNOWN)
def test_it_comes_in_once(run: Run[None], desk: Desk, place: str) -> None:
    """The second time not one row is written, and every counter is right."""
    path = shared(place)

    async def scenario() -> None:
        first = await import_archive(desk, path)
        assert (first.inserted, first.updated) == (KNOWN[place][1].messages, 0)
        before = await desk.store.read(_written)
        again = await import_archive(desk, path)
        assert (again.inserted, again.updated) == (0, 0)
        assert await desk.store.read(_written) == before
        assert await desk.store.read(counters_are_right)

    run(scenario())


@pytest.mark.parametrize("place", NONE)
def test_what_holds_no_message_is_no_archive(place: str) -> None:
    with pytest.raises(ArchiveError, match="no archive we can read"):
        registry.sniff(shared(place))


def _written(db: sqlite3.Connection) -> int:
    """Changes with every transaction that wrote something."""
    [(version,)] = db.execute("pragma data_version").fetchall()
    return int(version)


def test_times_and_directions_are_right() -> None:
    """A few that somebody looked up in the file itself, one for each way to write them."""
    for place, start, sent, outgoing in (
        ("real/telegram/langchain-result.json", "Hi nemesis", "2023-08-23T20:13:20", True),
        ("real/telegram/langchain-messages.html", "Hi nemesis", "2023-08-23T21:13:20", True),
        ("real/discord", "I'm good", "2026-01-01T13:05:00", False),
        ("real/email/enron-sample.mbox", "As of 12/28", "2000-12-29T11:49:00", False),
        ("real/instagram/ddp-2020", "Perfecto", "2020-10-14T19:28:40", True),
        ("real/messenger/langchain-facebook_chat.json", "Bye!", "2023-02-05T11:46:11", False),
        ("real/x-archive", "Finally got", "2019-09-02T14:19:58", True),
        ("real/youtube", "coalowl", "2023-09-19T17:42:53", True),
        ("real/slack/langchain-slack_export.zip", "Hello, world!", "2023-04-13T19:15:17", True),
        ("made/messenger", "@Biso09335068 We have", "2020-03-16T14:56:58", True),
        ("made/email/desk.mbox", "@RockstarSupport GTA 5", "2020-02-13T00:34:31", False),
        ("made/reddit", "@RockstarSupport GTA 5", "2020-02-13T00:34:31", False),
    ):
        path = shared(place)
        found = messages(list(registry.sniff(path).parts(path)))
        one = next(each for each in found if each.text.startswith(start))
        assert (one.sent_at.isoformat()[:19], one.outgoing) == (sent, outgoing), place


def test_letters_of_every_charset_are_read() -> None:
    """Korean, Cyrillic and Japanese mails, and French that Meta wrote twice."""
    mails = messages(list(registry.load("mbox").parts(shared("real/email/eml"))))
    whole = "\n".join(f"{each.subject}\n{each.text}" for each in mails)
    for word in (
        "대부분의",
        "まみむめも",
        "あいうえお",
        "스티해",
        "päring",
        "Another PDF with 🎉 Unicode",
    ):
        assert word in whole
    assert {"Атиковa"} <= {each.who.name for each in mails if each.who}
    chats = messages(list(registry.load("meta").parts(shared("made/messenger"))))
    assert any("a envoyé « merci 🙏🏽 » à votre message" in each.text for each in chats)


def test_no_archive_of_others_is_left_out() -> None:
    real = shared("real")
    named = {Path(place).parts[1] for place in (*KNOWN, *NONE) if place.startswith("real/")}
    assert named == {each.name for each in real.iterdir()}
