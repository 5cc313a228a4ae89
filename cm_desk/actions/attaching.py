"""A gesture on its way: attached to a draft, and given when the message has left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cm_desk.actions.accounts import capabilities
from cm_desk.desk import Desk
from cm_desk.domain.attached import Attached
from cm_desk.domain.model import Capabilities
from cm_desk.errors import BadInput
from cm_desk.insight import drafting, languages
from cm_desk.store import accounts, contacts, conversations, drafts, gestures, habits, messages
from cm_desk.store.conversations import InboxRow
from cm_desk.store.drafts import Draft
from cm_desk.store.gestures import Gesture, Quote
from cm_desk.store.messages import Message
from cm_desk.store.tx import Tx

WHY_CHARS = 500  # of the message that are kept as the reason
HEARD = 300  # messages that tell somebody's language
SEEN_BY_ALL = ("public", "unlisted")


@dataclass(frozen=True, slots=True)
class Leaving:
    """The gesture of a draft, and its reasons beside the first."""

    gesture: Gesture
    quotes: tuple[Quote, ...]


async def attach(desk: Desk, conversation_id: int, attached: Attached) -> Draft:
    """Put the gesture to the draft in a conversation. Words that stand there stay; without any,
    some to begin with are written: with their name, and what they said."""
    row = await desk.store.read(conversations.row, conversation_id)
    if row is None:
        raise BadInput("That conversation is gone.", "Record the gesture without a message.")
    old = await desk.store.read(drafts.get, conversation_id)
    draft = old or await _blank(desk, row, attached)
    if not draft.text.strip():
        words = await first_words(desk, attached)
        draft = replace(draft, text=words, cursor=len(words))
    draft = replace(draft, gesture=attached, saved_at=desk.now())
    return replace(draft, id=await desk.store.write(drafts.save, draft))


async def _blank(desk: Desk, row: InboxRow, attached: Attached) -> Draft:
    """As visible as what they said: a reply is as private as the question."""
    account = await desk.store.read(accounts.get, row.account_id)
    offers = capabilities(desk, account) if account else Capabilities()
    said = await desk.store.read(messages.get, attached.quotes[0]) if attached.quotes else None
    seen = said.visibility if said and said.conversation_id == row.id else ""
    return Draft(
        *(0, row.id, row.account_id, ""),
        visibility=seen if seen in offers.visibilities else "",
        lang=await language(desk, attached.contact_id) if offers.language else "",
    )


async def language(desk: Desk, contact_id: int) -> str:
    heard = await desk.store.read(habits.heard, contact_id, HEARD)
    spoken = languages.languages((each.lang, each.text) for each in heard).spoken
    return spoken[0][0] if spoken else "en"


async def first_words(desk: Desk, attached: Attached) -> str:
    """In the language they write to us."""
    person = await desk.store.read(contacts.person, attached.contact_id)
    said = await desk.store.read(messages.get, attached.quotes[0]) if attached.quotes else None
    lang = await language(desk, attached.contact_id)
    words = said.text if said else ""
    signer = attached.voice.partition(",")[0]
    return drafting.for_kind(attached.kind, person.name if person else "", words, signer, lang)


async def leaving(desk: Desk, draft: Draft) -> Leaving | None:
    """What `draft` gives; its reasons are what those messages say now."""
    it = draft.gesture
    if it is None:
        return None
    found = [await desk.store.read(messages.get, id) for id in it.quotes]
    said = [each for each in found if each is not None]
    public = draft.visibility in SEEN_BY_ALL if draft.visibility else it.public
    gesture = made(it, said, desk.now(), public, draft.conversation_id)
    return Leaving(gesture, quoted(said[1:]))


def made(
    it: Attached, said: Sequence[Message], at: datetime, public: bool, conversation_id: int | None
) -> Gesture:
    first = said[0] if said else None
    return Gesture(
        *(0, it.contact_id, it.kind, at, it.voice, first.text[:WHY_CHARS] if first else it.why),
        *(first.id if first else None, it.cost_cents, it.currency, it.minutes, it.note),
        *(public, conversation_id),
        asked=it.asked,
        voice_id=it.voice_id,
        giver=it.giver,
    )


def quoted(said: Sequence[Message]) -> tuple[Quote, ...]:
    return tuple(Quote(each.id, each.text[:WHY_CHARS]) for each in said)


def of(tx: Tx, outbox_key: str) -> Attached | None:
    """What leaves with a message of the outbox, as it can be attached again."""
    for each in gestures.some(tx.db, "t.outbox_key = ? and t.outbox_key <> ''", [outbox_key], 1):
        first = (each.message_id,) if each.message_id is not None else ()
        rest = tuple(quote.message_id for quote in gestures.quotes(tx.db, each.id))
        why = each.why if not first else ""
        return Attached(
            *(each.kind, each.contact_id, (*first, *rest), each.voice, each.voice_id, each.note),
            *(each.cost_cents, each.currency, each.minutes, each.public, each.asked, each.giver),
            why,
        )
    return None
