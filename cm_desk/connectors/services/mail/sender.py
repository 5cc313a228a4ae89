"""Sending through the mailbox's own SMTP server, once, and a copy among what we sent."""

import logging
from datetime import UTC, datetime

from cm_desk.connectors.exchange import NoAnswer
from cm_desk.connectors.services.mail.box import Box, Folder, No
from cm_desk.connectors.services.mail.line import Odd
from cm_desk.connectors.services.mail.mails import read
from cm_desk.connectors.services.mail.session import Session
from cm_desk.connectors.services.mail.settings import keeps_sent
from cm_desk.connectors.services.mail.write import COPY, mail, message_id, recipients
from cm_desk.domain.model import Incoming, Outgoing
from cm_desk.errors import CannotTell, Rejected, ServiceError, UnknownOutcome
from cm_desk.text.mail import MAILER, Mail, incoming, parse

log = logging.getLogger(__name__)
SETTLE_S = 60.0  # after a lost answer, for the server to lay its copy among what we sent
NOBODY = "Write to the person instead, as a new message."


class Sender:
    def __init__(self, session: Session) -> None:
        self._of = session
        self._lost: dict[str, float] = {}

    def send(self, out: Outgoing) -> Incoming:
        """Raises UnknownOutcome when it may be on its way."""
        us, question = self._of.us, self._question(out)
        to = recipients(out, question)
        if not to:
            raise Rejected(us.account, "there is nobody to send it to.", "Choose a person first.")
        made = mail(out, us, to, question, datetime.now(UTC))
        raw = made.as_bytes()
        post = self._of.post()
        self._of.sign_in(post)
        try:
            everybody = dict.fromkeys(each.handle for each in (*to, *out.cc))
            post.send(us.address, list(everybody), raw)
        except UnknownOutcome:
            self._lost[out.key] = self._of.ticks() + SETTLE_S
            raise
        finally:
            post.close()
        made[COPY] = "yes"
        self._keep(message_id(out, us), made.as_bytes())
        return self._message(parse(raw.replace(b"\r\n", b"\n"), None), out)

    def find(self, box: Box, out: Outgoing) -> Incoming | None:
        """Raises UnknownOutcome when the mailbox cannot tell yet, CannotTell when it never can."""
        us, finder = self._of.us, self._of.finder(box)
        if found := finder.find(message_id(out, us)):
            return self._message(found.mail, out)
        sent = self._of.sent(box)
        if out.key in self._lost and self._of.ticks() < self._lost[out.key]:
            what = "the server may still be laying its copy among what was sent."
            raise UnknownOutcome(us.account, what, "CM Desk looks again by itself.")
        known = keeps_sent(self._of.ways.imap.host)
        if sent is None or not (known or _keeps_by_itself(box, sent)):
            what = "nobody can tell whether this mail left: the server keeps no copy by itself."
            hint = "Ask them whether it came; try again only if it did not."
            raise CannotTell(us.account, what, hint)
        return None

    def _question(self, out: Outgoing) -> Mail | None:
        """The mail it answers, as the mailbox has it. What a machine wrote is not answered."""
        if not out.reply_to:
            return None
        found = self._of.ask(lambda box: self._asked(box, out.reply_to))
        if found is not None and found.automatic in ("auto-reply", "bounce", "notice"):
            what = "this was written by a machine, and nobody reads an answer to it."
            raise Rejected(self._of.us.account, what, NOBODY)
        return found

    def _asked(self, box: Box, id: str) -> Mail | None:
        """What stands for "I am away" is the mail that it answered: the conversation goes on."""
        found = self._of.finder(box).find(id)
        if found and found.mail.automatic == "auto-reply" and found.mail.answers:
            found = self._of.finder(box).find(found.mail.answers[-1]) or found
        return found.mail if found else None

    def _keep(self, id: str, raw: bytes) -> None:
        """The mail has left, so nothing that goes wrong here is an error of it."""
        try:
            self._of.ask(lambda box: self._append(box, id, raw))
        except ServiceError as err:
            log.warning("no copy among what was sent: %s", err)

    def _append(self, box: Box, id: str, raw: bytes) -> None:
        sent = self._of.sent(box)
        if sent is None:
            return
        finder = self._of.finder(box)
        box.status(sent.name)  # a folder that is looked into may tell of it late
        if any(
            each.mail.id == id for each in read(box, sent, finder.uids_with(sent, "Message-ID", id))
        ):
            return
        try:
            box.append(sent.name, raw)
        except (NoAnswer, Odd, No) as err:
            log.warning("no copy among what was sent: %s", type(err).__name__)

    def _message(self, found: Mail, out: Outgoing) -> Incoming:
        thread = out.thread or out.reply_to or found.id
        return incoming(found, self._of.ours, thread, sent=True)


def _keeps_by_itself(box: Box, sent: Folder) -> bool:
    """Whether the server put mail of ours among what was sent, which we did not put there."""
    box.look(sent.name)
    return bool(box.uids("HEADER", "X-Mailer", f'"{MAILER}"', "NOT", "HEADER", COPY, '"yes"'))
