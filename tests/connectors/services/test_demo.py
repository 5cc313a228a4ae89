"""The embedded network: the contract of all connectors, and what only a community has."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.demo import CAPABILITIES
from cm_desk.connectors.services.demo.address import Address
from cm_desk.connectors.services.demo.cast import SERVICES, members, read
from cm_desk.connectors.services.demo.network import Demo
from cm_desk.connectors.services.demo.trouble import Trouble
from cm_desk.connectors.services.demo.world import World
from cm_desk.domain.model import Account, Author, Capabilities, Incoming, Outgoing
from cm_desk.errors import Rejected
from tests.contracts.connector import (
    ConnectorContract,
    Network,
    everything_new,
    everything_old,
    ids,
    outgoing,
)

BORN = datetime(2026, 3, 5, 12, tzinfo=UTC)


class Clock:
    """Stands still until somebody turns it."""

    def __init__(self) -> None:
        self.now = BORN

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Steered:
    """The demo as the contract tests steer it."""

    def __init__(self, service: str = "mastodon") -> None:
        self.service, self.clock = service, Clock()
        self.world = World(Address(BORN), self.clock, {name: Trouble() for name in SERVICES})
        self.trouble = self.world.trouble[service]

    def write(self, text: str, name: str = "Ada Vogel", reply_to: str = "") -> str:
        parent = self.world.message(self.service, reply_to) if reply_to else None
        remote_id = self.world.next_id()
        thread = parent.thread if parent else remote_id
        who = Author("ada@elsewhere.example", "@ada@elsewhere.example", name)
        message = Incoming(remote_id, thread, who, text, self.clock(), reply_to=reply_to)
        return self.world.post(self.service, message).remote_id

    def edit(self, remote_id: str, text: str) -> None:
        message = self.world.message(self.service, remote_id)
        assert message
        self.world.post(self.service, replace(message, text=text, edited_at=self.clock()))

    def delete(self, remote_id: str) -> None:
        self.world.delete(self.service, remote_id)

    def posts(self) -> list[str]:
        _, posted = self.world.since(self.service, 0, 0)
        ours = {e.id: e.message.text for e in posted if e.message and e.message.outgoing}
        return list(ours.values())  # an edit is the message once more

    def go_offline(self) -> None:
        self.trouble.offline = True

    def slow_down(self, seconds: int) -> None:
        self.trouble.slow_s = seconds

    def refuse_token(self) -> None:
        self.trouble.signed_out = True

    def garble(self) -> None:
        self.trouble.odd = True

    def hang(self) -> threading.Event:
        self.trouble.hanging = True
        return self.trouble.taken

    def drop_next_answer(self) -> None:
        self.trouble.drop_next_answer = True

    def lead_away(self, url: str) -> None:
        """Nothing of it goes over a network."""

    def flood(self) -> None:
        self.trouble.odd = True

    def impatient(self) -> None:
        self.trouble.patience_s = 0.1

    def asked(self) -> int:
        return self.trouble.asked

    def come_back(self) -> None:
        self.trouble = self.world.trouble[self.service] = Trouble()


def demo(network: Steered) -> Demo:
    return Demo(Account(1, network.service, "@tidewell@social.example", "demo:x"), network.world)


class TestDemo(ConnectorContract):
    web = False

    @pytest.fixture
    def network(self) -> Steered:
        return Steered()

    def connect(self, network: Network) -> Demo:
        assert isinstance(network, Steered)
        return demo(network)

    def capabilities(self, connector: Connector) -> Capabilities:
        return CAPABILITIES["mastodon"]


def everything(service: str) -> list[Incoming]:
    pages = everything_old(demo(Steered(service)))
    return [each for page in pages for each in page.messages]


def test_the_community_is_some_forty_people_over_eighteen_months() -> None:
    messages = [each for service in SERVICES for each in everything(service)]
    assert len(messages) >= 1500
    assert 40 <= len(members()) <= 50
    assert BORN - min(each.sent_at for each in messages) > timedelta(days=530)
    assert max(each.sent_at for each in messages) <= BORN


def test_the_community_is_the_same_each_time() -> None:
    assert everything("mail") == everything("mail")


def test_every_text_is_whole() -> None:
    """No gap is left open, nothing is empty, and nobody is named who is not here."""
    for message in (each for service in SERVICES for each in everything(service)):
        assert message.text.strip()
        assert not {"{", "}"} & set(message.text)
        assert "<" not in message.text
        assert message.who or message.kind == "post"


def test_it_speaks_many_languages() -> None:
    spoken = {each.lang for service in SERVICES for each in everything(service)}
    assert spoken >= {"en", "de", "fr", "es", "pt", "ko", "ja", "zh", "ar", "he", "hi", "pl", "tr"}


def test_what_we_remember_is_about_what_was_said() -> None:
    known = {service: everything(service) for service in SERVICES}
    places = {(s, m.remote_id) for s, ms in known.items() for m in ms}
    threads = {(s, m.thread) for s, ms in known.items() for m in ms}
    people = {(s, m.who.key) for s, ms in known.items() for m in ms if m.who}
    memory = read("memory")
    for each in [*memory["gestures"], *memory["promises"], *memory["notes"]]:
        assert tuple(each["who"]) in people
        assert "message" not in each or tuple(each["message"]) in places
    named = [*memory["open"], *(each["thread"] for each in memory["snoozed"] + memory["drafts"])]
    named += [thread for each in memory["labels"] for thread in each["threads"]]
    assert {tuple(each) for each in named} <= threads
    assert {tuple(who) for each in memory["same"] for who in each} <= people


@pytest.mark.parametrize("service", SERVICES)
def test_messages_arrive_while_one_watches(service: str) -> None:
    network = Steered(service)
    connector = demo(network)
    cursor = connector.pull(None).cursor
    assert not connector.pull(cursor).messages
    network.clock.turn(seconds=600)
    assert connector.pull(cursor).messages


def test_an_edit_and_a_deletion_arrive_too() -> None:
    network = Steered("bluesky")
    connector = demo(network)
    cursor = connector.pull(None).cursor
    network.clock.turn(seconds=80)
    before = connector.pull(cursor)
    assert [each.text for each in before.messages if "beams" in each.text]
    network.clock.turn(seconds=300)
    after = connector.pull(before.cursor)
    assert [each.text for each in after.messages if each.edited_at]
    assert after.deleted


def test_a_person_answers_kindly_and_once() -> None:
    network = Steered("mastodon")
    connector = demo(network)
    cursor = connector.pull(None).cursor
    [question] = [each for each in everything("mastodon") if each.remote_id == "sam-4am.1"]
    connector.send(outgoing("Yes: hold it between your knees.", to=question))
    connector.send(outgoing("And congratulations.", key="key-2", to=question))
    network.clock.turn(seconds=3600)
    said = [m for page in everything_new(connector, cursor) for m in page.messages]
    answers = [each for each in said if each.remote_id == "sam-4am.thanks"]
    assert [each.who and each.who.name for each in answers] == ["Sam Whitlock"]


def test_nobody_hears_from_a_troll_again() -> None:
    network = Steered("mastodon")
    connector = demo(network)
    [rude] = [each for each in everything("mastodon") if each.remote_id == "grindset-2.1"]
    connector.send(outgoing("Have a good day.", to=rude))
    cursor = connector.pull(None).cursor
    network.clock.turn(seconds=600)
    said = [m for page in everything_new(connector, cursor) for m in page.messages]
    assert not [each for each in said if each.thread == rude.thread]


def test_what_we_post_survives_a_restart(tmp_path: Path) -> None:
    account = Account(1, "mail", "hello@tidewell.example", "")
    message = outgoing("Good morning")
    kept = Address(BORN, tmp_path / "demo.json")
    trouble = {name: Trouble() for name in SERVICES}
    sent = Demo(account, World(kept, Clock(), trouble)).send(message)
    again = Demo(account, World(kept, Clock(), trouble))
    assert again.find(message) == sent
    assert again.send(message) == sent
    assert ids(list(everything_old(again))).count(sent.remote_id) == 1


def test_a_damaged_file_is_a_fresh_start(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text('[{"at": "soon"}]')
    world = World(Address(BORN, tmp_path / "demo.json"), Clock(), {n: Trouble() for n in SERVICES})
    assert world.sent("key-1") is None


def test_a_folder_that_is_gone_refuses_the_send(tmp_path: Path) -> None:
    kept = Address(BORN, tmp_path / "gone" / "demo.json")
    world = World(kept, Clock(), {name: Trouble() for name in SERVICES})
    connector = Demo(Account(1, "mail", "hello@tidewell.example", ""), world)
    with pytest.raises(Rejected, match="could not keep it"):
        connector.send(outgoing("Good morning"))


def test_the_registry_leads_to_it(tmp_path: Path) -> None:
    """An account that plays a service, from the sign-in to the first page."""
    service = registry.service("demo")
    assert service.sign_in
    answers = {"plays": "bluesky", "since": BORN.isoformat(), "kept": str(tmp_path / "d.json")}
    granted = service.sign_in(Http(), answers)
    account = Account(1, "bluesky", granted.profile.handle, granted.base_url)
    assert registry.service_of(account).label == "Bluesky"
    page = registry.connector(account, granted.secret, Http()).pull(None)
    assert page.messages
    assert "demo" not in registry.names()


def test_trouble_can_be_ordered_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    from cm_desk.connectors.services.demo.trouble import VARIABLE, from_environment

    monkeypatch.setenv(VARIABLE, "bluesky=slow:600 mail=sign-in")
    assert from_environment("bluesky").slow_s == 600
    assert from_environment("mail").signed_out
    assert not from_environment("mastodon").offline


def test_every_picture_is_drawn_and_described() -> None:
    connector = demo(Steered())
    media = [m for s in SERVICES for each in everything(s) for m in each.media if m.kind == "image"]
    assert len({each.url for each in media}) >= 8
    for each in {each.url: each for each in media}.values():
        assert connector.fetch(each.url, 100_000).startswith(b"\x89PNG")
    assert sum(not each.alt for each in media) == 1  # the one who was in a hurry
    with pytest.raises(Rejected):
        connector.fetch(media[0].url, 10)


def test_a_message_to_nobody_is_a_post() -> None:
    connector = demo(Steered())
    sent = connector.send(Outgoing("key-1", "Good morning, all", BORN, visibility="public"))
    assert (sent.who, sent.kind) == (None, "post")
