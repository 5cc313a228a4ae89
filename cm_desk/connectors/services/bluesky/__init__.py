"""Bluesky and every other server of the AT Protocol: sign-in, reading, posting."""

from cm_desk.connectors.base import Field, Service
from cm_desk.connectors.services.bluesky.connector import Bluesky
from cm_desk.connectors.services.bluesky.refusals import WHERE
from cm_desk.connectors.services.bluesky.signin import recognise, sign_in, sign_out
from cm_desk.domain.model import Capabilities

SERVICE = Service(
    name="bluesky",
    label="Bluesky",
    capabilities=Capabilities(
        visibilities=("public", "direct"),
        language=True,
        media=True,
        delete=True,
        threads=True,
        history=True,
        alt=True,
        begins=True,
    ),
    fields=(
        Field("handle", "Handle", "brand.bsky.social"),
        Field("password", "App password", "xxxx-xxxx-xxxx-xxxx", secret=True, hint=WHERE),
        Field(
            "server",
            "Server",
            "pds.example",
            optional=True,
            hint="Only where it is not found by the handle.",
        ),
    ),
    connect=Bluesky,
    sign_in=sign_in,
    sign_out=sign_out,
    about="Mentions, replies, likes, follows, direct messages.",
    recognise=recognise,
)
