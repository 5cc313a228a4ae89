"""A message that was found."""

import re
from datetime import datetime
from typing import NamedTuple

from cm_desk.domain.times import from_ms
from cm_desk.store.search.words import Part, parts

COLUMNS = """
    m.id, m.conversation_id, m.account_id, i.contact_id,
    case i.name when '' then i.handle else i.name end, i.handle, i.avatar_url, i.service,
    m.outgoing, m.unread, m.sent_ms, m.text, m.subject, m.remote_id, m.deleted"""


class Hit(NamedTuple):
    """Light, because there are hundreds a second while one types."""

    id: int
    conversation_id: int
    account_id: int
    contact_id: int | None
    who: str | None
    handle: str | None
    avatar_url: str | None
    service: str | None
    outgoing: int
    unread: int
    sent_ms: int
    text: str
    subject: str
    remote_id: str
    deleted: int
    looks: re.Pattern[str] | None = None  # of the words that were searched

    @property
    def sent_at(self) -> datetime:
        return from_ms(self.sent_ms)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The piece of the text around the first word found; a subject that has one comes first.

        Worked out when it is shown: hundreds of hits a second are not.
        """
        subject = parts(self.subject, self.looks, 80) if self.subject else ()
        text = parts(self.text, self.looks)
        if any(marked for _, marked in subject):
            return (*subject, (" · ", False), *text)
        return text
