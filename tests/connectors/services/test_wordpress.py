"""WordPress on a small site of our own: the shared contract, and what is its own."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector, Editor
from cm_desk.domain.model import Account, Outgoing
from cm_desk.errors import BadInput, Gone, Rejected, SignInNeeded
from tests.connectors.steering import Steering
from tests.contracts.connector import (
    SECRET,
    ConnectorContract,
    Network,
    everything_new,
    everything_old,
    ids,
    outgoing,
)
from tests.servers.fake_wordpress import US, FakeWordPress, typed

USER = "brand"


class Site(Steering):
    """Steers the small site as `Network` of cm_desk_contract asks."""

    def __init__(self, fake: FakeWordPress) -> None:
        super().__init__(fake, lambda: fake.clock.timestamp())
        self.fake = fake

    def connect(self) -> Connector:
        account = Account(1, "wordpress", "brand@localhost", self.fake.base_url, remote_id=str(US))
        secret = json.dumps({"user": USER, "password": SECRET})
        return registry.connector(account, secret, self.http)

    def write(self, text: str, name: str = "Ada Vogel", reply_to: str = "") -> str:
        self.fake.clock += timedelta(seconds=1) / 20
        mail = f"{name.split()[0].lower()}@example.org" if name.isascii() and name.strip() else ""
        return str(self.fake.write(typed(text), name, mail, int(reply_to or 0)))

    def edit(self, remote_id: str, text: str) -> None:
        self.fake.comments[int(remote_id)].raw = typed(text)

    def delete(self, remote_id: str) -> None:
        self.fake.comments[int(remote_id)].status = "trash"

    def posts(self) -> list[str]:
        return [each.raw for each in self.fake.comments.values() if each.author == US]

    def drop_next_answer(self) -> None:
        self.fake.faults.dropped = [self.fake.taken]


@pytest.fixture
def site() -> Iterator[Site]:
    with FakeWordPress(USER, SECRET) as fake:
        made = Site(fake)
        yield made
        made.http.close()


class TestWordPress(ConnectorContract):
    edits_are_dated = False

    @pytest.fixture
    def network(self, site: Site) -> Network:
        return site

    def connect(self, network: Network) -> Connector:
        assert isinstance(network, Site)
        return network.connect()

    def new(
        self, network: Network, connector: Connector, text: str, key: str = "key-1"
    ) -> Outgoing:
        return outgoing(text, key, self._message(connector, network.write("And?")))


def test_nothing_is_missed_in_the_hour_that_comes_twice(site: Site) -> None:
    """At the end of summer the site's own clock goes back, and it cuts by that clock."""
    change = datetime(2026, 10, 25, 1, tzinfo=UTC)
    site.fake.offset = lambda when: timedelta(hours=2 if when < change else 1)  # type: ignore[method-assign]
    site.fake.clock = change - timedelta(minutes=5)
    connector, cursor = site.connect(), None
    found: list[str] = []
    written = []
    for _ in range(30):
        written.append(site.write("still here"))
        pages = list(everything_new(connector, cursor))
        found, cursor = found + ids(pages), pages[-1].cursor
        site.fake.clock += timedelta(minutes=4)
    assert found == written
    assert sorted(ids(list(everything_old(connector))), key=int) == written


def test_a_comment_seen_late_is_not_missed(site: Site) -> None:
    """Its date is from before a slow check for spam."""
    connector = site.connect()
    site.write("first")
    cursor = connector.pull(None).cursor
    site.fake.clock -= timedelta(minutes=10)
    late = site.write("was checked for long")
    assert ids(list(everything_new(connector, cursor))) == [late]


def test_a_flood_in_one_second_is_read_to_its_end(site: Site) -> None:
    connector = site.connect()
    site.write("first")
    cursor = connector.pull(None).cursor
    flood = [str(site.fake.write("x", "Ada", "ada@example.org")) for _ in range(380)]
    site.fake.clock += timedelta(seconds=1)
    flood += [str(site.fake.write("y", "Ada", "ada@example.org")) for _ in range(300)]
    assert ids(list(everything_new(connector, cursor))) == flood
    assert set(ids(list(everything_old(connector)))) >= set(flood)


def test_a_held_comment_is_shown_as_held_and_then_as_public(site: Site) -> None:
    connector = site.connect()
    one = site.fake.write("Is the blue tin back?", "Jonas", "jonas@example.org", status="hold")
    page = connector.pull(None)
    assert [(each.visibility, each.unread) for each in page.messages] == [("held", True)]
    site.fake.comments[one].status = "approved"
    again = connector.pull(page.cursor)
    assert [each.visibility for each in again.messages] == ["public"]
    assert connector.pull(again.cursor).messages == ()


def test_what_the_site_calls_spam_goes_here_too(site: Site) -> None:
    connector = site.connect()
    one = site.write("Cheap pills")
    page = connector.pull(None)
    site.fake.comments[int(one)].status = "spam"
    assert connector.pull(page.cursor).deleted == (one,)
    with pytest.raises(Gone):
        connector.thread(one)


def test_an_edit_on_the_site_is_seen_by_the_next_reading(site: Site) -> None:
    connector = site.connect()
    one = site.write("I hate it")
    page = connector.pull(None)
    site.edit(one, "I had it wrong")
    again = connector.pull(page.cursor)
    assert [each.text for each in again.messages] == ["I had it wrong"]
    assert connector.pull(again.cursor).messages == ()


def test_an_answer_deep_below_belongs_to_its_first_comment(site: Site) -> None:
    ids_ = [site.write("How long does it brew?")]
    for i in range(8):
        ids_.append(site.write(f"answer {i}", reply_to=ids_[-1]))
    site.delete(ids_[3])
    connector = site.connect()
    page = connector.pull(None)
    assert {each.thread for each in page.messages} == {ids_[0]}
    assert {each.subject for each in page.messages} == {"Our spring teas & more"}


def test_our_answer_shows_signs_of_markup_as_signs(site: Site) -> None:
    connector = site.connect()
    asked = connector.thread(site.write("How?")).messages[0]
    connector.send(outgoing("Use <b> & smile :)\nthen wait", to=asked))
    assert site.posts() == ["Use &lt;b&gt; &amp; smile :)\nthen wait"]


def test_the_same_answer_again_is_the_one_that_is_there(site: Site) -> None:
    connector = site.connect()
    asked = connector.thread(site.write("How?")).messages[0]
    first = connector.send(outgoing("Like this", to=asked))
    again = connector.send(outgoing("Like this", key="key-2", to=asked))
    assert again.remote_id == first.remote_id
    assert len(site.posts()) == 1


def test_a_comment_to_nobody_says_what_to_do(site: Site) -> None:
    message = Outgoing("key", "Hello", datetime.now(UTC))
    with pytest.raises(Rejected, match="Choose the comment to answer"):
        site.connect().send(message)


def test_a_visitor_without_a_mail_address_is_no_other_visitor(site: Site) -> None:
    site.fake.write("Hello", "Anna", "")
    site.fake.write("Hello", "Anna", "")
    people = {each.who.key for each in site.connect().pull(None).messages if each.who}
    assert len(people) == 2
    assert all("@127.0.0.1" in each for each in people)  # nor one of another site


def test_nothing_of_a_visitor_goes_to_a_third_party(site: Site) -> None:
    """The address of a picture there holds a hash of the mail address."""
    site.write("Hello")
    assert [each.who.avatar_url for each in site.connect().pull(None).messages if each.who] == [""]


def sign_in(site: Site, **answers: str) -> str:
    start = registry.service("wordpress").sign_in
    assert start
    given = {"address": site.fake.base_url, "user": USER, "password": SECRET, **answers}
    granted = start(site.http, given)
    assert SECRET not in repr(granted)
    return granted.profile.handle


def test_signing_in_gives_the_sites_own_name_for_us(site: Site) -> None:
    address = f"{site.fake.base_url}/wp-admin/profile.php"
    assert sign_in(site, address=address).startswith("brand@127.0.0.1")


def test_what_is_wrong_with_a_sign_in_is_said(site: Site) -> None:
    with pytest.raises(SignInNeeded, match="application password under Users, Profile"):
        sign_in(site, password="the usual one")
    with pytest.raises(BadInput, match="is missing"):
        sign_in(site, password=" ")
    with pytest.raises(BadInput, match=r"brand\.example"):
        sign_in(site, address="not a site")
    site.fake.may_moderate = False
    with pytest.raises(SignInNeeded, match="role of an editor"):
        sign_in(site)


def test_links_in_a_comment_of_ours_are_not_lost(site: Site) -> None:
    asked = site.write("When do you open?")
    one = str(site.fake.answer_of_ours('See <a href="https://brand.example">here</a>', int(asked)))
    with pytest.raises(Rejected, match="would be lost"):
        cast(Editor, site.connect()).edit(one, "See there")
    assert "href" in site.fake.comments[int(one)].raw


def test_a_site_is_recognised_by_its_address_alone(site: Site) -> None:
    ask = registry.service("wordpress").recognise
    assert ask
    found = ask(site.http, f"{site.fake.base_url}/wp-admin/")
    assert found
    assert found.answers == {"address": site.fake.base_url}
    assert ask(site.http, "@ada@social.example") is None
    site.fake.faults.garbled = True
    assert ask(site.http, site.fake.base_url) is None
    assert set(site.fake.authorizations) == {None}


def test_another_kind_of_server_gets_no_password(site: Site) -> None:
    site.fake.faults.body = b'{"namespaces": ["other"]}'
    with pytest.raises(Rejected, match="does not answer like a WordPress site"):
        sign_in(site)
    assert site.fake.asked == ["GET /wp-json/"]
