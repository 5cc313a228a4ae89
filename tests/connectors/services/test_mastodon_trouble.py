"""A reading that is cut anywhere ends with the same messages (R3); rate limits are kept (R9)."""

import logging
import traceback
from collections.abc import Callable

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.domain.model import Incoming, Page, Signal
from cm_desk.errors import OddAnswer, Offline, ServiceError, SlowDown
from tests.connectors.mastodon import MastodonNetwork, small_server
from tests.connectors.test_ratelimit import FORMS
from tests.contracts.connector import SECRET, outgoing

Kept = tuple[dict[str, Incoming], dict[str, Signal]]


def filled(network: MastodonNetwork, conversations: int = 25) -> None:
    """Threads, direct messages, likes: every list has more than one page or is in threads."""
    world = network.world
    for number in range(conversations):
        first = world.write(f"question {number} 🍵", f"P{number % 7}")
        ours = world.post({"status": f"answer {number}", "in_reply_to_id": first}, "")
        world.write("thanks", f"P{number % 7}", reply_to=ours)
        world.write("4711", f"D{number}", visibility="direct")
        world.like(ours, f"P{number % 7}")


class Reader:
    """Reads everything, keeping each page with its cursor as the store does."""

    def __init__(self, network: MastodonNetwork) -> None:
        self._network = network
        self.messages: dict[str, Incoming] = {}
        self.signals: dict[str, Signal] = {}
        self.new: str | None = None
        self.old: str | None = None
        self.calls = 0

    def whole(self, before_call: Callable[[int], None] = lambda _number: None) -> Kept:
        connector = self._network.connect()
        steps: list[Callable[[Connector], bool]] = [self._back, self._forward]
        while steps:
            before_call(self.calls)
            self.calls += 1
            try:
                if not steps[0](connector):
                    steps.pop(0)
            except (Offline, OddAnswer):
                self._network.come_back()
                connector = self._network.connect()
        return self.messages, self.signals

    def _back(self, connector: Connector) -> bool:
        page = connector.history(self.old)
        self.old = page.cursor
        return self._keep(page)

    def _forward(self, connector: Connector) -> bool:
        page = connector.pull(self.new)
        self.new = page.cursor
        return self._keep(page)

    def _keep(self, page: Page) -> bool:
        for message in page.messages:
            self.messages.setdefault(message.remote_id, message)
        self.signals |= {each.remote_id: each for each in page.signals}
        return page.more


def test_a_reading_cut_at_any_byte_ends_the_same() -> None:
    with small_server() as network:
        filled(network)
        undisturbed = Reader(network).whole()
        assert len(undisturbed[0]) == 100
        assert len(undisturbed[1]) == 25
        for after in (0, 1, 15, 200, 350, 1000, 5000, 20_000, 60_000):

            def cut(number: int, after: int = after) -> None:
                network.fake.faults.cut_after = after if number % 2 == 0 else None

            assert Reader(network).whole(cut) == undisturbed


def test_a_reading_cut_at_each_request_ends_the_same() -> None:
    with small_server() as network:
        filled(network, 6)
        undisturbed = Reader(network).whole()
        asked = len(network.fake.asked)
        for kth in range(1, asked, 3):
            network.fake.cut_request(kth)
            assert Reader(network).whole() == undisturbed


def test_a_second_reading_of_an_unchanged_account_is_empty() -> None:
    with small_server() as network:
        filled(network, 5)
        reader = Reader(network)
        reader.whole()
        assert network.connect().pull(reader.new) == Page(cursor=reader.new)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("status", [429, 503])
def test_nothing_is_asked_before_the_time_a_service_named(form: str, status: int) -> None:
    headers, body, wait_s = FORMS[form]
    if status == 503 and not headers:
        headers = {"retry-after": str(wait_s)}
    if "quotaExceeded" in str(body):
        status = 403
    with small_server() as network:
        connector = network.connect()
        connector.limits()
        network.fake.faults.refusal = (status, {**headers, "Date": DATE}, body)
        with pytest.raises(SlowDown) as caught:
            connector.pull(None)
        asked = len(network.fake.asked)
        assert wait_s <= caught.value.retry_after_s <= wait_s * 1.1 + 1
        for turn_s in (0.0, wait_s / 2, wait_s / 2 - 1):
            network.clock.s += turn_s
            with pytest.raises(SlowDown):
                connector.pull(None)
        assert len(network.fake.asked) == asked
        network.fake.faults.clear()
        network.clock.s += wait_s * 0.1 + 2
        connector.pull(None)
        assert len(network.fake.asked) > asked


DATE = "Sat, 01 Aug 2026 13:45:00 GMT"


def test_a_limit_on_posting_does_not_stop_the_reading() -> None:
    with small_server() as network:
        connector = network.connect()
        connector.limits()
        network.slow_down(600)
        with pytest.raises(SlowDown):
            connector.send(outgoing("Hello"))
        network.fake.faults.clear()
        connector.pull(None)
        with pytest.raises(SlowDown):
            connector.send(outgoing("Hello"))
        assert network.posts() == []


def test_one_accounts_limit_is_not_anothers() -> None:
    with small_server() as network:
        slowed, other = network.connect(), network.connect()
        slowed.limits()
        network.slow_down(600)
        with pytest.raises(SlowDown):
            slowed.pull(None)
        network.fake.faults.clear()
        other.pull(None)


FAULTS = ["offline", "sign-in", "slow", "garbled", "cut", "redirect", "echo"]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_token_is_in_no_log_error_or_page(fault: str, caplog: pytest.LogCaptureFixture) -> None:
    """S1: the canary goes to its server and nowhere else."""
    caplog.set_level(logging.DEBUG)
    with small_server() as network:
        connector = network.connect()
        network.write("Hello")
        seen = [repr(connector.pull(None)), repr(connector), repr(connector.limits())]
        match fault:
            case "offline":
                network.go_offline()
            case "sign-in":
                network.refuse_token()
            case "slow":
                network.slow_down(60)
            case "garbled":
                network.garble()
            case "cut":
                network.fake.faults.cut_after = 30
            case "redirect":
                network.fake.faults.redirect = "http://127.0.0.1:9/"
            case "echo":
                network.fake.faults.refusal = (422, {}, {"error": f"odd header: {SECRET}"})
        calls: list[Callable[[], object]] = [
            connector.profile,
            lambda: connector.pull(None),
            lambda: connector.thread("1"),
            lambda: connector.send(outgoing("x")),
        ]
        for call in calls:
            with pytest.raises(ServiceError) as caught:
                call()
            seen.append("".join(traceback.format_exception(caught.value)))
            seen.append(repr(caught.value.__cause__) + repr(caught.value.__context__))
        assert SECRET not in "".join(seen) + caplog.text
        assert all(each in (None, f"Bearer {SECRET}") for each in network.fake.authorizations)
