"""What every connector must do. A connector's test class inherits `ConnectorContract`.

It gives a `network` that the test steers as if by other people's hands, and `connect`, which
makes a fresh connector on it, as after a restart.
"""

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Incoming, Outgoing, Page
from cm_desk.errors import (
    Gone,
    OddAnswer,
    Offline,
    Rejected,
    ServiceError,
    SignInNeeded,
    SlowDown,
    UnknownOutcome,
)
from tests.contracts.naughty import NAUGHTY
from tests.contracts.network import (
    BURST,
    SECRET,
    Network,
    everything_new,
    everything_old,
    ids,
    outgoing,
)

__all__ = [
    "BURST",
    "SECRET",
    "ConnectorContract",
    "Network",
    "everything_new",
    "everything_old",
    "ids",
    "outgoing",
]


class ConnectorContract:
    """Subclass it, and give `network` (a fixture) and `connect`."""

    edits_are_dated = True  # False where a service keeps no date of an edit

    @pytest.fixture
    def network(self) -> Iterator[Network]:
        raise NotImplementedError

    def connect(self, network: Network) -> Connector:
        """A new connector for our account on `network`, signed in with SECRET."""
        raise NotImplementedError

    def new(
        self, network: Network, connector: Connector, text: str, key: str = "key-1"
    ) -> Outgoing:
        """Something of ours that nobody asked for; an answer where a service has only those."""
        return outgoing(text, key)

    @pytest.fixture
    def connector(self, network: Network) -> Iterator[Connector]:
        made = self.connect(network)
        yield made
        made.stop()

    def test_new_messages_come_once_and_in_order(
        self, network: Network, connector: Connector
    ) -> None:
        start = connector.pull(None).cursor
        written = [network.write(f"number {i}") for i in range(BURST)]
        pages = []
        for page in everything_new(connector, start):
            pages.append(page)
            if page.more and len(pages) <= 3:
                written.append(network.write(f"written while page {len(pages)} was read"))
        assert ids(pages) == written

    def test_reading_goes_on_after_any_page(self, network: Network, connector: Connector) -> None:
        start = connector.pull(None).cursor
        for i in range(BURST):
            network.write(f"number {i}")
        whole = list(everything_new(connector, start))
        for i, page in enumerate(whole):
            again = list(everything_new(self.connect(network), page.cursor))
            assert ids(again) == ids(whole[i + 1 :])

    def test_the_first_pull_gives_the_newest(self, network: Network, connector: Connector) -> None:
        newest = [network.write(f"number {i}") for i in range(BURST)][-1]
        assert newest in ids([connector.pull(None)])

    def test_an_unchanged_account_gives_nothing(
        self, network: Network, connector: Connector
    ) -> None:
        network.write("Hello")
        last = list(everything_new(connector, None))[-1]
        assert connector.pull(last.cursor) == Page(cursor=last.cursor)

    def test_history_goes_back_to_the_first_message_and_ends(
        self, network: Network, connector: Connector
    ) -> None:
        written = [network.write(f"number {i}") for i in range(BURST)]
        pages = []
        for page in everything_old(connector):
            pages.append(page)
            if page.more and len(pages) <= 3:
                network.write(f"written while page {len(pages)} was read")
        found = ids(pages)
        assert set(written) <= set(found)
        assert len(found) == len(set(found))

    def test_history_goes_on_after_any_page(self, network: Network, connector: Connector) -> None:
        for i in range(BURST):
            network.write(f"number {i}")
        whole = list(everything_old(connector))
        assert len(whole) > 1
        for i, page in enumerate(whole[:-1]):
            assert ids([self.connect(network).history(page.cursor)]) == ids([whole[i + 1]])

    def test_messages_are_in_our_terms(self, network: Network, connector: Connector) -> None:
        first = network.write("Fish & chips\n<b>not bold</b>", name="Ada <i>Vogel</i>")
        found = {each.remote_id: each for each in connector.pull(None).messages}[first]
        assert found.text.endswith("Fish & chips\n<b>not bold</b>")
        assert found.who
        assert found.who.name == "Ada <i>Vogel</i>"
        assert not found.outgoing

    def test_every_message_names_its_author_time_and_thread(
        self, network: Network, connector: Connector
    ) -> None:
        network.write("Hello", name="")
        for message in (each for page in everything_old(connector) for each in page.messages):
            assert message.sent_at.utcoffset() == UTC.utcoffset(None)
            assert message.thread
            assert message.outgoing or message.who
            if message.who:
                assert message.who.key
                assert message.who.handle

    def test_a_conversation_is_one_thread(self, network: Network, connector: Connector) -> None:
        first = network.write("Is it in stock?")
        question = self._message(connector, first)
        answer = connector.send(outgoing("It is.", to=question))
        thanks = network.write("Lovely, thank you", reply_to=answer.remote_id)
        whole = {each.remote_id: each for each in connector.thread(thanks).messages}
        assert {first, answer.remote_id, thanks} <= set(whole)
        assert {each.thread for each in whole.values()} == {question.thread}
        assert whole[answer.remote_id].outgoing
        assert whole[thanks].reply_to == answer.remote_id

    def test_an_edit_is_seen(self, network: Network, connector: Connector) -> None:
        edited = network.write("I hate it")
        list(everything_new(connector, None))
        network.edit(edited, "I had it wrong")
        again = {each.remote_id: each for each in connector.thread(edited).messages}[edited]
        assert again.text.endswith("I had it wrong")
        assert again.edited_at or not self.edits_are_dated

    def test_a_deleted_message_is_gone(self, network: Network, connector: Connector) -> None:
        kept = network.write("I stay")
        deleted = network.write("I go", reply_to=kept)
        network.delete(deleted)
        assert deleted not in ids([connector.thread(kept)])
        with pytest.raises(Gone):
            connector.thread(deleted)

    def test_a_message_is_sent_once(self, network: Network, connector: Connector) -> None:
        message = self.new(network, connector, "Hello there")
        sent = connector.send(message)
        assert sent.outgoing
        assert sent.text.endswith("Hello there")
        assert len(network.posts()) == 1
        found = connector.find(message)
        assert found
        assert found.remote_id == sent.remote_id

    def test_a_lost_answer_posts_once(self, network: Network, connector: Connector) -> None:
        message = outgoing("Only once", to=self._message(connector, network.write("Hello?")))
        network.drop_next_answer()
        with pytest.raises(UnknownOutcome):
            connector.send(message)
        network.come_back()
        found = self.connect(network).find(message)
        assert found
        assert found.text.endswith("Only once")
        assert len(network.posts()) == 1

    def test_what_never_arrived_is_not_found(self, network: Network, connector: Connector) -> None:
        connector.send(self.new(network, connector, "Good morning"))
        never = self.new(network, connector, "Good night", "key-2")
        assert connector.find(never) is None

    def test_the_limit_is_the_services(self, network: Network, connector: Connector) -> None:
        limits = connector.limits()
        if limits.max_chars is None:
            return
        connector.send(self.new(network, connector, "x" * limits.max_chars))
        longer = self.new(network, connector, "x" * (limits.max_chars + 1), "key-2")
        with pytest.raises(Rejected):
            connector.send(longer)
        assert len(network.posts()) == 1

    def test_the_profile_is_ours(self, connector: Connector) -> None:
        profile = connector.profile()
        assert profile.handle
        assert profile.remote_id

    @pytest.mark.parametrize("trouble", ["offline", "sign-in", "slow", "odd"])
    def test_trouble_is_one_of_our_errors(
        self,
        network: Network,
        connector: Connector,
        trouble: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """And it names the account, holds no secret and loses nothing."""
        caplog.set_level(logging.DEBUG)
        question = self._message(connector, network.write("Hello?"))
        cursor = list(everything_new(connector, None))[-1].cursor
        error = self._cause(network, trouble)
        calls: list[Callable[[], Page]] = [
            lambda: connector.pull(cursor),
            lambda: connector.history(None),
            lambda: connector.thread(question.remote_id),
        ]
        for call in calls:
            with pytest.raises(error) as caught:
                call()
            assert caught.value.account
            assert SECRET not in "".join(traceback.format_exception(caught.value))
        assert SECRET not in caplog.text
        network.come_back()
        missed = network.write("Are you back?")
        assert ids(list(everything_new(connector, cursor))) == [missed]

    @pytest.mark.parametrize("trouble", ["offline", "sign-in", "slow"])
    def test_a_refused_send_posts_nothing(
        self, network: Network, connector: Connector, trouble: str
    ) -> None:
        connector.limits()
        message = self.new(network, connector, "Hello")
        error = self._cause(network, trouble)
        with pytest.raises(error) as caught:
            connector.send(message)
        assert SECRET not in "".join(traceback.format_exception(caught.value))
        network.come_back()
        assert network.posts() == []

    def test_slow_down_says_how_long(self, network: Network, connector: Connector) -> None:
        network.slow_down(77)
        with pytest.raises(SlowDown) as caught:
            connector.pull(None)
        assert 70 <= caught.value.retry_after_s <= 90

    def test_odd_texts_pass_unharmed(self, network: Network, connector: Connector) -> None:
        written = {network.write(text, name=text): text for text in NAUGHTY}
        found = {m.remote_id: m for p in everything_old(connector) for m in p.messages}
        assert set(written) <= set(found)
        for message in found.values():
            message.text.encode()  # no lone surrogate
            if message.who:
                assert message.who.handle
                message.who.name.encode()

    def test_stop_ends_a_call_that_waits(self, network: Network, connector: Connector) -> None:
        ends: list[BaseException] = []

        def wait() -> None:
            try:
                connector.pull(None)
            except ServiceError as err:
                ends.append(err)

        connector.limits()
        taken = network.hang()
        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        assert taken.wait(timeout=5)
        connector.stop()
        thread.join(timeout=5)
        network.come_back()
        assert [type(each) for each in ends] == [Offline]

    def _message(self, connector: Connector, remote_id: str) -> Incoming:
        return {each.remote_id: each for each in connector.thread(remote_id).messages}[remote_id]

    def _cause(self, network: Network, trouble: str) -> type[ServiceError]:
        match trouble:
            case "offline":
                network.go_offline()
                return Offline
            case "sign-in":
                network.refuse_token()
                return SignInNeeded
            case "slow":
                network.slow_down(30)
                return SlowDown
        network.garble()
        return OddAnswer
