"""Values that travel between the rooms. Times are aware UTC datetimes."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from cm_desk.domain.account import Account as Account
from cm_desk.domain.account import Kind as Kind


class SignalKind(StrEnum):
    """What somebody did without words."""

    LIKE = "like"
    BOOST = "boost"
    FOLLOW = "follow"
    QUOTE = "quote"
    SOLVED = "solved"  # who had asked says that this answer was the one


class OwnLink(NamedTuple):
    """A page, mail address or handle that a profile gives as their own.

    `verified`: their service has seen that the page names this profile back.
    """

    address: str
    verified: bool = False


@dataclass(slots=True, unsafe_hash=True)  # frozen takes ten times as long: decisions/0016
class Author:
    """Somebody else, as a service describes them.

    `key` is what stays when the handle changes (user@host, a DID, a mail address); it is unique
    in its service. `handle` is what the service shows. `links` stand beside the bio, not in it.
    `accepts` is whom they take private messages from: all, following (whom they follow), none,
    or "" where nobody said; "blocked" and "bounced": nothing of ours reaches them.
    """

    key: str
    handle: str
    name: str = ""
    url: str = ""
    avatar_url: str = ""
    bio: str = ""
    bot: bool = False
    links: tuple[OwnLink, ...] = ()
    accepts: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """`alt` is the author's description. `url` is never fetched without a click."""

    kind: str  # image, video, audio, file
    url: str
    alt: str = ""
    name: str = ""
    size_bytes: int = 0
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class PollOption:
    text: str
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    options: tuple[PollOption, ...]
    ends_at: datetime | None = None
    multiple: bool = False


@dataclass(slots=True, unsafe_hash=True)  # frozen takes ten times as long: decisions/0016
class Incoming:
    """One message as a service or an export archive delivered it; no row id yet.

    `who` is the other person: its author, or, when `outgoing`, whom we wrote to; None for a
    post of ours to nobody. `thread` is the service's id of the whole conversation, the same for
    every message of it; `text` is plain. Ours and theirs both: (account, remote_id) is unique.
    """

    remote_id: str
    thread: str
    who: Author | None
    text: str
    sent_at: datetime
    kind: Kind = Kind.MENTION
    outgoing: bool = False
    unread: bool = False
    reply_to: str = ""
    subject: str = ""
    lang: str = ""
    visibility: str = ""  # public, unlisted, private, direct, or "" where a service has none
    warning: str = ""
    url: str = ""
    media: tuple[Media, ...] = ()
    poll: Poll | None = None
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """A like, boost or follow. `target` is the remote id of the message it is about, or ""."""

    remote_id: str
    kind: SignalKind
    who: Author
    at: datetime
    target: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what a service or archive has, and the cursor that continues after it.

    `messages` in any order; `deleted` are remote ids that are gone at the service; `more` says
    that asking again at once with `cursor` is worth it. Saving a page twice changes nothing.
    """

    messages: tuple[Incoming, ...] = ()
    signals: tuple[Signal, ...] = ()
    deleted: tuple[str, ...] = ()
    cursor: str | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """Who we are at a service."""

    handle: str
    remote_id: str
    name: str = ""
    avatar_url: str = ""
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a message may be, counted by text/length.py. None: no limit.

    `unit` is "characters" (code points), "graphemes" or "bytes". Every link counts `per_link`
    characters where that is not None, and a mention of user@host counts as @user alone where
    `mention_without_host`. A private message may have `max_direct_chars` where that is not None.
    `max_media_bytes` is for one picture, 0 where nobody said.
    """

    max_chars: int | None = None
    unit: str = "characters"
    per_link: int | None = None
    mention_without_host: bool = False
    warning_counts: bool = False
    max_media: int = 0
    max_alt_chars: int = 1500
    max_media_bytes: int = 0
    max_direct_chars: int | None = None

    def seen_by(self, visibility: str) -> "Limits":
        """Those of a message that is seen by these people."""
        if visibility != "direct" or self.max_direct_chars is None:
            return self
        return replace(self, max_chars=self.max_direct_chars)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What can be asked of a service; the window shows just that.

    `alt`: a file goes with its description. `cc`: others get a copy of an answer. Without
    `answers` it is only read. `edit`, `delete`: of what we wrote ourselves (base.Editor, Deleter).
    `begins`: a new message can go to somebody who never wrote.
    `moderates`: we say what is shown there (base.Moderator).
    """

    visibilities: tuple[str, ...] = ()
    warning: bool = False
    language: bool = False
    media: bool = False
    subject: bool = False
    edit: bool = False
    delete: bool = False
    threads: bool = False
    history: bool = False
    alt: bool = False
    cc: bool = False
    answers: bool = True
    moderates: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes out with a message, and its description."""

    path: Path
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to send. `key` is chosen once and stays through every retry.

    `thread` and `reply_to` are remote ids, "" for a new conversation. `to` are the handles
    that must be addressed, `cc` get a copy. `written_at` is when the person pressed Send, `signer`
    who of us they are, where the account says so.
    """

    key: str
    text: str
    written_at: datetime
    thread: str = ""
    reply_to: str = ""
    to: tuple[Author, ...] = ()
    visibility: str = ""
    warning: str = ""
    lang: str = ""
    subject: str = ""
    media: tuple[Upload, ...] = ()
    cc: tuple[Author, ...] = ()
    signer: str = ""
