"""The embedded network: the made-up community of a maker of coffee grinders.

Deterministic, dated from the moment it began, and alive: messages arrive while one watches, what
we post stays, and people answer. Its accounts are ordinary ones that play a service ("mastodon",
"bluesky", "mail", "discourse") and whose address begins with "demo:".
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from cm_desk.connectors.base import Connector, Field, Granted, Service
from cm_desk.connectors.http import Http
from cm_desk.connectors.services.demo.address import Address
from cm_desk.connectors.services.demo.cast import SERVICES, profiles
from cm_desk.connectors.services.demo.network import Demo
from cm_desk.connectors.services.demo.world import world_of
from cm_desk.domain.model import Account, Capabilities
from cm_desk.errors import BadInput

LABELS = {"mastodon": "Mastodon", "bluesky": "Bluesky", "mail": "E-mail", "discourse": "Forum"}
VISIBILITIES = ("public", "unlisted", "private", "direct")
CAPABILITIES = {
    "mastodon": Capabilities(
        *(VISIBILITIES, True, True, True),
        edit=True,
        delete=True,
        threads=True,
        history=True,
        alt=True,
        begins=True,
    ),
    "bluesky": Capabilities(
        language=True, media=True, delete=True, threads=True, history=True, alt=True, begins=True
    ),
    "mail": Capabilities(
        media=True, subject=True, threads=True, history=True, cc=True, begins=True
    ),
    "discourse": Capabilities(media=True, edit=True, delete=True, threads=True, history=True),
}


def connect(account: Account, secret: str, http: Http) -> Connector:
    return Demo(account, world_of(account.base_url, http.clock))


def sign_in(http: Http, answers: Mapping[str, str]) -> Granted:
    """`plays` one of four services, `since` (ISO 8601) and `kept` (a file) as in address.py."""
    if answers.get("plays") not in SERVICES:
        raise BadInput(f"The demo plays {', '.join(SERVICES)}.")
    since, kept = answers.get("since"), answers.get("kept")
    address = Address(
        datetime.fromisoformat(since) if since else None, Path(kept) if kept else None
    )
    return Granted("", profiles()[answers["plays"]], str(address))


def playing(name: str) -> Service:
    """The service `name` as the embedded network plays it."""
    label, capabilities = LABELS[name], CAPABILITIES[name]
    return Service(name, label, capabilities, FIELDS, connect, sign_in=sign_in)


FIELDS = (
    Field("plays", "Service", "mastodon"),
    Field("since", "Begins", "2026-03-05T12:00:00+00:00"),
    Field("kept", "Kept in", "demo.json"),
)
SERVICE = Service("demo", "Demo community", Capabilities(), FIELDS, connect, sign_in=sign_in)
