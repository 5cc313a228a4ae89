"""Discourse forums: topics, mentions, private messages, likes, solutions; by a user API key."""

from cm_desk.connectors.base import Field, Service
from cm_desk.connectors.services.discourse.connector import Discourse
from cm_desk.connectors.services.discourse.signin import begin, recognise, sign_out
from cm_desk.domain.model import Capabilities

SERVICE = Service(
    name="discourse",
    label="Discourse",
    about="A forum: its topics and private messages.",
    capabilities=Capabilities(edit=True, delete=True, threads=True, history=True),
    fields=(
        Field(
            "address",
            "Forum",
            "forum.example",
            hint="For some categories alone: forum.example/c/support forum.example/c/ideas",
        ),
    ),
    connect=Discourse,
    begin=begin,
    sign_out=sign_out,
    shows_code=True,
    recognise=recognise,
)
