"""A mailbox: IMAP for what came and what we sent, SMTP for what goes out."""

from collections.abc import Callable
from functools import wraps
from typing import ClassVar, Concatenate, ParamSpec, TypeVar

from cm_desk.connectors.http import Http
from cm_desk.connectors.services.mail import mails
from cm_desk.connectors.services.mail.box import Box, Folder
from cm_desk.connectors.services.mail.mails import Found, Threads
from cm_desk.connectors.services.mail.places import Cursor, Read
from cm_desk.connectors.services.mail.sender import Sender
from cm_desk.connectors.services.mail.session import Session
from cm_desk.connectors.services.mail.tokens import Keys
from cm_desk.domain.model import Account, Incoming, Limits, Outgoing, Page, Profile
from cm_desk.errors import Gone, Rejected
from cm_desk.text.mail import attachment, from_original, incoming

P = ParamSpec("P")
T = TypeVar("T")
PAGE = 50
ANYTHING = 2**32  # above every uid
MOST_ROUNDS = 5
MAX_MEDIA = 20
FILE_S = 900.0
MIME_GROWS = 0.72  # of a mail are content of its files


Method = Callable[Concatenate["Mailbox", P], T]


def one_call(method: Method[P, T], more_s: float = 0.0) -> Method[P, T]:
    @wraps(method)
    def call(self: "Mailbox", /, *args: P.args, **kwargs: P.kwargs) -> T:
        self._of.line.begin(more_s)
        return method(self, *args, **kwargs)

    return call


def long_call(method: Method[P, T]) -> Method[P, T]:
    """Where a large file is on its way; each piece of it has its own patience."""
    return one_call(method, FILE_S)


class Mailbox:
    """The inbox and the folder of what was sent, read by uid. Nothing there is changed.

    One connection stays open between calls; a reading that finds it dead is begun anew once.
    """

    service: ClassVar[str] = "mail"

    def __init__(self, account: Account, secret: str, http: Http) -> None:
        keys = Keys(account, secret, http)
        self._account, self._of = account, Session(account, keys, http)
        self._sender, self._ear = Sender(self._of), Session(account, keys, http)
        self._old: dict[tuple[str, int], list[int]] = {}
        self._limits: Limits | None = None

    @one_call
    def profile(self) -> Profile:
        self._of.ask(lambda box: box.status("INBOX"))
        return Profile(self._account.handle, self._account.handle.lower(), self._account.name)

    @one_call
    def limits(self) -> Limits:
        if self._limits is None:
            size = self._of.writes(self._of.post().most_bytes)
            self._limits = Limits(max_media=MAX_MEDIA, max_media_bytes=int(size * MIME_GROWS))
        return self._limits

    @one_call
    def pull(self, cursor: str | None) -> Page:
        return self._of.ask(lambda box: self._pull(box, cursor))

    @one_call
    def history(self, cursor: str | None) -> Page:
        return self._of.ask(lambda box: self._back(box, cursor))

    @one_call
    def thread(self, remote_id: str) -> Page:
        return self._of.ask(lambda box: self._whole(box, remote_id))

    @long_call
    def send(self, message: Outgoing) -> Incoming:
        return self._of.writes(lambda: self._sender.send(message))

    @one_call
    def find(self, message: Outgoing) -> Incoming | None:
        return self._of.ask(lambda box: self._sender.find(box, message))

    @long_call
    def fetch(self, url: str, max_bytes: int) -> bytes:
        """`url` is a mail of this mailbox (its source), or a file of one: `text.mail.original`."""
        return self._of.ask(lambda box: self._fetch(box, url, max_bytes))

    def wait(self, most_s: float) -> bool:
        """By IDLE in the inbox, on a second connection."""
        self._ear.line.begin(most_s)
        return self._ear.ask(lambda box: self._told(box, most_s), anew=False)

    def stop(self) -> None:
        self._of.line.stop()
        self._ear.line.stop()

    def _told(self, box: Box, most_s: float) -> bool:
        if not box.idles:
            raise Rejected(self._account.key, "this server does not tell when mail comes.")
        box.look("INBOX")
        return box.wait(most_s)

    def _message(self, found: Found, threads: Threads, fresh: bool = False) -> Incoming:
        thread = threads.of(found.mail)
        unread = fresh and not found.seen
        return incoming(found.mail, self._of.ours, thread, found.folder.sent, unread)

    def _pull(self, box: Box, cursor: str | None) -> Page:
        at, found, more = Cursor.of(cursor), list[Found](), False
        for folder in self._of.folders(box):
            status, was = box.status(folder.name), at.folders.get(folder.name)
            if was and was.validity == status.validity and was.uid >= status.next_uid - 1:
                continue
            uids = self._new(box, folder, status.validity, status.messages, was)
            page = mails.read(box, folder, uids[:PAGE])
            further = len(uids) > PAGE
            last = uids[PAGE - 1] if further else max([*uids[-1:], status.next_uid - 1])
            day = page[-1].day if page else was.day if was else ""
            at, more = at.at(folder.name, Read(status.validity, last, day)), more or further
            found += page
        after = at.text() if cursor is None or at != Cursor.of(cursor) else cursor
        return Page(self._messages(box, found, fresh=True), cursor=after, more=more)

    def _new(
        self, box: Box, folder: Folder, validity: int, messages: int, was: Read | None
    ) -> list[int]:
        """The uids after `was`. When the numbers changed, everything since the last day again."""
        box.look(folder.name)
        if was is None:
            return box.newest(PAGE, messages)
        if was.validity == validity:
            return [uid for uid in box.uids("UID", f"{was.uid + 1}:*") if uid > was.uid]
        return box.uids("SINCE", was.day) if was.day else box.newest(PAGE, messages)

    def _back(self, box: Box, cursor: str | None) -> Page:
        at, found, more = Cursor.of(cursor), list[Found](), False
        for folder in self._of.folders(box):
            status, was = box.status(folder.name), at.folders.get(folder.name)
            below = was.uid if was and was.validity == status.validity else ANYTHING
            uids = self._older(box, folder, status.validity, below)
            taken = uids[-PAGE:]
            page = mails.read(box, folder, taken[::-1])
            found += page
            at = at.at(folder.name, Read(status.validity, taken[0] if taken else 0))
            more = more or len(uids) > PAGE
        return Page(self._messages(box, found), cursor=at.text(), more=more)

    def _older(self, box: Box, folder: Folder, validity: int, below: int) -> list[int]:
        """Listed once for each start of the desk: a large mailbox has a long list."""
        known = self._old.get((folder.name, validity))
        if known is None or below == ANYTHING:
            box.look(folder.name)
            known = self._old[folder.name, validity] = box.uids("ALL")
        return [uid for uid in known if uid < below]

    def _messages(self, box: Box, found: list[Found], fresh: bool = False) -> tuple[Incoming, ...]:
        """Each once: a mail to ourselves lies in two folders."""
        threads = Threads(self._of.finder(box), [each.mail for each in found])
        once = {each.mail.id: each for each in reversed(found)}
        return tuple(self._message(each, threads, fresh) for each in reversed(once.values()))

    def _whole(self, box: Box, remote_id: str) -> Page:
        finder = self._of.finder(box)
        first = finder.find(remote_id)
        if first is None:
            raise Gone(self._account.key, "this mail is not in the mailbox any more.")
        root = Threads(finder, [first.mail]).of(first.mail)
        found, asked = {first.mail.id: first}, set[str]()
        for _ in range(MOST_ROUNDS):
            names = {root, *found} - asked
            asked |= names
            for name in names:
                for header in ("Message-ID", "References", "In-Reply-To"):
                    found |= {e.mail.id: e for e in finder.all_with(header, name)}
            if not set(found) - asked:
                break
        threads = Threads(finder, [each.mail for each in found.values()])
        messages = (self._message(each, threads, fresh=True) for each in found.values())
        return Page(tuple(each for each in messages if each.thread == root))

    def _fetch(self, box: Box, url: str, max_bytes: int) -> bytes:
        id, number = from_original(url)
        if not id:
            what = "CM Desk does not load from the web what stands in a mail."
            raise Rejected(self._account.key, what, "Open the link in the browser.")
        found = self._of.finder(box).find(id)
        raw = None
        if found:
            box.look(found.folder.name)
            raw = found.raw or box.fetch([found.uid], "BODY.PEEK[]")[found.uid].get("BODY[]")
        data = raw if raw is None or number is None else attachment(raw, number)
        if data is None:
            raise Gone(self._account.key, "this is not in the mailbox any more.")
        if len(data) > max_bytes:
            what = f"the file is larger than {max_bytes / 1e6:.0f} MB."
            raise Rejected(self._account.key, what, "Open it in your mail program.")
        return data
