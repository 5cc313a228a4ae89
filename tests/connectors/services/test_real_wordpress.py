"""The connector on a real WordPress. Skipped where it is not installed: make servers."""

import base64
import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector, Deleter, Editor, Granted
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account, Incoming
from cm_desk.errors import Gone, SignInNeeded
from tests.contracts.connector import everything_new, everything_old, ids, outgoing
from tests.servers.real import running

API = "/wp-json/wp/v2"


class Site:
    """The running site, and what its editors and visitors do there."""

    def __init__(self, info: dict[str, Any]) -> None:
        self.base_url, self.info = str(info["base_url"]), info
        self.passwords = {each["user"]: each["app_password"] for each in info["accounts"]}

    def does(self, method: str, path: str, **sent: object) -> Any:
        pair = base64.b64encode(f"brand:{self.passwords['brand']}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}", "Content-Type": "application/json"}
        body = json.dumps(sent).encode()
        request = urllib.request.Request(self.base_url + API + path, body, headers, method=method)  # noqa: S310
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    def write(self, text: str, parent: int = 0, at: datetime | None = None) -> str:
        """As a visitor, dated `at` where given."""
        dated = {"date_gmt": f"{at:%Y-%m-%dT%H:%M:%S}"} if at else {}
        given = {"author_name": "Mina Okafor", "author_email": "mina@example.org"}
        made = self.does(
            "POST",
            "/comments",
            post=self.info["post"],
            parent=parent,
            content=text,
            **given,
            **dated,
        )
        return str(made["id"])

    def sign_in(self, http: Http, user: str, password: str = "") -> Granted:
        start = registry.service("wordpress").sign_in
        assert start
        given = {"address": self.base_url, "user": user}
        return start(http, {**given, "password": password or self.passwords[user]})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running("wordpress", tmp_path_factory.mktemp("wp")) as info:
        yield Site(info)


@pytest.fixture
def http() -> Iterator[Http]:
    made = Http()
    yield made
    made.close()


@pytest.fixture
def connector(site: Site, http: Http) -> Connector:
    granted = site.sign_in(http, "brand")
    handle, remote_id = granted.profile.handle, granted.profile.remote_id
    account = Account(1, "wordpress", handle, granted.base_url, remote_id=remote_id)
    return registry.connector(account, granted.secret, http)


@contextmanager
def zone(site: Site, name: str) -> Iterator[None]:
    site.does("POST", "/settings", timezone=name)
    try:
        yield
    finally:
        site.does("POST", "/settings", timezone="UTC")


def only(connector: Connector, remote_id: str) -> Incoming:
    return {each.remote_id: each for each in connector.thread(remote_id).messages}[remote_id]


def test_a_sign_in_with_the_usual_password_says_which_one_is_meant(site: Site, http: Http) -> None:
    with pytest.raises(SignInNeeded, match="usual one is not taken"):
        site.sign_in(http, "brand", "brand-password")


def test_somebody_who_may_not_moderate_is_told_so(site: Site, http: Http) -> None:
    with pytest.raises(SignInNeeded, match="may not moderate"):
        site.sign_in(http, "writer")


def test_what_stands_on_the_site_is_read(site: Site, connector: Connector) -> None:
    page = connector.pull(None)
    found = {each.remote_id: each for each in page.messages}
    broken, held = found[str(site.info["comment"])], found[str(site.info["held"])]
    assert (broken.text, broken.subject) == ("My tea arrived broken", "Our spring teas")
    assert broken.who
    assert (broken.who.name, broken.who.key) == ("Mina Okafor", "mina@example.org")
    assert (held.visibility, held.unread) == ("held", True)
    assert not [each for each in found.values() if "Cheap" in each.text]
    assert [each.text for each in found.values() if each.reply_to == broken.remote_id] == [
        "Order 4711, by the way"
    ]
    assert connector.pull(page.cursor).messages == ()


def test_an_answer_stands_there_once(site: Site, connector: Connector) -> None:
    asked = only(connector, site.write("Does it <b>really</b> brew in 3 minutes?"))
    text = 'Yes <b>& "always"</b> :)\nor ask us -- we answer...'
    message = outgoing(text, to=asked)
    sent = connector.send(message)
    assert (sent.text, sent.thread, sent.reply_to) == (text, asked.thread, asked.remote_id)
    found = connector.find(message)
    assert found
    assert found.remote_id == sent.remote_id
    assert connector.send(message).remote_id == sent.remote_id
    whole = connector.thread(asked.remote_id).messages
    assert [each.text for each in whole if each.outgoing] == [text]


def test_what_an_editor_does_there_is_seen_here(site: Site, connector: Connector) -> None:
    held = only(connector, site.write("Changes its mind"))
    cursor = list(everything_new(connector, None))[-1].cursor
    site.does("POST", f"/comments/{held.remote_id}", content="Has changed its mind")
    page = connector.pull(cursor)
    assert [each.text for each in page.messages] == ["Has changed its mind"]
    site.does("POST", f"/comments/{held.remote_id}", status="spam")
    page = connector.pull(page.cursor)
    assert page.deleted == (held.remote_id,)
    with pytest.raises(Gone):
        connector.thread(held.remote_id)


def test_what_we_say_of_a_comment_holds_there(site: Site, connector: Connector) -> None:
    one = site.write("Moderate me")
    moderate = getattr(connector, "moderate")  # noqa: B009  of base.Moderator
    for state in ("hold", "hold", "approved"):
        [found] = moderate(one, state).messages
        assert found.visibility == ("held" if state == "hold" else "public")
    for state in ("spam", "spam", "approved", "trash", "trash"):
        page = moderate(one, state)
        assert page.deleted == (() if state == "approved" else (one,))
    moderate(one, "approved")
    assert only(connector, one).text == "Moderate me"
    with pytest.raises(Gone):
        moderate("999999", "spam")


def test_our_own_answer_is_put_in_other_words_and_taken_back(
    site: Site, connector: Connector
) -> None:
    asked = only(connector, site.write("When do you open?"))
    sent = connector.send(outgoing("At nine.", to=asked))
    for _ in range(2):
        [found] = cast(Editor, connector).edit(sent.remote_id, "At <ten> & later.").messages
        assert (found.remote_id, found.text) == (sent.remote_id, "At <ten> & later.")
    assert only(connector, sent.remote_id).text == "At <ten> & later."
    for _ in range(2):
        page = cast(Deleter, connector).delete(sent.remote_id)
        assert page.deleted == (sent.remote_id,)
    with pytest.raises(Gone):
        cast(Editor, connector).edit(sent.remote_id, "Too late.")


def test_pages_go_on_without_a_gap_in_both_directions(site: Site, connector: Connector) -> None:
    cursor = list(everything_new(connector, None))[-1].cursor
    start = datetime.now(UTC)
    written = [site.write(f"number {i}", at=start + timedelta(seconds=i // 50)) for i in range(130)]
    pages = list(everything_new(connector, cursor))
    assert len(pages) > 1
    assert ids(pages) == written
    old = ids(list(everything_old(connector)))
    assert set(written) <= set(old)
    assert len(old) == len(set(old))


def test_the_hour_that_comes_twice_loses_nothing(site: Site, connector: Connector) -> None:
    """The site cuts by its own time of day, which goes back at the end of summer."""
    change = datetime(2030, 10, 27, 1, tzinfo=UTC)
    with zone(site, "Europe/Berlin"):
        start = change - timedelta(minutes=5)
        written = [site.write("two", at=start)]
        cursor = list(everything_new(connector, None))[-1].cursor
        found: list[str] = []
        for i in range(1, 20):
            written.append(site.write(f"two {i}", at=start + timedelta(minutes=7 * i)))
            pages = list(everything_new(connector, cursor))
            found, cursor = found + ids(pages), pages[-1].cursor
        assert found == written[1:]
        assert set(written) <= set(ids(list(everything_old(connector))))
