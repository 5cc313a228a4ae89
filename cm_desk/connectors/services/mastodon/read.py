"""What a Mastodon server sends, in our terms. Pure functions of decoded JSON.

They raise KeyError, TypeError, ValueError or AttributeError for what is not as published.
Entities: https://docs.joinmastodon.org/entities/
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cm_desk.domain.model import (
    Author,
    Incoming,
    Kind,
    Media,
    OwnLink,
    Poll,
    PollOption,
    Signal,
    SignalKind,
)
from cm_desk.text.links import addresses, mentions
from cm_desk.text.plain import clean, plain, targets

Json = dict[str, Any]
ODD = (KeyError, TypeError, ValueError, AttributeError)
UNREADABLE = "CM Desk cannot read this message. Open it at its service."
SIGNALS = {
    "favourite": SignalKind.LIKE,
    "reblog": SignalKind.BOOST,
    "follow": SignalKind.FOLLOW,
    "quote": SignalKind.QUOTE,
}
MEDIA = {"image": "image", "gifv": "video", "video": "video", "audio": "audio"}
MAX_NAME = 500
MAX_LINKS = 12


@dataclass(frozen=True, slots=True)
class Us:
    """Who we are there: the account id, "user@host" and its host.

    `hides_direct`: the server calls direct messages private (snac).
    """

    id: str
    key: str
    hides_direct: bool = False

    @property
    def host(self) -> str:
        return self.key.partition("@")[2]


def moment(text: str) -> datetime:
    """Aware UTC. Raises for what is no time."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def key_of(acct: str, us: Us) -> str:
    """user@host in lower case; the accounts of our own server come without their host."""
    acct = acct.removeprefix("@")
    return (acct if "@" in acct else f"{acct}@{us.host}").lower()


def steady(value: Any) -> Any:
    """snac's answers with ids that stay: its own begin with the time of the last edit.

    The rest, a hash, is all it looks at when it is asked.
    """
    if isinstance(value, list):
        return [steady(each) for each in value]
    if not isinstance(value, dict):
        return value
    ids = ("id", "in_reply_to_id") if "content" in value else ()
    return {name: _lasting(each) if name in ids else steady(each) for name, each in value.items()}


def _lasting(one: object) -> object:
    return "0" * 10 + one[10:] if isinstance(one, str) and len(one) == 42 else one


def author(account: Json, us: Us) -> Author:
    acct = _text(account["acct"])
    full = acct if "@" in acct else f"{acct}@{us.host}"
    return Author(
        key=key_of(acct, us),
        handle=f"@{full}",
        name=_text(account.get("display_name") or account.get("username") or acct)[:MAX_NAME],
        url=_text(account.get("url") or account.get("uri")),
        avatar_url=_text(account.get("avatar")),
        bio=plain(_text(account.get("note")), whole=True),
        bot=bool(account.get("bot")),
        links=_links(account),
    )


def _links(account: Json) -> tuple[OwnLink, ...]:
    """The table beside a bio, where a server ticks the pages that link back; and where they went.

    https://docs.joinmastodon.org/entities/Account/#fields
    """
    found: dict[str, bool] = {}
    for each in account.get("fields") or ():
        value, verified = _text(each.get("value")), bool(each.get("verified_at"))
        for address in targets(value) or addresses(plain(value, whole=True)):
            found[address] = verified or found.get(address, False)
    if moved := account.get("moved"):
        found[_text(moved.get("url"))] = True
    links = (OwnLink(each, verified) for each, verified in found.items())
    return tuple(each for each in links if 0 < len(each.address) <= MAX_NAME)[:MAX_LINKS]


def is_ours(account: Json, us: Us) -> bool:
    return str(account.get("id")) == us.id or key_of(str(account.get("acct", "")), us) == us.key


def original(status: Json) -> Json:
    """What a boost boosts, anything else itself. snac lists a boost of ours as the booster's."""
    inner = status.get("reblog")
    return inner if isinstance(inner, dict) else status


def message(
    status: Json,
    us: Us,
    thread: str,
    unread: bool = False,
    people: Iterable[Author] = (),
    answered: Json | None = None,
) -> Incoming:
    """`thread` is the id of the first message of its conversation, `answered` the status before.

    `people` are those we know from around it: whom a message mentions is only a handle there.
    """
    ours = is_ours(status["account"], us)
    return Incoming(
        remote_id=str(status["id"]),
        thread=thread,
        who=_addressed(status, us, people, answered) if ours else author(status["account"], us),
        text=plain(_text(status["content"])),
        sent_at=moment(status["created_at"]),
        kind=_kind(status, us, ours),
        outgoing=ours,
        unread=unread and not ours,
        reply_to=str(status.get("in_reply_to_id") or ""),
        lang=_text(status.get("language")),
        visibility=_visibility(status, us),
        warning=_text(status.get("spoiler_text")),
        url=_text(status.get("url") or status.get("uri")),
        media=tuple(_media(each) for each in status.get("media_attachments") or ()),
        poll=_poll(status["poll"]) if status.get("poll") else None,
        edited_at=moment(status["edited_at"]) if status.get("edited_at") else None,
    )


def unreadable(status: Any, us: Us, unread: bool = False) -> Incoming | None:
    """One that `message` cannot read, so that it is seen and can be opened there.

    None when not even its id, author and time can be read.
    """
    try:
        who = author(status["account"], us)
        url = status.get("url") or status.get("uri")
        return Incoming(
            remote_id=str(status["id"]),
            thread=str(status["id"]),
            who=who,
            text=UNREADABLE,
            sent_at=moment(status["created_at"]),
            outgoing=is_ours(status["account"], us),
            unread=unread,
            url=url if isinstance(url, str) else "",
        )
    except ODD:
        return None


def signal(notification: Json, us: Us) -> Signal | None:
    """A like, boost, follow or quote; None for other notifications."""
    kind = SIGNALS.get(notification["type"])
    if kind is None:
        return None
    status = notification.get("status") or {}
    if kind is SignalKind.QUOTE:
        status = (status.get("quote") or {}).get("quoted_status") or {}
    return Signal(
        remote_id=str(notification["id"]),
        kind=kind,
        who=author(notification["account"], us),
        at=moment(notification["created_at"]),
        target=str(status.get("id") or ""),
    )


def people(statuses: Iterable[Json], us: Us) -> tuple[Author, ...]:
    """The authors of `statuses` who are not us."""
    found: dict[str, Author] = {}
    for each in statuses:
        if isinstance(each, dict) and isinstance(each.get("account"), dict):
            try:
                if not is_ours(each["account"], us):
                    who = author(each["account"], us)
                    found.setdefault(who.key, who)
            except ODD:
                continue  # `unreadable` tells of it
    return tuple(found.values())


def _addressed(
    status: Json, us: Us, known: Iterable[Author], answered: Json | None
) -> Author | None:
    """Whom a message of ours is to: the one it answers, else the first it mentions."""
    if answered and not is_ours(answered["account"], us):
        return author(answered["account"], us)
    mentioned = [
        each for each in status.get("mentions") or () if key_of(each["acct"], us) != us.key
    ]
    first = str(status.get("in_reply_to_account_id") or "")
    mentioned.sort(key=lambda each: str(each.get("id")) != first)
    if not mentioned:
        return None
    key = key_of(mentioned[0]["acct"], us)
    return next((each for each in known if each.key == key), None) or _named(mentioned[0], us)


def _named(mention: Json, us: Us) -> Author:
    acct = _text(mention["acct"])
    full = acct if "@" in acct else f"{acct}@{us.host}"
    return Author(key_of(acct, us), f"@{full}", url=_text(mention.get("url")))


def _kind(status: Json, us: Us, ours: bool) -> Kind:
    if _visibility(status, us) == "direct":
        return Kind.DIRECT
    quoted = (status.get("quote") or {}).get("quoted_status") or {}
    if quoted and not ours and is_ours(quoted["account"], us):
        return Kind.QUOTE
    if str(status.get("in_reply_to_account_id") or "") == us.id and not ours:
        return Kind.REPLY
    if ours:
        return Kind.REPLY if status.get("in_reply_to_id") else Kind.POST
    return Kind.MENTION if _mentions_us(status, us) else Kind.POST


def _mentions_us(status: Json, us: Us) -> bool:
    """A server may leave its list empty and have the mention in the text alone (snac)."""
    listed = (key_of(str(each.get("acct", "")), us) for each in status.get("mentions") or ())
    if us.key in listed:
        return True
    return any(f"{e.user}@{e.host}".lower() == us.key for e in mentions(plain(status["content"])))


def _visibility(status: Json, us: Us) -> str:
    found = _text(status.get("visibility"))
    return "direct" if found == "private" and us.hides_direct else found


def _media(found: Json) -> Media:
    original = (found.get("meta") or {}).get("original") or {}
    url = _text(found.get("url") or found.get("remote_url"))
    return Media(
        kind=MEDIA.get(_text(found.get("type")), "file"),
        url=url,
        alt=_text(found.get("description")),
        name=url.rpartition("/")[2][:MAX_NAME],
        width=_number(original.get("width")),
        height=_number(original.get("height")),
    )


def _poll(found: Json) -> Poll:
    options = (
        PollOption(clean(_text(each["title"])), each.get("votes_count"))
        for each in found["options"]
    )
    ends = found.get("expires_at")
    return Poll(tuple(options), moment(ends) if ends else None, bool(found.get("multiple")))


def _text(value: object) -> str:
    """ "" for null. Raises TypeError for anything that is no text."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"a {type(value).__name__} where a text should be")
    return clean(value)


def _number(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
