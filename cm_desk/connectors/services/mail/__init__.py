"""E-mail: any mailbox with IMAP and SMTP."""

from cm_desk.connectors.base import Field, Service
from cm_desk.connectors.services.mail.browser import starts
from cm_desk.connectors.services.mail.connector import Mailbox
from cm_desk.connectors.services.mail.signin import recognise, sign_in
from cm_desk.domain.model import Capabilities

SERVICE = Service(
    name="mail",
    label="E-mail",
    about="A mailbox that customers write to, at any provider.",
    capabilities=Capabilities(
        media=True, subject=True, cc=True, threads=True, history=True, begins=True
    ),
    fields=(
        Field("address", "Address", "care@example.org"),
        Field(
            "password",
            "Password",
            secret=True,
            optional=True,
            hint="Large providers want an app password, made in the settings of your account.",
        ),
        Field("imap", "Server for reading", "imap.example.org", optional=True),
        Field("smtp", "Server for sending", "smtp.example.org", optional=True),
        Field(
            "client",
            "OAuth client",
            "id secret",
            optional=True,
            hint="Without a password: signs in at Google or Microsoft, by a client of your own.",
        ),
    ),
    connect=Mailbox,
    sign_in=sign_in,
    starts=starts,
    recognise=recognise,
)
