"""Answers that are lost between us and a real PDS: every post is there once, and once only (R2)."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Upload
from cm_desk_contract.base import deliver
from tests.connectors.services.test_real_bluesky import POST, Desk, Server, granted, message
from tests.connectors.services.test_real_mastodon import PIXEL
from tests.servers.real import running


class Between:
    """Passes on what we ask, and loses the answers to the requests that `loses` counts."""

    def __init__(self, behind: str) -> None:
        self.loses, self.passed = set[int](), 0
        host, owner = urlsplit(behind).netloc, self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                line = http.client.HTTPConnection(host, timeout=30)
                headers = {k: v for k, v in self.headers.items() if k.lower() != "host"}
                line.request(self.command, self.path, body or None, headers)
                answer = line.getresponse()
                found = answer.read()
                line.close()
                owner.passed += 1
                if owner.passed in owner.loses:
                    return
                with suppress(OSError):
                    self.send_response(answer.status)
                    for name in ("Content-Type", "Content-Encoding"):
                        if name in answer.headers:
                            self.send_header(name, answer.headers[name])
                    self.send_header("Content-Length", str(len(found)))
                    self.end_headers()
                    self.wfile.write(found)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                """Nothing on the terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running("bluesky", tmp_path_factory.mktemp("bluesky")) as info:
        yield Server(info)


@pytest.fixture
def between(server: Server) -> Iterator[Between]:
    made = Between(server.base_url)
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_whichever_answer_is_lost_a_post_is_there_once(
    server: Server, between: Between, tmp_path: Path
) -> None:
    """The first, the second, … answer to a whole send: reading what it answers, the picture, the
    post itself. Each time as after a crash: a new process that asks first."""
    (tmp_path / "tin.png").write_bytes(PIXEL)
    network = Http()
    desk = Desk(network, granted(network, server))
    desk.pull()
    asked = server.write("customer1", "may I see the blue tin?")
    desk.until(lambda: asked in desk.messages)
    question, account = desk.messages[asked], replace(desk.account, base_url=between.url)

    def fresh() -> Connector:
        return registry.connector(account, desk.secret, network)

    for lost in range(1, 7):
        out = message(f"Here it is, @customer1.test, number {lost}", question, f"lost-{lost}")
        out = replace(out, media=(Upload(tmp_path / "tin.png", "The blue tin"),))
        between.loses = {between.passed + lost}
        sent = deliver(fresh, out)
        between.loses = set()
        found = fresh().find(out)
        assert found
        assert found.remote_id == sent.remote_id
        assert (found.reply_to, len(found.media)) == (asked, 1)
    network.close()
    did = server.did("brand")
    listed = server.does("brand", "com.atproto.repo.listRecords", repo=did, collection=POST)
    texts = [each["value"]["text"] for each in listed["records"]]
    sent_texts = [each for each in texts if each.startswith("Here it is")]
    assert sorted(sent_texts) == [f"Here it is, @customer1.test, number {n}" for n in range(1, 7)]


def test_a_picture_of_the_largest_size_is_taken(server: Server, tmp_path: Path) -> None:
    """Our limit is not above the server's."""
    network = Http()
    desk = Desk(network, granted(network, server))
    most = desk.connector.limits().max_media_bytes
    (tmp_path / "tin.png").write_bytes(PIXEL + bytes(most - len(PIXEL)))
    out = replace(message("The largest tin"), media=(Upload(tmp_path / "tin.png"),))
    assert desk.connector.send(out).media[0].size_bytes == most
    network.close()
