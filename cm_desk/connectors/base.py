"""What every service must offer. Checked by cm_desk_contract.

A service is one module in services/ with a constant `SERVICE: Service`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, runtime_checkable

from cm_desk.connectors.http import Http
from cm_desk.domain.model import (
    Account,
    Capabilities,
    Incoming,
    Limits,
    Outgoing,
    Page,
    Profile,
)


class Connector(Protocol):
    """One brand account at one service. Calls block; they run in the account's lane.

    Each call raises only ServiceError and never sleeps: a rate limit raises SlowDown.
    `stop()` may be called from any thread and makes the running call end with Offline soon.
    """

    service: ClassVar[str]

    def profile(self) -> Profile: ...

    def limits(self) -> Limits:
        """From the server's own settings; asked once, then remembered."""
        ...

    def pull(self, cursor: str | None) -> Page:
        """What came after `cursor`, from old to new; `cursor` None starts with the newest page.

        The page of an unchanged account is empty and keeps its cursor.
        """
        ...

    def history(self, cursor: str | None) -> Page:
        """What lies before `cursor`, from new to old, our own messages too.

        None starts at the newest; `more` is False once the service has nothing older.
        """
        ...

    def thread(self, remote_id: str) -> Page:
        """The whole conversation around a message. Raises Gone."""
        ...

    def send(self, message: Outgoing) -> Incoming:
        """Post it, and give it back as the service keeps it.

        Raises UnknownOutcome when it may have arrived: then `find` tells.
        """
        ...

    def find(self, message: Outgoing) -> Incoming | None:
        """What an earlier `send` of `message` left at the service; None: it never arrived.

        Raises UnknownOutcome when it may know later, CannotTell when it never will.
        """
        ...

    def fetch(self, url: str, max_bytes: int) -> bytes:
        """An image or attachment the person asked for. Sends no token."""
        ...

    def stop(self) -> None: ...


class Moderator(Connector, Protocol):
    """Where `Capabilities.moderates`: what others wrote waits for us, or can be taken down."""

    def moderate(self, remote_id: str, state: str) -> Page:
        """Make it "approved", "hold", "spam" or "trash"; the page says what it is now.

        Raises Gone. Doing it twice is doing it once.
        """
        ...


class Editor(Connector, Protocol):
    """Where `Capabilities.edit`: what we wrote ourselves can be put in other words."""

    def edit(self, remote_id: str, text: str) -> Page:
        """Replace the text; who sees it, warning, language and files stay. The page has it anew.

        Raises Gone. Doing it twice is doing it once.
        """
        ...


class Deleter(Connector, Protocol):
    """Where `Capabilities.delete`: what we wrote ourselves can be taken back."""

    def delete(self, remote_id: str) -> Page:
        """Take it back at the service; the page names it as deleted, also if it was gone before.

        Doing it twice is doing it once.
        """
        ...


@runtime_checkable
class Tells(Protocol):
    """What a connector has beside that, where its service tells by itself when something is new."""

    def wait(self, most_s: float) -> bool:
        """Block until something may be new (True), or `most_s` seconds are over.

        In a lane and on a connection of its own, beside the calls above; `stop` ends it too.
        Raises Rejected where this server does not tell.
        """
        ...


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask for in the add-account form; an `optional` one may stay empty.

    `hint` stands below it: where a person finds what is asked for.
    """

    name: str
    label: str
    example: str = ""
    secret: bool = False
    optional: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A service that answers at what a person pasted.

    `answers` fill its form, by the names of its fields; `what` says what is there, e.g.
    "Mastodon at social.example". `sure`: it was asked and answered as only this service does.
    """

    service: str
    answers: Mapping[str, str]
    what: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Granted:
    """What a sign-in gave. `secret` goes to the keychain as it is, and nowhere else."""

    secret: str = field(repr=False)  # a traceback may print the rest
    profile: Profile
    base_url: str


class BrowserSignIn(Protocol):
    """A sign-in in progress (OAuth). Calls block."""

    url: str  # to open in the browser

    def finish(self, answer: Mapping[str, str]) -> Granted:
        """`answer` is the query of the redirect: code and state, or error. Raises ServiceError."""
        ...

    def finish_with_code(self, code: str) -> Granted:
        """The same for a code that the person pasted."""
        ...


@dataclass(frozen=True, slots=True)
class Service:
    """A service as the desk knows it. One of `begin` and `sign_in` is None.

    `begin(http, address, redirect_uri)` starts OAuth; `redirect_uri` "" asks for a code to paste.
    `sign_in(http, answers)` takes the form's answers, by the names of `fields`. `sign_out` makes
    the service forget the secret; raises ServiceError. Beside `sign_in`, `starts(http, answers,
    redirect_uri)` may give a sign-in in the browser for these answers, or None. `about` says what
    comes from it, in a line.

    `recognise(http, typed)` tells whether this service is at an address, handle or mail address
    as people paste them, asking there where that is needed, with no secret. None: it is not;
    ServiceError: nobody can tell now.
    """

    name: str
    label: str
    capabilities: Capabilities
    fields: tuple[Field, ...]
    connect: Callable[[Account, str, Http], Connector]
    begin: Callable[[Http, str, str], BrowserSignIn] | None = None
    sign_in: Callable[[Http, Mapping[str, str]], Granted] | None = None
    starts: Callable[[Http, Mapping[str, str], str], BrowserSignIn | None] | None = None
    sign_out: Callable[[Account, str, Http], None] | None = None
    about: str = ""
    shows_code: bool = False  # its page cannot come back to us: a code is pasted
    recognise: Callable[[Http, str], Found | None] | None = None
