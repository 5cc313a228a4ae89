"""Any RSS or Atom feed as an account to read: forums, alerts, comments, whatever has no API."""

from cm_desk.connectors.base import Field, Service
from cm_desk.connectors.services.feed.connector import Feed
from cm_desk.connectors.services.feed.signin import recognise, sign_in
from cm_desk.domain.model import Capabilities

SERVICE = Service(
    name="feed",
    label="Feed",
    about="RSS and Atom: read only, answered on another door.",
    capabilities=Capabilities(answers=False, history=True),
    fields=(
        Field(
            "address",
            "Feed",
            "https://forum.example/latest.rss",
            hint="The address of the feed, or of a page that names one.",
        ),
    ),
    connect=Feed,
    sign_in=sign_in,
    recognise=recognise,
)
