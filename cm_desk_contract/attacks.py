"""Attacks on the way: nothing of ours goes to a stranger, nothing of theirs fills the memory."""

import logging
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.errors import ServiceError
from cm_desk_contract.base import Contract
from cm_desk_contract.network import SECRET, Network


class Trap:
    """A stranger's server that writes down all it is sent."""

    def __init__(self) -> None:
        self.url, self.heard = "", list[str]()


@contextmanager
def trap() -> Iterator[Trap]:
    made = Trap()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            made.heard.append(f"{self.command} {self.path}\n{self.headers}\n{body!r}")
            with suppress(OSError):
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/caught?"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


class Attacks(Contract):
    def test_a_redirect_takes_nothing_of_ours_along(
        self, network: Network, connector: Connector, caplog: pytest.LogCaptureFixture
    ) -> None:
        """S9: not the token, not a message, not even the question."""
        if not self.web:
            return
        caplog.set_level(logging.DEBUG)
        calls = self.calls(network, connector)
        connector.limits()
        with trap() as stranger:
            network.lead_away(stranger.url)
            for call in calls.values():
                with pytest.raises(ServiceError) as caught:
                    call()
                assert SECRET not in "".join(traceback.format_exception(caught.value))
            assert stranger.heard == []
        assert SECRET not in caplog.text
        network.come_back()
        assert network.posts() == []

    def test_an_endless_answer_is_cut(self, network: Network, connector: Connector) -> None:
        calls = self.calls(network, connector)
        connector.limits()
        network.flood()
        for call in calls.values():
            with pytest.raises(ServiceError) as caught:
                call()
            assert len(str(caught.value)) < 1000
        network.come_back()
        connector.pull(None)

    def test_a_file_inside_this_machine_is_not_fetched(
        self, network: Network, connector: Connector
    ) -> None:
        """Anybody can send us an address. What it leads to must not be our own house."""
        with trap() as stranger:
            with pytest.raises(ServiceError):
                connector.fetch(stranger.url, 100_000)
            assert stranger.heard == []

    @pytest.mark.parametrize("trouble", ["well", "offline", "sign-in", "slow", "odd", "lost"])
    def test_the_secret_stands_nowhere(
        self,
        network: Network,
        connector: Connector,
        trouble: str,
        caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        """S1: in no log at any level, no error with all that led to it, no repr, no output."""
        caplog.set_level(logging.DEBUG)
        calls, errors = self.calls(network, connector), list[BaseException]()
        match trouble:
            case "offline":
                network.go_offline()
            case "sign-in":
                network.refuse_token()
            case "slow":
                network.slow_down(30)
            case "odd":
                network.garble()
            case "lost":
                network.drop_next_answer()
        for call in calls.values():
            with suppress(ServiceError):
                try:
                    call()
                except ServiceError as err:
                    errors.append(err)
                    raise
        told = ["".join(traceback.format_exception(each)) for each in errors]
        told += [caplog.text, repr(connector), str(connector), *capfd.readouterr()]
        assert bool(errors) is (trouble != "well")
        assert [each for each in told if SECRET in each] == []
