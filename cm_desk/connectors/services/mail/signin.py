"""Signing in to a mailbox with an address and a password; both of its servers must take them."""

import json
import re
from collections.abc import Mapping

from cm_desk.connectors.base import Found, Granted
from cm_desk.connectors.exchange import NoAnswer
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.mail import trouble
from cm_desk.connectors.services.mail.box import Box, No
from cm_desk.connectors.services.mail.line import Line, Odd
from cm_desk.connectors.services.mail.places import Key, Place, Ways, place
from cm_desk.connectors.services.mail.post import Post
from cm_desk.connectors.services.mail.settings import Settings, find, hint_for, known
from cm_desk.domain.model import Profile
from cm_desk.errors import BadInput, ServiceError, SignInNeeded

ADDRESS = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"/:]{1,255}")
TYPED = 'Write it like "care@example.org".'


def sign_in(http: Http, answers: Mapping[str, str]) -> Granted:
    """`answers`: address, password, and where they are not found imap, smtp, user.

    Raises BadInput, ServiceError.
    """
    address = address_in(answers)
    if not answers.get("password"):
        raise BadInput("The password is empty.")
    found = servers(http, answers, address)
    user = answers.get("user", "").strip() or found.user
    key = Key(user, answers["password"])
    try:
        check(http, found.ways, key)
    except SignInNeeded as err:
        hint = found.hint or hint_for(found.ways.imap.host) or "Type the password once more."
        raise SignInNeeded(address, err.what.partition(": ")[2] or err.what, hint) from None
    profile = Profile(address, address.lower(), answers.get("name", "").strip())
    return Granted(json.dumps({"user": user, "password": key.secret}), profile, found.ways.text())


def recognise(http: Http, typed: str) -> Found | None:
    """By its form alone: asking the servers takes a while, and is done when signing in."""
    address = typed.strip().removeprefix("mailto:")
    if not ADDRESS.fullmatch(address) or "." not in address.rpartition("@")[2]:
        return None
    what = f"A mailbox at {address.rpartition('@')[2]}"
    return Found("mail", {"address": address}, what, sure=known(address) is not None)


def address_in(answers: Mapping[str, str]) -> str:
    """Raises BadInput."""
    address = answers.get("address", "").strip()
    if not ADDRESS.fullmatch(address):
        raise BadInput(f"{address[:80] or 'An empty address'} is no mail address.", TYPED)
    return address


def servers(http: Http, answers: Mapping[str, str], address: str) -> Settings:
    """As they were typed, else found."""
    return _typed(answers, address) or find(http, address)


def _typed(answers: Mapping[str, str], address: str) -> Settings | None:
    """What the person wrote; the second server is named like the first where it is not said."""
    imap, smtp = answers.get("imap", "").strip(), answers.get("smtp", "").strip()
    if not imap and not smtp:
        return None
    if not imap:
        raise BadInput("The server for reading is missing.", 'It is often "imap." and the domain.')
    reads = place(imap, "imap")
    sends = place(smtp, "smtp") if smtp else Place(re.sub(r"^imap\.", "smtp.", reads.host), 465)
    return Settings(Ways(reads, sends), address)


def check(http: Http, ways: Ways, key: Key) -> None:
    """Both servers, so that the first answer does not fail."""
    line = Line(http.patience)
    line.begin()
    box = Box(line, ways.imap)
    try:
        box.open()
        box.sign_in(key)
        box.status("INBOX")
    except (NoAnswer, Odd, No) as err:
        raise _error(ways.imap.host, err) from None
    finally:
        box.close()
    line.begin()
    post = Post("mail", ways.smtp, line)
    try:
        post.sign_in(key)
    finally:
        post.close()


def _error(host: str, err: NoAnswer | Odd | No) -> ServiceError:
    match err:
        case NoAnswer():
            return trouble.silence("mail", host, err)
        case Odd():
            return trouble.odd("mail", host, err)
    return trouble.refused("mail", host, err, signing_in=True)
