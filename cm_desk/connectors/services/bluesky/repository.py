"""Our own posts: the newest as the PDS lists them, all of them in one file (CAR)."""

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from weakref import finalize

from cm_desk.atproto.car import Car, OddBlock
from cm_desk.atproto.cbor import Cid
from cm_desk.atproto.posts import POST, Post
from cm_desk.connectors.services.bluesky.lists import Item
from cm_desk.connectors.services.bluesky.places import DONE
from cm_desk.connectors.services.bluesky.session import Session
from cm_desk.errors import ArchiveError, Gone, OddAnswer, Offline, Rejected

log = logging.getLogger(__name__)
LIST, WHOLE = "com.atproto.repo.listRecords", "com.atproto.sync.getRepo"
ONE, DELETE = "com.atproto.repo.getRecord", "com.atproto.repo.deleteRecord"
MAX_BYTES = 64_000_000  # of a repository in one request; a larger one is listed page by page
MOST = 100


class Own:
    """`us` is our DID. The file is held until its last post was given."""

    def __init__(self, session: Session, us: str) -> None:
        self._session, self._us = session, us
        self._file: Whole | None = None
        self._listed = self._tried = False

    def read(self, at: str, count: int) -> tuple[list[Item], str]:
        """As lists.Read: the key of a post is made of its time."""
        more: dict[str, str | int | list[str]] = {"cursor": at} if at else {}
        body = self._session.get(LIST, repo=self._us, collection=POST, limit=count, **more)
        records = body.get("records")
        if not isinstance(records, list):
            raise OddAnswer(self._session.api.account, f"{LIST} did not answer with a list.")
        found = [each for each in records if isinstance(each, dict)]
        items = [Item(str(each.get("uri")).rpartition("/")[2], "", each) for each in found]
        items = [each._replace(at=each.id) for each in items]
        further = str(body.get("cursor") or "") if len(items) >= count else ""
        return items, further

    def post(self, item: Item) -> Post:
        return Post(f"at://{self._us}/{POST}/{item.id}", item.body.get("value") or {}, {})

    def delete(self, uri: str) -> None:
        """Some servers answer with nothing, so what is there afterwards tells."""
        repo, _, rest = uri.removeprefix("at://").partition("/")
        collection, _, key = rest.partition("/")
        if (repo, collection) != (self._us, POST):
            raise Rejected(self._session.api.account, "this is no post of ours.")
        asked = {"repo": repo, "collection": collection, "rkey": key}
        with suppress(Gone, OddAnswer):
            self._session.post(DELETE, asked, repeatable=True)
        with suppress(Gone):
            self._session.get(ONE, repo=repo, collection=collection, rkey=key)
            what = "the server did not delete the post."
            raise Rejected(self._session.api.account, what, "Do it in the browser.")

    def older(self, at: str) -> tuple[list[Post], str]:
        """The posts before key `at` ("" for the newest), from new to old, and where to go on."""
        if at == DONE:
            return [], DONE
        if self._file is None and not self._listed:
            self._file = self._fetched()
        if self._file is None:
            items, further = self.read(at, MOST)
            return [self.post(each) for each in items], further or DONE
        posts, further = self._file.before(at)
        if further == DONE:
            self._file.close()
            self._file = None
        return posts, further

    def _fetched(self) -> "Whole | None":
        """None where it is too large, too slow to come twice, or damaged: then pages do."""
        again, self._tried = self._tried, True
        try:
            data = self._session.download(WHOLE, MAX_BYTES, did=self._us)
            return Whole(self._us, data, self._session.api.go_on)
        except (ArchiveError, OddAnswer, Offline, Rejected, Gone) as err:
            if isinstance(err, Offline) and not again:
                raise
            log.info("repository of %s comes in pages: %s", self._session.api.account, err)
            self._listed = True
            return None


class _Places:
    def __init__(self) -> None:
        self._found: dict[int, int] = {}

    def get(self, key: int, other: int = 0) -> int:
        return self._found.get(key, other)

    def set(self, key: int, value: int) -> None:
        self._found[key] = value


class Whole:
    """Raises ArchiveError for a damaged one. `go_on` is called now and then; it may raise."""

    def __init__(self, us: str, data: bytes, go_on: Callable[[], None] = lambda: None) -> None:
        self._us, self._stream, self._go_on = us, _kept(data), go_on
        finalize(self, self._stream.close)  # a connector may be let go before the last page
        try:
            self._car = Car(Path("repository"), "repository", self._stream, _Places(), go_on)
            self._posts = self._index()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._stream.close()

    def before(self, at: str) -> tuple[list[Post], str]:
        start = next((i for i, (key, _) in enumerate(self._posts) if not at or key < at), None)
        if start is None:
            return [], DONE
        piece = self._posts[start : start + MOST]
        ended = start + MOST >= len(self._posts)
        return [self._post(*each) for each in piece], DONE if ended else piece[-1][0]

    def _index(self) -> list[tuple[str, Cid]]:
        """(key, block) of each post, from new to old."""
        try:
            top = self._car.block(self._car.root)["data"]
        except (OddBlock, KeyError, TypeError):
            raise ArchiveError("repository", "commit", "it is no repository.") from None
        found: list[tuple[str, Cid]] = []
        for name, cid in self._car.records(top):
            collection, _, key = name.partition("/")
            if cid is None:
                raise ArchiveError("repository", name, "a part is missing.")
            if collection == POST:
                if not len(found) % 1000:
                    self._go_on()
                found.append((key, cid))
        return found[::-1]

    def _post(self, key: str, cid: Cid) -> Post:
        try:
            record: Any = self._car.block(cid)
        except OddBlock:
            record = {}
        return Post(f"at://{self._us}/{POST}/{key}", record, {})


def _kept(data: bytes) -> IO[bytes]:
    stream = TemporaryFile()  # noqa: SIM115 (the Whole that reads it closes it)
    stream.write(data)
    stream.seek(0)
    return stream
