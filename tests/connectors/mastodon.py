"""The small server as the network of the shared contract."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector
from cm_desk.connectors.exchange import MAX_BYTES, Patience
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account
from tests.connectors.steering import Clock as Clock
from tests.contracts.connector import SECRET
from tests.servers.fake_mastodon import FakeMastodon
from tests.servers.fake_mastodon.faults import Quirks


class MastodonNetwork:
    """Steers the small server as `Network` of cm_desk_contract asks."""

    def __init__(self, fake: FakeMastodon) -> None:
        self.fake, self.world, self.clock = fake, fake.world, Clock()
        self.http = Http(Patience(connect_s=2, read_s=5, ticks=self.clock))

    def connect(self, secret: str = f'{{"token": "{SECRET}"}}') -> Connector:
        account = Account(
            1, "mastodon", "@desk@social.example", self.fake.base_url, remote_id=self.world.us.id
        )
        return registry.connector(account, secret, self.http)

    def write(self, text: str, name: str = "Ada Vogel", reply_to: str = "") -> str:
        return self.world.write(text, name, reply_to)

    def edit(self, remote_id: str, text: str) -> None:
        self.world.edit(remote_id, text)

    def delete(self, remote_id: str) -> None:
        self.world.delete(remote_id)

    def posts(self) -> list[str]:
        return self.world.posts()

    def go_offline(self) -> None:
        self.fake.hang_up()

    def slow_down(self, seconds: int) -> None:
        error = {"error": "Too many requests"}
        self.fake.faults.refusal = (429, {"Retry-After": str(seconds)}, error)

    def refuse_token(self) -> None:
        self.fake.faults.refused_token = True

    def garble(self) -> None:
        self.fake.faults.garbled = True

    def hang(self) -> threading.Event:
        self.fake.faults.hanging = threading.Event()
        return self.fake.faults.hanging

    def drop_next_answer(self) -> None:
        self.fake.faults.dropped = [self.fake.posts]

    def lead_away(self, url: str) -> None:
        self.fake.faults.redirect = url

    def flood(self) -> None:
        self.fake.faults.body = b" " * (MAX_BYTES + 1)

    def impatient(self) -> None:
        self.http.patience = replace(self.http.patience, read_s=0.3)

    def asked(self) -> int:
        return len(self.fake.asked)

    def come_back(self) -> None:
        """Later: the time that a rate limit asked for is over."""
        self.fake.faults.clear()
        self.fake.listen()
        self.clock.s += 3600


@contextmanager
def small_server(quirks: Quirks | None = None) -> Iterator[MastodonNetwork]:
    with FakeMastodon(SECRET, quirks) as fake:
        made = MastodonNetwork(fake)
        yield made
        made.http.close()
