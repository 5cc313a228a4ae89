"""What Mastodon's connector makes of people's doings, whole and odd, on the small server."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.connectors.services.mastodon.read import UNREADABLE
from cm_desk.domain.model import Incoming, Kind, Page, SignalKind
from cm_desk.errors import OddAnswer, Rejected, SignInNeeded
from tests.connectors.mastodon import MastodonNetwork, small_server
from tests.contracts.connector import everything_new, everything_old, ids, outgoing
from tests.servers.fake_mastodon.faults import Quirks


@pytest.fixture
def network() -> Iterator[MastodonNetwork]:
    with small_server() as made:
        yield made


@pytest.fixture
def connector(network: MastodonNetwork) -> Connector:
    return network.connect()


def one(page: Page, remote_id: str) -> Incoming:
    return {each.remote_id: each for each in page.messages}[remote_id]


def last_cursor(connector: Connector) -> str | None:
    return list(everything_new(connector, None))[-1].cursor


def test_likes_boosts_follows_and_quotes_are_signals(
    network: MastodonNetwork, connector: Connector
) -> None:
    post = connector.send(outgoing("New spring teas are here"))
    world = network.world
    made = [world.like(post.remote_id), world.boost(post.remote_id), world.follow()]
    quoted = world.quote("Look at this", of=post.remote_id, name="Bo")
    page = connector.pull(None)
    kinds = [(each.kind, each.target) for each in page.signals]
    assert kinds == [
        (SignalKind.LIKE, post.remote_id),
        (SignalKind.BOOST, post.remote_id),
        (SignalKind.FOLLOW, ""),
        (SignalKind.QUOTE, post.remote_id),
    ]
    assert [each.remote_id for each in page.signals][:3] == made
    assert one(page, quoted).kind is Kind.QUOTE


def test_kinds_tell_why_a_message_is_ours_to_see(
    network: MastodonNetwork, connector: Connector
) -> None:
    world = network.world
    post = connector.send(outgoing("New spring teas are here"))
    mention = world.write("Hello")
    reply = world.write("Which ones?", reply_to=post.remote_id)
    direct = world.write("My order number is 4711", visibility="direct")
    page = connector.pull(None)
    assert one(page, mention).kind is Kind.MENTION
    assert one(page, reply).kind is Kind.REPLY
    assert one(page, direct).kind is Kind.DIRECT
    assert one(page, direct).visibility == "direct"
    assert one(page, post.remote_id).kind is Kind.POST
    assert one(page, post.remote_id).who is None


def test_what_was_looked_at_elsewhere_is_not_unread(
    network: MastodonNetwork, connector: Connector
) -> None:
    old = network.write("old")
    network.world.seen = network.world.notes[-1].id
    new = network.write("new")
    page = connector.pull(None)
    assert [(each.remote_id, each.unread) for each in page.messages] == [(old, False), (new, True)]


def test_boosts_in_our_list_are_seen_through(
    network: MastodonNetwork, connector: Connector
) -> None:
    """Ours of others' words are left out; snac lists others' boosts of ours, under their name."""
    world = network.world
    post = world.post({"status": "New spring teas"}, "")
    theirs = world.status(world.statuses[world.say("Look", "Bo")])
    for inner, booster in ((theirs, "Desk"), (world.status(world.statuses[post]), "Bo")):
        boost = world.post({"status": "boost"}, "")
        account = world.account(world.person(booster))
        world.statuses[boost].odd = {"reblog": inner, "account": account, "content": ""}
    found = connector.pull(None).messages
    assert [(each.remote_id, each.text, each.who) for each in found] == [
        (post, "New spring teas", None)
    ]


def test_a_direct_message_that_gave_no_notification_is_found(
    network: MastodonNetwork, connector: Connector
) -> None:
    """Mastodon may filter the notifications of people we do not follow."""
    cursor = last_cursor(connector)
    direct = network.world.write("My order number is 4711", visibility="direct")
    network.world.notes.clear()
    assert ids(list(everything_new(connector, cursor))) == [direct]


def test_the_conversation_around_a_reply_comes_along(
    network: MastodonNetwork, connector: Connector
) -> None:
    world = network.world
    cursor = last_cursor(connector)
    first = world.say("Anyone tried their oolong?", "Cleo")
    second = world.say("Not yet", "Dai", reply_to=first)
    third = world.write("what do you think?", "Cleo", reply_to=second)
    page = connector.pull(cursor)
    assert ids([page]) == [first, second, third]
    assert {each.thread for each in page.messages} == {first}
    assert [each.unread for each in page.messages] == [False, False, True]
    assert one(page, first).kind is Kind.POST


def test_our_own_posts_from_elsewhere_are_read(
    network: MastodonNetwork, connector: Connector
) -> None:
    cursor = last_cursor(connector)
    question = network.write("Is it in stock?")
    elsewhere = network.world.post({"status": "It is", "in_reply_to_id": question}, "")
    page = connector.pull(cursor)
    assert one(page, elsewhere).outgoing
    assert one(page, elsewhere).thread == question
    who = one(page, elsewhere).who
    assert who
    assert who.name == "Ada Vogel"
    assert not one(page, elsewhere).unread


def test_everything_a_message_can_hold(network: MastodonNetwork, connector: Connector) -> None:
    ends = datetime(2026, 12, 1, 12, tzinfo=UTC)
    options: list[dict[str, Any]] = [
        {"title": "Green", "votes_count": 3}, {"title": "Black", "votes_count": None},
    ]  # fmt: skip
    poll = {
        "id": "1", "expires_at": ends.isoformat(), "expired": False, "multiple": True,
        "votes_count": 3, "emojis": [], "options": options,
    }  # fmt: skip
    media = {
        "id": "2", "type": "gifv", "url": "https://files.example/cat.mp4",
        "description": "A cat", "meta": {"original": {"width": 4, "height": 3}},
    }  # fmt: skip
    written = network.world.write(
        ":blobcat: see https://tea.example/a?b=1",
        warning="Food", lang="de", poll=poll, media=[media],
    )  # fmt: skip
    found = one(connector.pull(None), written)
    assert found.text == "@desk :blobcat: see https://tea.example/a?b=1"
    assert (found.warning, found.lang) == ("Food", "de")
    assert found.poll
    assert [(each.text, each.votes) for each in found.poll.options] == [
        ("Green", 3),
        ("Black", None),
    ]
    assert found.poll.ends_at == ends
    assert found.poll.multiple
    assert [(m.kind, m.alt, m.name, m.width, m.height) for m in found.media] == [
        ("video", "A cat", "cat.mp4", 4, 3)
    ]
    assert found.url.startswith(network.fake.base_url)


def test_an_edit_and_a_deletion_are_seen_by_the_next_pull(
    network: MastodonNetwork, connector: Connector
) -> None:
    kept, edited, deleted = (network.write(text) for text in ("kept", "edited", "deleted"))
    cursor = last_cursor(connector)
    network.edit(edited, "I had it wrong")
    network.delete(deleted)
    page = connector.pull(cursor)
    assert ids([page]) == [edited]
    assert page.messages[0].text == "I had it wrong"
    assert page.messages[0].edited_at
    assert page.deleted == (deleted,)
    assert connector.pull(page.cursor) == Page(cursor=page.cursor)
    assert kept not in ids([page])


def test_edits_are_seen_where_messages_are_given_one_by_one() -> None:
    """Before Mastodon 4.3: a few in turn."""
    with small_server(Quirks(no_many=True)) as network:
        connector = network.connect()
        written = [network.write(f"number {i}") for i in range(10)]
        cursor = last_cursor(connector)
        network.edit(written[0], "edited")
        network.delete(written[1])
        pages = []
        for _ in range(10):
            pages.append(connector.pull(cursor))
            cursor = pages[-1].cursor
        assert ids(pages) == [written[0]]
        assert [each for page in pages for each in page.deleted] == [written[1]]


ODD: list[dict[str, Any]] = [
    {"content": None, "media_attachments": 7},
    {"content": {"a": 1}},
    {"poll": {"options": 3}},
    {"mentions": [{"acct": 5}], "in_reply_to_account_id": []},
    {"edited_at": "yesterday"},
    {"spoiler_text": ["x"]},
]


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_one_odd_message_is_kept_as_unreadable_and_stops_nothing(
    odd: dict[str, Any], network: MastodonNetwork, connector: Connector
) -> None:
    before, strange = network.write("before"), network.world.write("strange", odd=odd)
    after = network.write("after")
    page = connector.pull(None)
    assert ids([page]) == [before, strange, after]
    assert one(page, strange).text in (UNREADABLE, "@desk strange")
    assert one(page, strange).who
    assert connector.pull(page.cursor) == Page(cursor=page.cursor)


@pytest.mark.parametrize("odd", [{"account": None}, {"id": None, "created_at": 3}], ids=str)
def test_a_message_without_author_or_time_is_left_out(
    odd: dict[str, Any], network: MastodonNetwork, connector: Connector
) -> None:
    before, _, after = (
        network.write("before"),
        network.world.write("strange", odd=odd),
        network.write("after"),
    )
    assert ids([connector.pull(None)]) == [before, after]


@pytest.mark.parametrize("body", [b'{"a": 1}', b"[7]", b'"text"', b'[["a"]]'])
def test_a_list_without_anything_we_know_is_an_odd_answer(
    body: bytes, network: MastodonNetwork, connector: Connector
) -> None:
    connector.limits()
    network.fake.faults.body = body
    with pytest.raises(OddAnswer):
        connector.pull(None)


@pytest.mark.parametrize(
    "cursor", ["", "{}", "nonsense", "[1]", '{"watch": 3}', '{"watch": [[1]]}']
)
def test_a_cursor_that_cannot_be_read_starts_anew(
    cursor: str, network: MastodonNetwork, connector: Connector
) -> None:
    written = network.write("Hello")
    assert ids([connector.pull(cursor)]) == [written]
    assert ids([connector.history(cursor)]) == [written]


def test_history_reads_our_posts_and_direct_conversations_too(
    network: MastodonNetwork, connector: Connector
) -> None:
    world, written = network.world, set[str]()
    for number in range(90):
        written.add(world.post({"status": f"post {number}"}, ""))
        written.add(world.write(f"direct {number}", f"P{number}", visibility="direct"))
    world.notes.clear()
    pages = list(everything_old(connector))
    assert set(ids(pages)) == written
    assert len(pages) >= 3
    assert not any(each.unread for page in pages for each in page.messages)


@pytest.mark.parametrize(
    ("missing", "words"),
    [("read:notifications", "read:notifications"), ("read:statuses", "read:statuses")],
)
def test_a_missing_permission_is_named(
    missing: str, words: str, network: MastodonNetwork, connector: Connector
) -> None:
    all_scopes = {"read:accounts", "read:notifications", "read:statuses", "write:statuses"}
    network.fake.faults.scopes = all_scopes - {missing}
    with pytest.raises(SignInNeeded, match=f"lacks the permission {words}"):
        connector.pull(None)


def test_a_suspended_account_hears_it_with_the_servers_words(
    network: MastodonNetwork, connector: Connector
) -> None:
    network.fake.faults.refusal = (403, {}, {"error": "Your login is currently disabled"})
    with pytest.raises(SignInNeeded, match="suspended there: Your login is currently disabled"):
        connector.pull(None)


def test_what_is_not_allowed_is_no_reason_to_sign_in_again(
    network: MastodonNetwork, connector: Connector
) -> None:
    connector.limits()
    network.fake.faults.refusal = (403, {}, {"error": "This action is not allowed"})
    with pytest.raises(Rejected, match="This action is not allowed"):
        connector.send(outgoing("Hello"))


def test_a_secret_that_cannot_be_read_asks_for_a_new_sign_in(network: MastodonNetwork) -> None:
    for secret in ("", "{}", "[]", "token"):
        with pytest.raises(SignInNeeded):
            network.connect(secret)


def test_the_token_is_asked_for_by_its_host_alone(
    network: MastodonNetwork, connector: Connector
) -> None:
    address = f"{network.fake.base_url}/media/1.png"
    assert connector.fetch(address, 1000)
    assert network.fake.authorizations == [None]


def test_a_mention_of_somebody_elses_server_is_another_person(
    network: MastodonNetwork, connector: Connector
) -> None:
    network.world.person("Ada", "ada", "one.example")
    network.world.person("Ada too", "ada", "two.example")
    network.write("Hello", "Ada")
    network.write("Hello", "Ada too")
    network.write("Hello", "Local")
    keys = [each.who.key for each in connector.pull(None).messages if each.who]
    assert keys == ["ada@one.example", "ada@two.example", "local@social.example"]


def test_a_server_clock_a_day_ahead_does_not_matter(network: MastodonNetwork) -> None:
    """find compares times; ours and theirs may differ."""
    network.world.ahead = timedelta(days=1)
    connector = network.connect()
    message = outgoing("Hello")
    sent = connector.send(message)
    assert connector.find(message) == sent
