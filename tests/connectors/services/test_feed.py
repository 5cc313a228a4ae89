"""Feeds on a small site of our own, and feeds as they are in the wild."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector, Granted
from cm_desk.connectors.services.feed.read import Document, document
from cm_desk.domain.model import Account, Page
from cm_desk.errors import OddAnswer, Rejected, SlowDown
from cm_desk_contract import BURST, Network, ReadOnlyContract, everything_old, ids, outgoing
from tests.connectors.steering import Steering
from tests.servers.fake_feed import Entry, FakeFeed

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)


class Forum(Steering):
    """Steers the small site as `Network` of the contract asks."""

    def __init__(self, fake: FakeFeed) -> None:
        super().__init__(fake, NOW.timestamp)
        self.fake = fake

    def connect(self) -> Connector:
        account = Account(1, "feed", "tea.example/feed.xml", self.fake.base_url)
        secret = json.dumps({"url": f"{self.fake.base_url}/feed.xml"})
        return registry.connector(account, secret, self.http)

    def write(self, text: str, name: str = "Ada Vogel", reply_to: str = "") -> str:
        one = f"urn:post-{len(self.fake.entries)}"
        self.fake.clock += timedelta(seconds=1) / 20
        self.fake.entries.append(Entry(one, name, text, self.fake.clock, answers=reply_to))
        return one

    def edit(self, remote_id: str, text: str) -> None:
        entry = next(each for each in self.fake.entries if each.id == remote_id)
        entry.text, entry.edited = text, entry.at + timedelta(minutes=1)

    def delete(self, remote_id: str) -> None:
        self.fake.entries = [each for each in self.fake.entries if each.id != remote_id]

    def posts(self) -> list[str]:
        return []

    def refuse_token(self) -> None:
        self.fake.faults.refusal = (403, {}, b"members only")

    def garble(self) -> None:
        super().garble()
        self.fake.etags = False  # or it says that nothing is new, and nothing is garbled

    def drop_next_answer(self) -> None:
        """Nothing is sent to a feed: this one fails to come at all."""
        self.fake.hang_up()


@pytest.fixture
def forum() -> Iterator[Forum]:
    with FakeFeed() as fake:
        made = Forum(fake)
        yield made
        made.http.close()


class TestFeed(ReadOnlyContract):
    deletions = False

    @pytest.fixture
    def network(self, forum: Forum) -> Network:
        return forum

    def connect(self, network: Network) -> Connector:
        assert isinstance(network, Forum)
        return network.connect()


def sign_in(forum: Forum, address: str) -> Granted:
    start = registry.service("feed").sign_in
    assert start
    return start(forum.http, {"address": address})


def test_a_page_that_names_its_feed_will_do(forum: Forum) -> None:
    forum.write("Hello")
    granted = sign_in(forum, forum.fake.base_url)
    assert granted.profile.name == "Tea talk"
    assert "s3cret" not in granted.profile.handle
    assert "s3cret" in json.loads(granted.secret)["url"]


def test_a_feed_is_recognised_by_its_address(forum: Forum) -> None:
    ask = registry.service("feed").recognise
    assert ask
    found = ask(forum.http, forum.fake.base_url)
    assert found
    assert found.what == "The feed “Tea talk”"
    assert ask(forum.http, "ada@tidewell.example") is None
    assert ask(forum.http, f"{forum.fake.base_url}/other") is None


def test_no_feed_is_said_to_be_none(forum: Forum) -> None:
    with pytest.raises(OddAnswer, match="nothing at this address"):
        sign_in(forum, f"{forum.fake.base_url}/other")
    forum.fake.faults.garbled = True
    with pytest.raises(Rejected, match="no feed at this address"):
        sign_in(forum, f"{forum.fake.base_url}/feed.xml")


def test_more_than_one_page_since_the_last_look_is_read_to_where_we_were(forum: Forum) -> None:
    forum.write("first")
    connector = forum.connect()
    cursor = connector.pull(None).cursor
    written = [forum.write(f"number {i}") for i in range(BURST)]
    page = connector.pull(cursor)
    assert ids([page]) == written
    assert not page.more
    assert connector.pull(page.cursor) == Page(cursor=page.cursor)


def test_an_unchanged_feed_costs_one_short_answer(forum: Forum) -> None:
    forum.write("first")
    connector = forum.connect()
    cursor = connector.pull(None).cursor
    asked = len(forum.fake.asked)
    assert connector.pull(cursor) == Page(cursor=cursor)
    assert len(forum.fake.asked) == asked + 1


def test_a_server_without_etags_gives_nothing_twice(forum: Forum) -> None:
    forum.fake.etags = False
    forum.write("first")
    connector = forum.connect()
    cursor = connector.pull(None).cursor
    assert connector.pull(cursor) == Page(cursor=cursor)


def test_history_reads_the_older_pages(forum: Forum) -> None:
    written = [forum.write(f"number {i}") for i in range(BURST)]
    assert sorted(ids(list(everything_old(forum.connect())))) == sorted(written)


def test_a_change_is_told_and_what_left_the_feed_stays(forum: Forum) -> None:
    changed, left = forum.write("I hate it"), forum.write("old news")
    connector = forum.connect()
    cursor = connector.pull(None).cursor
    forum.edit(changed, "I had it wrong")
    forum.delete(left)
    page = connector.pull(cursor)
    assert [(each.remote_id, each.text) for each in page.messages] == [(changed, "I had it wrong")]
    assert page.messages[0].edited_at
    assert page.deleted == ()
    assert connector.thread(left) == Page()


def test_nothing_is_sent_to_a_feed(forum: Forum) -> None:
    forum.write("Hello")
    with pytest.raises(Rejected, match="only read"):
        forum.connect().send(outgoing("Hello"))


def test_a_rate_limit_is_one(forum: Forum) -> None:
    connector = forum.connect()
    forum.slow_down(77)
    with pytest.raises(SlowDown) as caught:
        connector.pull(None)
    assert 70 <= caught.value.retry_after_s <= 90


# --- documents ----------------------------------------------------------------------------------


def read(text: str | bytes) -> Document:
    body = text.encode() if isinstance(text, str) else text
    found = document(body, "https://tea.example/feed", "text/xml", NOW)
    assert found
    return found


RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Tea &amp; talk</title>
 <link>https://tea.example/</link><language>de-CH</language>%s</channel></rss>"""


def test_an_rss_feed_is_in_our_terms() -> None:
    item = """<item><guid isPermaLink="false">a1</guid><title>Zu &lt;heiß&gt;?</title>
     <link>https://tea.example/1</link><dc:creator>Ann B</dc:creator>
     <pubDate>Tue, 03 Mar 2026 09:00:00 +0200</pubDate><description>kurz</description>
     <content:encoded><![CDATA[<p>Fish &amp; chips<br>&lt;b&gt;</p><script>1</script>
     <img src="https://spy.example/1.gif">]]></content:encoded>
     <enclosure url="https://tea.example/a.mp3" type="audio/mpeg" length="12"/></item>"""
    [found] = read(RSS % item).messages
    assert (found.subject, found.text) == ("Zu <heiß>?", "Fish & chips\n<b>")
    assert found.who
    assert (found.who.name, found.who.key) == ("Ann B", "ann b@tea.example")
    assert found.sent_at == datetime(2026, 3, 3, 7, tzinfo=UTC)
    assert (found.lang, found.url) == ("de", "https://tea.example/1")
    assert [(each.kind, each.size_bytes) for each in found.media] == [("audio", 12)]


def test_an_item_without_id_author_or_date_is_still_one_message() -> None:
    first = read(RSS % "<item><title>Only a title</title></item>").messages
    again = read(RSS % "<item><title>Only a title</title></item>").messages
    assert first[0].remote_id == again[0].remote_id
    assert (first[0].text, first[0].sent_at) == ("Only a title", NOW)
    assert first[0].who
    assert first[0].who.name == "Tea & talk"


def test_a_link_that_is_no_web_address_is_no_link() -> None:
    item = "<item><guid>1</guid><title>x</title><link>javascript:alert(1)</link></item>"
    assert [each.url for each in read(RSS % item).messages] == [""]


@pytest.mark.parametrize(
    "junk", [b"", b"<html>hi</html>", b"\xff\xfe\x00", b"[1]", b"<" * 20_000, b"<![x[" * 50]
)
def test_what_is_no_feed_is_none(junk: bytes) -> None:
    assert document(junk, "https://tea.example/feed", "", NOW) is None


def test_words_that_multiply_stay_small() -> None:
    """The "billion laughs": nested entities."""
    bombs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 9))
    text = f'<!DOCTYPE x [<!ENTITY l0 "ha">{bombs}]>' + RSS % "<item><title>&l8;</title></item>"
    found = document(text.encode(), "https://tea.example/feed", "", NOW)
    assert found is None or all(len(each.text) < 10_000 for each in found.messages)


def test_a_file_of_this_machine_is_not_read() -> None:
    text = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text += RSS % "<item><title>x &f; y</title></item>"
    found = document(text.encode(), "https://tea.example/feed", "", NOW)
    assert found is None or "root" not in repr(found)
