"""Discourse on a small forum of our own, as published: no real one can be had here."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import BrowserSignIn, Connector, Deleter, Editor
from cm_desk.domain.model import Account, Kind, Outgoing, SignalKind
from cm_desk.errors import BadInput, Gone, Rejected, SignInNeeded
from cm_desk_contract import (
    SECRET,
    ConnectorContract,
    Network,
    everything_new,
    everything_old,
    ids,
    outgoing,
)
from tests.connectors.steering import Steering
from tests.servers.fake_discourse import US, FakeDiscourse


class Forum(Steering):
    """Steers the small forum as `Network` of cm_desk_contract asks."""

    def __init__(self, fake: FakeDiscourse) -> None:
        super().__init__(fake)
        self.fake = fake
        self.topic = fake.open("How we brew", "ada")

    def connect(self, *categories: str) -> Connector:
        account = Account(1, "discourse", f"{US}@127.0.0.1", self.fake.base_url, remote_id="7")
        kept = {"key": SECRET, "client": "c-1", "categories": categories}
        return registry.connector(account, json.dumps(kept), self.http)

    def write(self, text: str, name: str = "Ada Vogel", reply_to: str = "") -> str:
        post = self.fake.posts[int(reply_to)] if reply_to else None
        topic = post.topic if post else self.fake.open("Another question", "ada")
        number = post.number if post else 0
        return str(self.fake.write(topic, "ada_v", name, text, number))

    def edit(self, remote_id: str, text: str) -> None:
        post = self.fake.posts[int(remote_id)]
        post.raw, post.version = text, post.version + 1

    def delete(self, remote_id: str) -> None:
        self.fake.posts[int(remote_id)].deleted = True

    def posts(self) -> list[str]:
        return [each.raw for each in self.fake.posts.values() if each.user == US]

    def drop_next_answer(self) -> None:
        self.fake.faults.dropped = [self.fake.taken]


@pytest.fixture
def forum() -> Iterator[Forum]:
    with FakeDiscourse(SECRET) as fake:
        made = Forum(fake)
        yield made
        made.http.close()


class TestDiscourse(ConnectorContract):
    @pytest.fixture
    def network(self, forum: Forum) -> Network:
        return forum

    def connect(self, network: Network) -> Connector:
        assert isinstance(network, Forum)
        return network.connect()

    def new(
        self, network: Network, connector: Connector, text: str, key: str = "key-1"
    ) -> Outgoing:
        return outgoing(text, key, self._message(connector, network.write("And?")))


def test_pictures_in_a_post_of_ours_are_not_lost(forum: Forum) -> None:
    forum.write("And?")
    one = str(forum.fake.write(forum.topic, US, "Tidewell", "See https://brand.example"))
    forum.fake.posts[int(one)].raw = "See\n![lid](upload://lid.png)"
    forum.fake.cooked[int(one)] = '<p>See<br><img src="/lid.png" alt="lid"></p>'
    with pytest.raises(Rejected, match="would be lost"):
        cast(Editor, forum.connect()).edit(one, "See there")


def test_the_first_post_of_a_topic_stays(forum: Forum) -> None:
    one = str(forum.fake.write(forum.fake.open("Ours", US), US, "Tidewell", "We brew like this"))
    with pytest.raises(Rejected, match="did not delete"):
        cast(Deleter, forum.connect()).delete(one)


class TestAForumOfBefore2025(TestDiscourse):
    """Its lists go back fifty ids, with the one they begin at."""

    @pytest.fixture
    def network(self, forum: Forum) -> Network:
        forum.fake.old = True
        return forum


def test_a_private_message_is_direct_and_so_is_our_answer(forum: Forum) -> None:
    talk = forum.fake.open("My order", "ada", private=True)
    one = forum.fake.write(talk, "ada_v", "Ada", "It never came")
    connector = forum.connect()
    [found] = connector.pull(None).messages
    assert (found.kind, found.visibility, found.subject) == (Kind.DIRECT, "direct", "My order")
    sent = connector.send(outgoing("We look into it", to=found))
    assert (sent.kind, sent.visibility) == (Kind.DIRECT, "direct")
    assert {each.kind for each in connector.thread(str(one)).messages} == {Kind.DIRECT}
    cursor = connector.pull(None).cursor
    forum.edit(str(one), "It never came, and I wait")
    [edited] = connector.pull(cursor).messages
    assert (edited.kind, edited.visibility) == (Kind.DIRECT, "direct")


def test_only_the_chosen_categories_and_what_calls_us_come_in(forum: Forum) -> None:
    elsewhere = forum.fake.open("Cats", "bo", category=9)
    below = forum.fake.open("Mint", "bo", category=6)
    forum.fake.write(elsewhere, "bo", "Bo", "Cats!")
    called = forum.fake.write(elsewhere, "bo", "Bo", f"What does @{US} say?")
    mint = forum.fake.write(below, "bo", "Bo", "Mint grows")
    found = forum.connect("brewing").pull(None).messages
    assert [each.remote_id for each in found] == [str(called), str(mint)]
    assert [each.kind for each in found] == [Kind.MENTION, Kind.POST]


def test_a_category_that_is_not_there_is_named(forum: Forum) -> None:
    forum.write("Hello")
    with pytest.raises(Rejected, match="no category bewing"):
        forum.connect("bewing").pull(None)


def test_likes_of_our_posts_are_told_once(forum: Forum) -> None:
    ours = forum.fake.write(forum.topic, US, "Tidewell", "Use soft water")
    connector = forum.connect()
    cursor = connector.pull(None).cursor
    forum.fake.like(ours, "bo")
    page = connector.pull(cursor)
    assert [(each.kind, each.who.handle, each.target) for each in page.signals] == [
        (SignalKind.LIKE, "@bo", str(ours))
    ]
    assert connector.pull(page.cursor).signals == ()


def test_the_answer_that_solved_it_is_told_with_the_conversation(forum: Forum) -> None:
    """Who asked says so: a sign of somebody who helps others."""
    forum.fake.write(forum.topic, "ada", "Ada", "How long?")
    helped = forum.fake.write(forum.topic, "bo", "Bo", "Four minutes", answers=1)
    forum.fake.topics[forum.topic].solved = 2
    [solved] = forum.connect().thread(str(helped)).signals
    assert (solved.kind, solved.who.handle, solved.target) == (
        SignalKind.SOLVED,
        "@ada",
        str(helped),
    )


def test_a_solution_is_told_by_itself_and_once(forum: Forum) -> None:
    forum.fake.write(forum.topic, "ada", "Ada", "How long?")
    helped = forum.fake.write(forum.topic, "bo", "Bo", "Four minutes", answers=1)
    connector = forum.connect()
    cursor = connector.pull(None).cursor
    forum.fake.topics[forum.topic].solved = 2
    page = connector.pull(cursor)
    assert [(each.kind, each.target) for each in page.signals] == [(SignalKind.SOLVED, str(helped))]
    assert connector.pull(page.cursor).signals == ()


def test_a_long_topic_comes_whole(forum: Forum) -> None:
    written = [str(forum.fake.write(forum.topic, "bo", "Bo", f"number {i}")) for i in range(130)]
    assert ids([forum.connect().thread(written[0])]) == written


@pytest.mark.parametrize("old", [False, True])
def test_ids_far_apart_leave_no_gap(forum: Forum, old: bool) -> None:
    """Most ids of a forum are of posts that we may not see."""
    forum.fake.old = old
    first = forum.write("first")
    connector = forum.connect()
    cursor = connector.pull(None).cursor
    written = []
    for _ in range(60):
        one = max(forum.fake.posts) + 7
        written.append(forum.write("x"))
        post = forum.fake.posts.pop(int(written[-1]))
        post.id, written[-1] = one, str(one)
        forum.fake.posts[one] = post
    assert ids(list(everything_new(connector, cursor))) == written
    assert set(ids(list(everything_old(connector)))) == {first, *written}


def test_a_topic_that_is_not_shown_to_us_is_no_broken_sign_in(forum: Forum) -> None:
    one = forum.write("secret")
    forum.fake.hidden = {forum.fake.posts[int(one)].topic}
    with pytest.raises(Gone):
        forum.connect().thread(one)


def test_the_same_words_of_long_ago_are_not_what_was_sent_now(forum: Forum) -> None:
    connector = forum.connect()
    asked = connector.thread(forum.write("Thanks")).messages[0]
    connector.send(outgoing("You are welcome", to=asked))
    forum.fake.clock += timedelta(days=1)
    later = Outgoing(
        "key-2",
        "You are welcome",
        datetime.now(UTC) + timedelta(days=400),
        reply_to=asked.remote_id,
    )
    assert connector.find(later) is None


# --- sign-in ------------------------------------------------------------------------------------


def begin(forum: Forum, address: str = "") -> BrowserSignIn:
    start = registry.service("discourse").begin
    assert start
    return start(forum.http, address or forum.fake.base_url, "http://127.0.0.1:1/callback")


def test_the_text_that_the_forum_shows_signs_in(forum: Forum) -> None:
    started = begin(forum, f"{forum.fake.base_url}/c/brewing/5 {forum.fake.base_url}/c/off-topic")
    granted = started.finish_with_code(forum.fake.sealed(started.url))
    assert granted.profile.handle.startswith(f"{US}@127.0.0.1")
    assert json.loads(granted.secret)["categories"] == ["brewing/5", "off-topic"]
    assert SECRET not in repr(granted)
    assert SECRET not in started.url


def test_another_text_is_refused_in_words(forum: Forum) -> None:
    started, other = begin(forum), begin(forum)
    for wrong in ("", "hello", forum.fake.sealed(other.url), "QUJD" * 86):
        with pytest.raises(SignInNeeded, match="Start the sign-in again"):
            started.finish_with_code(wrong)


def test_another_kind_of_server_is_named(forum: Forum) -> None:
    forum.fake.faults.body = b'{"title": "something"}'
    with pytest.raises(Rejected, match="does not answer like a Discourse forum"):
        begin(forum)
    with pytest.raises(BadInput):
        begin(forum, "not a forum")


def test_a_forum_is_recognised_by_its_address(forum: Forum) -> None:
    ask = registry.service("discourse").recognise
    assert ask
    found = ask(forum.http, f"{forum.fake.base_url}/c/brewing")
    assert found
    assert found.what == "The forum “Tea forum”"
    assert ask(forum.http, "@ada@social.example") is None


def test_signing_out_ends_the_key(forum: Forum) -> None:
    end = registry.service("discourse").sign_out
    assert end
    kept = json.dumps({"key": SECRET, "client": "c-1", "categories": []})
    end(Account(1, "discourse", f"{US}@127.0.0.1", forum.fake.base_url), kept, forum.http)
    with pytest.raises(SignInNeeded):
        forum.connect().pull(None)
