"""What people allowed us, in their own words: asked by a person, noted by a person, taken back."""

from functools import partial

from cm_desk.actions import known, reply
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import consents, contacts, drafts, standing
from cm_desk.store.consents import NAMED, PUBLIC, QUOTED, SPEAKS, Consent
from cm_desk.store.drafts import Draft

WHAT = {
    NAMED: "To be named in public",
    QUOTED: "To be quoted in public",
    PUBLIC: "To be thanked in public",
    SPEAKS: "To speak for us",
}
QUESTION = (
    "Hello {name}, we would like to thank those who helped others here, by name, on a page that"
    " anybody can read. May we name you there, with what you did? A no is just as fine."
)


async def allow(
    desk: Desk, contact_id: int, what: str, words: str, message_id: int | None
) -> tuple[int, Undo]:
    """They said yes: `words` stand in a message of theirs. Raises BadInput without that."""
    if what not in WHAT:
        raise BadInput(f"“{what}” is nothing to allow.", f"Choose one of {', '.join(WHAT)}.")
    said = await known.said_by(desk, contact_id, WHAT[what], words.strip(), message_id)
    id = await desk.store.write(
        consents.give, contact_id, what, said, desk.now(), message_id=message_id
    )
    return id, Undo(f"{WHAT[what]}: noted.", partial(desk.store.write, consents.remove, id))


async def withdraw(desk: Desk, consent: Consent) -> Undo:
    """From now on it does not count any more; that it once did stays known."""
    await desk.store.write(consents.withdraw, consent.id, desk.now())
    back = partial(desk.store.write, consents.withdraw, consent.id, None)
    return Undo("Taken back.", back)


async def of(desk: Desk, contact_id: int) -> list[Consent]:
    return await desk.store.read(consents.of, contact_id)


async def ask(desk: Desk, contact_id: int) -> int:
    """A draft that asks, where they last wrote to us; its conversation. It waits for a person.

    A draft that is there already stays as it is.
    """
    ways = (await desk.store.read(standing.ways, [contact_id])).get(contact_id)
    person = await desk.store.read(contacts.person, contact_id)
    if person is None or not ways:
        raise BadInput("There is no way to write to them.", "Ask them where you meet.")
    way = ways[0]
    if await desk.store.read(drafts.get, way.conversation_id) is None:
        first = person.name.split()[0] if person.name.split() else person.name
        text = QUESTION.format(name=first)
        draft = Draft(0, way.conversation_id, way.account_id, text, cursor=len(text))
        await reply.save_draft(desk, draft)
    return way.conversation_id
