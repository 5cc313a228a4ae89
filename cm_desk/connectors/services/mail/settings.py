"""Which servers a mail address has: known providers, the domain's own word, or the usual names.

No third party is asked: the address goes to its own domain alone. SRV records would need a
library that asks the domain name system for more than addresses.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from cm_desk.connectors.exchange import NoAnswer, Request, TooLong
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.mail.box import Box, No
from cm_desk.connectors.services.mail.line import Line, Odd
from cm_desk.connectors.services.mail.places import STARTTLS, TLS, Place, Ways, place
from cm_desk.connectors.services.mail.post import Post
from cm_desk.errors import BadInput, ServiceError
from cm_desk.paths import resource

MAX_CONFIG = 100_000  # bytes
ASKED = (
    "https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={address}",
    "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml",
)
SOCKETS = {"SSL": TLS, "STARTTLS": STARTTLS}


@dataclass(frozen=True, slots=True)
class Settings:
    """`user` is the name to sign in with, `hint` what the provider wants for a password."""

    ways: Ways
    user: str
    hint: str = ""


def find(http: Http, address: str) -> Settings:
    """Raises BadInput where nothing was found: then the person has to type it."""
    domain = address.rpartition("@")[2].lower()
    found = known(address) or _told(http, address) or _guessed(http, address)
    if found is None:
        what = f"CM Desk did not find the mail servers of {domain}."
        raise BadInput(what, "Type them in, as your mail provider names them.")
    return found


def known(address: str) -> Settings | None:
    row = providers().get(address.rpartition("@")[2].lower())
    if row is None:
        return None
    ways = Ways(place(row["imap"], "imap"), place(row["smtp"], "smtp"))
    return Settings(ways, address, row.get("password", ""))


def hint_for(host: str) -> str:
    """What the provider with this server wants for a password, "" for others."""
    rows = (row for row in providers().values() if row["imap"].partition(":")[0] == host)
    return next((str(row.get("password", "")) for row in rows), "")


def keeps_sent(host: str) -> bool:
    """Whether the provider with this server lays a copy among what was sent by itself."""
    rows = (row for row in providers().values() if row["imap"].partition(":")[0] == host)
    return any(row.get("keeps_sent") for row in rows)


def oauth_of(address: str) -> Mapping[str, str] | None:
    """The provider's own sign-in page: authorize, token, scope; a client where one is packed."""
    row = providers().get(address.rpartition("@")[2].lower(), {})
    found: Mapping[str, str] | None = row.get("oauth")
    return found


@cache
def providers() -> dict[str, dict[str, Any]]:
    """By domain."""
    rows = json.loads(resource("mail_providers.json").read_text("utf-8"))["providers"]
    return {domain: row for row in rows for domain in row["domains"]}


def _told(http: Http, address: str) -> Settings | None:
    """What the domain itself says, in the form that mail programs ask for (config-v1.1)."""
    domain = address.rpartition("@")[2].lower()
    for pattern in ASKED:
        url = pattern.format(domain=domain, address=quote(address))
        try:
            answer = http.guarded(domain).follow(Request("GET", url), MAX_CONFIG)
        except (NoAnswer, TooLong):
            continue
        if answer.status == 200 and (found := read(answer.body, address)):
            return found
    return None


def read(config: bytes, address: str) -> Settings | None:
    """None for anything that is no such file, or names no protected servers."""
    if b"<!" in config.replace(b"<!--", b""):  # a DOCTYPE could blow it up
        return None
    try:
        root = ElementTree.fromstring(config)  # noqa: S314  no DOCTYPE, and a limit of size
        imap, smtp = (
            _server(root, "incomingServer", "imap"),
            _server(root, "outgoingServer", "smtp"),
        )
    except (ElementTree.ParseError, ValueError, LookupError):
        return None
    if imap is None or smtp is None:
        return None
    pattern = imap[1] or "%EMAILADDRESS%"
    user = pattern.replace("%EMAILADDRESS%", address)
    user = user.replace("%EMAILLOCALPART%", address.rpartition("@")[0])
    domain = address.rpartition("@")[2]
    made = [Place(p.host.replace("%EMAILDOMAIN%", domain), p.port, p.how) for p, _ in (imap, smtp)]
    return Settings(Ways(*made), user.replace("%EMAILDOMAIN%", domain))


def _server(root: ElementTree.Element, tag: str, kind: str) -> tuple[Place, str] | None:
    """The first protected one, and the pattern of the name to sign in with."""
    for each in root.iter(tag):
        how = SOCKETS.get((each.findtext("socketType") or "").strip().upper())
        host, port = each.findtext("hostname") or "", each.findtext("port") or ""
        if each.get("type") == kind and how and host.strip() and port.strip().isdecimal():
            user = (each.findtext("username") or "").strip()
            return Place(host.strip(), int(port), how), user
    return None


def _guessed(http: Http, address: str) -> Settings | None:
    """The usual names, where a server answers with a valid certificate."""
    domain = address.rpartition("@")[2].lower()
    imap = next(filter(lambda at: _imap_answers(http, at), _names(domain, "imap", 993, 143)), None)
    if imap is None:
        return None
    smtp = next(filter(lambda at: _smtp_answers(http, at), _names(domain, "smtp", 465, 587)), None)
    return Settings(Ways(imap, smtp), address) if smtp else None


def _names(domain: str, kind: str, tls: int, starttls: int) -> Iterator[Place]:
    for host in (f"{kind}.{domain}", f"mail.{domain}", domain):
        yield Place(host, tls)
        yield Place(host, starttls, STARTTLS)


def _imap_answers(http: Http, at: Place) -> bool:
    box = Box(_line(http), at)
    try:
        box.open()
    except (NoAnswer, Odd, No):
        return False
    finally:
        box.close()
    return True


def _smtp_answers(http: Http, at: Place) -> bool:
    try:
        Post("mail", at, _line(http)).most_bytes()
    except ServiceError:
        return False
    return True


def _line(http: Http) -> Line:
    made = Line(http.patience)
    made.begin()
    return made
