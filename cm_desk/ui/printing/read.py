"""What is to be printed, read from the store page by page."""

from cm_desk.desk import Desk
from cm_desk.store import accounts, contacts, messages, river
from cm_desk.store.messages import Message
from cm_desk.store.paging import Cursor
from cm_desk.store.river import Entry
from cm_desk.text import show
from cm_desk.ui.printing.blocks import Block, Pictures, Told, of_messages, of_story

PAGE = 200


async def conversation(desk: Desk, id: int, pictures: Pictures) -> list[Block]:
    """From old to new. `pictures` are those that were opened in it."""
    said: list[Message] = []
    cursor: Cursor | None = None
    while True:
        page = await desk.store.read(messages.thread, id, cursor, PAGE)
        said += page.items
        if (cursor := page.cursor) is None:
            break
    said.reverse()
    people = dict.fromkeys(m.who for m in said if m.who and not m.outgoing)
    names = ", ".join(show.line(name, 60) for name in list(people)[:4]) or "nobody else"
    subject = next((m.subject for m in said if m.subject), "")
    title = show.line(subject, 120) or f"Conversation with {names}"
    signer = await _signer(desk, said[0].account_id) if said else ""
    return [Block(title, "title"), *of_messages(said, pictures, signer)]


async def story(desk: Desk, contact_id: int, told: Told) -> list[Block]:
    person = await desk.store.read(contacts.person, contact_id)
    if person is None:
        return []
    entries: list[Entry] = []
    cursor: Cursor | None = None
    while True:
        page = await desk.store.read(river.page, person.id, cursor=cursor, limit=PAGE)
        entries += page.items
        if (cursor := page.cursor) is None:
            break
    entries.reverse()
    handles = ", ".join(show.line(each.handle, 80) for each in person.identities[:6])
    head = [Block(show.line(person.name, 200), "title"), Block(handles, "quiet")]
    return [*head, *of_story(entries, told, "We")]


async def _signer(desk: Desk, account_id: int) -> str:
    account = await desk.store.read(accounts.get, account_id)
    return show.line(account.name or account.handle, 80) if account else "We"
