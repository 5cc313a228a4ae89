"""The HTTP side of the small Mastodon server."""

from datetime import datetime, timedelta
from email.message import Message
from typing import Any, Self

from tests.servers.fake_mastodon.answers import Answers
from tests.servers.fake_mastodon.faults import Quirks
from tests.servers.fake_mastodon.world import World, stamp
from tests.servers.small import Query, Refusal, SmallServer

TOKEN = "s3cret-canary-token"


class FakeMastodon(SmallServer):
    def __init__(self, token: str = TOKEN, quirks: Quirks | None = None) -> None:
        super().__init__()
        self.token, self.quirks, self.world = token, quirks or Quirks(), World()
        self.answers = Answers(token, self.quirks, self.faults, self.world)

    @property
    def posts(self) -> int:
        """How many times a status was posted here."""
        return self.answers.posts

    def __enter__(self) -> Self:
        super().__enter__()
        self.world.base_url = self.base_url
        return self

    def answer(self, method: str, path: str, query: Query, headers: Message, body: bytes) -> Any:
        if path.startswith("/media/"):
            return 200, {}, {"a": "picture"}
        try:
            found = self.answers.answer(method, path, query, headers, body)
        except Refusal as err:
            if err.status == 401 and self.quirks.empty_401:
                return 401, {}, None
            raise
        return self.quirks.applied(found)

    def usual(self) -> dict[str, str]:
        reset = stamp(self.now() + timedelta(minutes=5))
        limit = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "299"}
        return limit | {"X-RateLimit-Reset": reset}

    def now(self) -> datetime:
        return self.world.now()
