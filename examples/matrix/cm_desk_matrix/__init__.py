"""Matrix: the rooms and private talks of one account, read and answered. Not encrypted ones."""

from cm_desk.connectors.base import Field, Service
from cm_desk.domain.model import Capabilities
from cm_desk_matrix.connector import Matrix
from cm_desk_matrix.signin import recognise, sign_in, sign_out

SERVICE = Service(
    name="matrix",
    label="Matrix",
    about="Rooms and private talks of an account. Encrypted rooms are not read.",
    capabilities=Capabilities(threads=True, history=True),
    fields=(
        Field("address", "Server", "matrix.example"),
        Field("user", "User name", "@brand:matrix.example"),
        Field("password", "Password", secret=True),
    ),
    connect=Matrix,
    sign_in=sign_in,
    sign_out=sign_out,
    recognise=recognise,
)
