"""The small mail server as the network of the shared contract."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cm_desk.connectors import registry
from cm_desk.connectors.base import Connector
from cm_desk.connectors.exchange import Patience
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account, Author
from tests.connectors.mastodon import Clock
from tests.contracts.connector import SECRET
from tests.servers.fake_mail import FakeMail
from tests.servers.fake_mail.world import US

KEY = json.dumps({"user": US, "password": SECRET})


ADA = Author("ada.vogel@poczta.example", "ada.vogel@poczta.example", "Ada Vogel")


class MailNetwork:
    """Steers the small server as `Network` of tests/contracts/connector.py asks."""

    def __init__(self, fake: FakeMail) -> None:
        self.fake, self.world, self.clock = fake, fake.world, Clock()
        self.http = Http(Patience(connect_s=2, read_s=5, ticks=self.clock))

    def connect(self, secret: str = KEY) -> Connector:
        account = Account(
            1, "mail", US, self.fake.base_url, remote_id=US, signer="Mara at Tidewell"
        )
        return registry.connector(account, secret, self.http)

    def write(self, text: str, name: str = "Ada Vogel", reply_to: str = "") -> str:
        return self.world.write(text, name, reply_to)

    def edit(self, remote_id: str, text: str) -> None:
        raise NotImplementedError("nobody can change a mail that was sent")

    def delete(self, remote_id: str) -> None:
        self.world.delete(remote_id)

    def posts(self) -> list[str]:
        return self.world.posts()

    def go_offline(self) -> None:
        self.fake.hang_up()

    def slow_down(self, seconds: int) -> None:
        """In the words of a large provider."""
        words = f"Request is throttled. Suggested Backoff Time: {seconds * 1000} milliseconds"
        self.world.faults.throttled = words

    def refuse_token(self) -> None:
        self.world.faults.refused = "[AUTHENTICATIONFAILED] Authentication failed."

    def garble(self) -> None:
        self.world.faults.garbled = True

    def hang(self) -> threading.Event:
        self.world.faults.hanging = threading.Event()
        return self.world.faults.hanging

    def drop_next_answer(self) -> None:
        self.world.faults.drops = 1

    def lead_away(self, url: str) -> None:
        raise NotImplementedError("mail servers lead nowhere else")

    def flood(self) -> None:
        self.world.faults.flood = True

    def impatient(self) -> None:
        self.http = Http(Patience(connect_s=2, read_s=0.3, ticks=self.clock))

    def asked(self) -> int:
        return len(self.world.asked) + self.world.connections

    def come_back(self) -> None:
        """Later: the time that a rate limit asked for is over."""
        self.world.faults.clear()
        self.fake.listen()
        self.clock.s += 3600


@contextmanager
def small_server() -> Iterator[MailNetwork]:
    with FakeMail(SECRET) as fake:
        made = MailNetwork(fake)
        yield made
        made.http.close()
