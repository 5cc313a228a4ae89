"""Bad days: every trouble is one of our errors, loses nothing, waits as asked, and can be ended."""

import logging
import threading
import traceback
from dataclasses import replace
from functools import partial

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.errors import Offline, ServiceError, SlowDown
from cm_desk_contract.base import (
    Call,
    Contract,
    cause,
    every_call,
    every_read,
    message_of,
)
from cm_desk_contract.network import SECRET, Network, everything_new, ids

STORM = 40  # calls while the service says no
FEW = 6  # requests that a storm may cost


class Trouble(Contract):
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
        question = message_of(connector, network.write("Hello?"))
        cursor = list(everything_new(connector, None))[-1].cursor
        error = cause(network, trouble)
        for call in every_read(connector, cursor, question.remote_id):
            with pytest.raises(error) as caught:
                call()
            assert caught.value.account
            assert SECRET not in "".join(traceback.format_exception(caught.value))
        assert SECRET not in caplog.text
        network.come_back()
        missed = network.write("Are you back?")
        assert ids(list(everything_new(connector, cursor))) == [missed]

    def test_slow_down_says_how_long(self, network: Network, connector: Connector) -> None:
        network.slow_down(77)
        with pytest.raises(SlowDown) as caught:
            connector.pull(None)
        assert 70 <= caught.value.retry_after_s <= 90

    def test_a_storm_of_limits_costs_few_requests(
        self, network: Network, connector: Connector
    ) -> None:
        """R9: asked to wait, a connector asks nothing before its time, whoever calls it."""
        question = message_of(connector, network.write("Hello?"))
        cursor = list(everything_new(connector, None))[-1].cursor
        connector.limits()
        new = self.new(network, connector, "Hello")
        cursor = list(everything_new(connector, cursor))[-1].cursor
        network.slow_down(60)
        before = network.asked()
        for number in range(STORM):
            message = replace(new, key=f"key-{number}")
            calls = every_read(connector, cursor, question.remote_id)
            calls += [partial(connector.send, message)] if self.answers else []
            for call in calls:
                with pytest.raises(SlowDown) as caught:
                    call()
                assert 0 < caught.value.retry_after_s <= 90
        assert network.asked() - before <= FEW
        network.come_back()
        assert network.posts() == []
        missed = network.write("Are you back?")
        assert ids(list(everything_new(connector, cursor))) == [missed]

    def test_a_quiet_account_asks_little(self, network: Network, connector: Connector) -> None:
        """Every two minutes, all day long, for ten accounts."""
        network.write("Hello")
        cursor = list(everything_new(connector, None))[-1].cursor
        connector.pull(cursor)
        before = network.asked()
        for _ in range(10):
            assert connector.pull(cursor).cursor == cursor
        assert network.asked() - before <= 10 * FEW

    def test_silence_ends_a_call_by_itself(self, network: Network) -> None:
        network.impatient()
        connector = self.connect(network)
        connector.limits()
        network.hang()
        assert [type(each) for each in self._ends(partial(connector.pull, None))] == [Offline]
        network.come_back()
        missed = network.write("Are you there?")
        assert missed in ids([connector.pull(None)])
        connector.stop()

    @pytest.mark.parametrize("name", ["pull", "history", "thread", "send", "find"])
    def test_stop_ends_a_call_that_waits(
        self, network: Network, connector: Connector, name: str
    ) -> None:
        """And it stops that one, not the next."""
        if not self.answers and name in ("send", "find"):
            return
        message = self.new(network, connector, "Hello")
        question = network.write("Hello?")
        connector.pull(None)

        call = every_call(connector, question, message)[name]
        taken = network.hang()
        stopper = threading.Thread(target=_stop, args=(connector, taken), daemon=True)
        stopper.start()
        ends = self._ends(call)
        network.come_back()
        assert [isinstance(each, Offline) or name == "send" for each in ends] == [True]
        assert question in ids([connector.pull(None)])

    def _ends(self, call: Call) -> list[BaseException]:
        """How a call ended; [] for one that goes on and on."""
        ends: list[BaseException] = []

        def wait() -> None:
            try:
                call()
            except ServiceError as err:
                ends.append(err)

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        thread.join(timeout=self.patience_s)
        return ends


def _stop(connector: Connector, taken: threading.Event) -> None:
    if taken.wait(timeout=5):
        connector.stop()
