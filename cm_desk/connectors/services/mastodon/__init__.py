"""Mastodon and the servers that speak its API: sign-in, reading, posting."""

from cm_desk.connectors.base import Field, Service
from cm_desk.connectors.services.mastodon.connector import Mastodon
from cm_desk.connectors.services.mastodon.recognise import recognise
from cm_desk.connectors.services.mastodon.signin import begin, sign_out
from cm_desk.domain.model import Capabilities

SERVICE = Service(
    name="mastodon",
    label="Mastodon",
    capabilities=Capabilities(
        visibilities=("public", "unlisted", "private", "direct"),
        warning=True,
        language=True,
        media=True,
        edit=True,
        delete=True,
        threads=True,
        history=True,
        alt=True,
        begins=True,
    ),
    fields=(Field("address", "Server", "social.example"),),
    connect=Mastodon,
    begin=begin,
    sign_out=sign_out,
    about="Any server. Mentions, direct messages, replies and your own posts.",
    recognise=recognise,
)
