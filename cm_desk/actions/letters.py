"""The one page that a voice is shown: as text, as a page for a browser, as an e-mail to send."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import quote

from cm_desk.actions.files import told
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.insight import releases
from cm_desk.insight.releases import Answered
from cm_desk.store import contacts, drafts, messages, requests, targets
from cm_desk.store.drafts import Draft
from cm_desk.store.requests import RELEASED, Request
from cm_desk.text import paper

MAILTO = 1800  # characters; longer addresses are cut by some mail programs
KINDS = (".txt", ".html", ".eml")


def title(request: Request) -> str:
    return f"{request.voice}, would you put your name under this?"


async def parts(desk: Desk, request: Request) -> list[str]:
    """The paragraphs of the page; no private notes. The draft is the last but one."""
    person = await desk.store.read(contacts.person, request.contact_id)
    since = f", with us since {person.first_at:%B %Y}" if person and person.received else ""
    code = f" Please leave this in your answer: {request.code}" if request.code else ""
    found = [
        title(request),
        f"To: {request.who}{since}",
        f"They wrote:\n    “{request.quote}”",
        request.context.strip(),
        f"Draft:\n\n{request.draft}\n",
        "Answer with “yes” to release the draft as it is, with your own words to have those sent"
        f" instead, or with “no”. Nothing is sent in your name before you answer.{code}",
    ]
    return [each for each in found if each]


async def page(desk: Desk, request: Request) -> str:
    """As plain text."""
    return "\n\n".join(await parts(desk, request)) + "\n"


async def address(desk: Desk, request: Request) -> str:
    """What a mail program opens; BadInput where the page is too long for it."""
    found = f"mailto:?subject={quote(title(request))}&body={quote(await page(desk, request))}"
    if len(found) > MAILTO:
        raise BadInput("The page is too long for a mail program.", "Save it as a file, or copy it.")
    return found


async def write(desk: Desk, request: Request, file: Path) -> None:
    """By the ending of its name: a page (.html), an e-mail to send (.eml), else plain text."""
    kind = file.suffix.lower()
    if kind == ".eml":
        data = _mail(title(request), await page(desk, request))
    elif kind == ".html":
        data = _html(await parts(desk, request)).encode()
    else:
        data = (await page(desk, request)).encode()
    _keep(file, data)


async def read_answer(desk: Desk, request: Request, text: str) -> Answered:
    """What an answer seems to say; a person decides."""
    return releases.read(text, request.draft, request.code)


async def heard(desk: Desk) -> dict[int, requests.Answer]:
    """Messages that came with the code of a request, by the request. Nothing is released."""
    return await desk.store.read(requests.heard)


async def bring(desk: Desk, request: Request) -> tuple[int, Undo]:
    """The released text as the draft of the conversation; (the conversation, the way back).

    What stood there before is put aside, and comes back with the undo.
    """
    if request.state != RELEASED or request.used_key:
        raise BadInput("There is nothing to send.", f"{request.voice} has to release it first.")
    place = await conversation(desk, request)
    old = await desk.store.read(drafts.get, place)
    account_id, seen_by = await _where(desk, request, place)
    draft = Draft(
        old.id if old else 0,
        place,
        account_id,
        request.released,
        visibility=seen_by,
        saved_at=desk.now(),
        cursor=len(request.released),
        request_id=request.id,
    )
    await desk.store.write(drafts.save, draft)

    async def back() -> None:
        if old:
            await desk.store.write(drafts.save, old)
        else:
            await desk.store.write(drafts.discard, place)

    return place, Undo(f"Ready to leave as {request.voice} released it.", back)


async def conversation(desk: Desk, request: Request) -> int:
    """Where the answer belongs: where they wrote it, else where they wrote last."""
    said = await desk.store.read(messages.get, request.message_id or 0)
    if said:
        return said.conversation_id
    found = await desk.store.read(targets.last_with, request.contact_id)
    if found is None:
        raise BadInput("There is no conversation with them.", "Write to them first.")
    return found


async def _where(desk: Desk, request: Request, place: int) -> tuple[int, str]:
    """The account that answers there, and who saw their message."""
    said = await desk.store.read(messages.get, request.message_id or 0)
    if said and said.conversation_id == place:
        return said.account_id, said.visibility
    return await desk.store.read(targets.account_of, place), ""


def _keep(file: Path, data: bytes) -> None:
    with told(file):
        file.write_bytes(data)


def _mail(subject: str, text: str) -> bytes:
    """Marked as not sent yet: a mail program opens it for an address and a look."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject.replace("\n", " ")
    mail["X-Unsent"] = "1"
    mail.set_content(text)
    return mail.as_bytes()


def _html(paragraphs: list[str]) -> str:
    """The draft, which is the last but one, stands apart."""
    head, *rest = paragraphs
    *before, draft, ask = rest
    page = paper.head(head) + paper.part("h1", head)
    page += "".join(paper.part("p", each, "text") for each in before)
    page += f"<article>{paper.part('p', draft, 'text')}</article>\n"
    return page + paper.part("p", ask, "text") + paper.tail()
