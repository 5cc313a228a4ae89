"""One account's connection to its mailbox, kept open between calls, in our errors."""

from collections.abc import Callable
from typing import TypeVar

from cm_desk.connectors.exchange import NoAnswer
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.mail import places, trouble
from cm_desk.connectors.services.mail.box import Box, Folder, No
from cm_desk.connectors.services.mail.line import Line, Odd
from cm_desk.connectors.services.mail.mails import Finder
from cm_desk.connectors.services.mail.places import Key
from cm_desk.connectors.services.mail.post import Post
from cm_desk.connectors.services.mail.tokens import Keys
from cm_desk.connectors.services.mail.write import Us
from cm_desk.domain.model import Account
from cm_desk.errors import ServiceError, SignInNeeded, SlowDown

T = TypeVar("T")


class Session:
    """A reading that finds the connection dead is begun anew, once.

    After a rate limit nothing more is asked before its time, in the same direction.
    """

    def __init__(self, account: Account, keys: Keys, http: Http) -> None:
        self.us = Us(account.key, account.handle, account.signer or account.name)
        self.ours = frozenset({account.handle.lower()})
        self._keys, self.ways = keys, places.ways(account.base_url)
        self.line, self.ticks = Line(http.patience), http.patience.ticks
        http.ends(self.line)
        self._box: Box | None = None
        self._folders: list[Folder] = []
        self._held: dict[bool, float] = {}

    def ask(self, job: Callable[[Box], T], anew: bool = True) -> T:
        """`job` on the open connection; `anew`: no folder stays open from the call before."""
        self._wait_no_longer(False)
        fresh = self._box is None
        try:
            box = self._opened()
            if anew:
                box.leave()
            return job(box)
        except NoAnswer as err:
            self._drop()
            if fresh or self.line.stopped:
                raise trouble.silence(self.us.account, self.ways.imap.host, err) from None
            return self.ask(job, anew)
        except (Odd, No) as err:
            self._drop()
            raise self._error(err, signing_in=False) from None

    def writes(self, job: Callable[[], T]) -> T:
        self._wait_no_longer(True)
        try:
            return job()
        except SlowDown as err:
            self._held[True] = self.ticks() + err.retry_after_s
            raise

    def post(self) -> Post:
        return Post(self.us.account, self.ways.smtp, self.line)

    def sign_in(self, post: Post) -> None:
        """With a token that is renewed once when it is refused."""
        key = self._keys.now()
        try:
            post.sign_in(key)
        except SignInNeeded:
            if not key.oauth:
                raise
            post.sign_in(self._keys.now(refused=key.secret))

    def finder(self, box: Box) -> Finder:
        return Finder(box, self.folders(box))

    def folders(self, box: Box) -> list[Folder]:
        if not self._folders:
            self._folders = box.folders()
        return self._folders

    def sent(self, box: Box) -> Folder | None:
        return next((each for each in self.folders(box) if each.sent), None)

    def _opened(self) -> Box:
        if self._box is None:
            made = Box(self.line, self.ways.imap)
            try:
                self._sign_in(made)
            except BaseException:
                made.close()
                raise
            self._box = made
        return self._box

    def _sign_in(self, box: Box) -> None:
        key = self._keys.now()
        box.open()
        try:
            box.sign_in(key)
        except No as err:
            if not key.oauth:
                raise self._error(err, signing_in=True) from None
            self._once_more(box, key)

    def _once_more(self, box: Box, key: Key) -> None:
        try:
            box.sign_in(self._keys.now(refused=key.secret))
        except No as err:
            raise self._error(err, signing_in=True) from None

    def _drop(self) -> None:
        self._folders = []
        if self._box:
            self._box.close()
            self._box = None

    def _error(self, err: Odd | No, signing_in: bool) -> ServiceError:
        host = self.ways.imap.host
        if isinstance(err, Odd):
            return trouble.odd(self.us.account, host, err)
        made = trouble.refused(self.us.account, host, err, signing_in)
        if isinstance(made, SlowDown):
            self._held[False] = self.ticks() + made.retry_after_s
        return made

    def _wait_no_longer(self, writing: bool) -> None:
        left = self._held.get(writing, 0.0) - self.ticks()
        if left > 0:
            raise SlowDown(self.us.account, left)
