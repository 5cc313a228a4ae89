"""An answer as a mail: whom it goes to, what it refers to, what it quotes."""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from cm_desk.domain.model import Author, Outgoing, Upload
from cm_desk.errors import Rejected
from cm_desk.text.mail import MAILER, Mail, quoted

COPY = "X-CM-Desk-Copy"  # only in the copy that we put into the Sent folder ourselves
MOST_REFERENCES = 20
MAX_SUBJECT = 200
POLICY = SMTP.clone(cte_type="7bit")  # what every server on the way takes


@dataclass(frozen=True, slots=True)
class Us:
    """`address` as it was given, `name` as others see it; `account` for errors."""

    account: str
    address: str
    name: str = ""


def message_id(out: Outgoing, us: Us) -> str:
    """Made from the key that stays through every retry, so that the mail can be found by it."""
    return f"{out.key}@{us.address.rpartition('@')[2] or 'localhost'}"


def recipients(out: Outgoing, question: Mail | None) -> list[Author]:
    """Where they want to be answered, if they said so; each address once."""
    found = list(out.to)
    if question is not None:
        asked = question.answers_to or question.sender
        found = [asked if each.key == question.sender.key else each for each in found] or [asked]
    return list({each.key: each for each in found}.values())


def mail(
    out: Outgoing, us: Us, to: Sequence[Author], question: Mail | None, now: datetime
) -> EmailMessage:
    """Raises Rejected for a file that cannot be read."""
    made = EmailMessage(policy=POLICY)
    made["From"] = _address(us, us.address, out.signer or us.name)
    made["To"] = [_address(us, each.handle, each.name) for each in to]
    if copied := [each for each in out.cc if each.key not in {one.key for one in to}]:
        made["Cc"] = [_address(us, each.handle, each.name) for each in copied]
    made["Subject"] = _subject(out, question)
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{message_id(out, us)}>"
    if references := _references(out, question):
        made["References"] = " ".join(f"<{each}>" for each in references)
    if answered := question.id if question else out.reply_to:
        made["In-Reply-To"] = f"<{answered}>"
    made["X-Mailer"] = MAILER
    below = f"\n\n{quoted(question)}" if question is not None and question.text else ""
    made.set_content(f"{out.text.rstrip()}{below}\n")
    for each in out.media:
        _attach(made, us, each)
    return made


def _address(us: Us, address: str, name: str) -> Address:
    """Raises Rejected for what cannot be one."""
    user, _, host = address.rpartition("@")
    try:
        return Address(" ".join(name.split())[:200], user, host)
    except (ValueError, IndexError, TypeError):
        raise Rejected(us.account, f"{address[:80]} is no mail address.", "Check it.") from None


def _subject(out: Outgoing, question: Mail | None) -> str:
    """As typed, else that of the mail it answers, else how the text begins."""
    given = out.subject.strip()
    if not given and question is not None:
        asked = question.subject
        given = asked if asked.lower().startswith("re:") else f"Re: {asked}".strip()
    first = next((line.strip() for line in out.text.splitlines() if line.strip()), "")
    return " ".join((given or first[:60]).split())[:MAX_SUBJECT]


def _references(out: Outgoing, question: Mail | None) -> list[str]:
    """From the first mail of the conversation to the one that is answered (RFC 5322, 3.6.4)."""
    above = [*question.answers, question.id] if question else [out.reply_to]
    whole = list(dict.fromkeys(each for each in [out.thread, *above] if each))
    if len(whole) > MOST_REFERENCES:
        whole = [whole[0], *whole[1 - MOST_REFERENCES :]]
    return [each for each in whole if not set(each) & set(" <>\r\n")]


def _attach(made: EmailMessage, us: Us, upload: Upload) -> None:
    try:
        data = upload.path.read_bytes()
    except OSError as err:
        what = f"{upload.path.name} cannot be read: {err.strerror}."
        raise Rejected(us.account, what, "Attach it again.") from None
    kind = mimetypes.guess_type(upload.path.name)[0] or "application/octet-stream"
    main, _, sub = kind.partition("/")
    made.add_attachment(data, maintype=main, subtype=sub, filename=upload.path.name)
    if upload.alt:
        made.get_payload()[-1]["Content-Description"] = " ".join(upload.alt.split())[:500]  # type: ignore[index]
