"""The comments of a WordPress site: reading, answering, and the sign-in by application password."""

from cm_desk.connectors.base import Field, Service
from cm_desk.connectors.services.wordpress.connector import WordPress
from cm_desk.connectors.services.wordpress.signin import recognise, sign_in
from cm_desk.domain.model import Capabilities

SERVICE = Service(
    name="wordpress",
    label="WordPress",
    about="The comments under the pages of a site.",
    capabilities=Capabilities(edit=True, delete=True, threads=True, history=True, moderates=True),
    fields=(
        Field("address", "Site", "brand.example"),
        Field("user", "User name", "brand"),
        Field(
            "password",
            "Application password",
            "abcd EFGH 1234 ijkl MNOP 5678",
            secret=True,
            hint="Made on the site under Users, Profile; the usual password is not taken.",
        ),
    ),
    connect=WordPress,
    sign_in=sign_in,
    recognise=recognise,
)
