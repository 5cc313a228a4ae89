"""The credit round: a note of who helped whom in a month, for a person to read and send."""

from dataclasses import dataclass

from cm_desk.actions import board, sharing
from cm_desk.actions.reply import UNDO_S, Sending, check, send
from cm_desk.desk import Desk
from cm_desk.domain import months
from cm_desk.domain.help import KINDS
from cm_desk.domain.months import Month
from cm_desk.errors import BadInput
from cm_desk.store import messages
from cm_desk.store.drafts import Draft
from cm_desk.store.helping import Proposal

SOMEBODY = "Somebody"  # who did not agree to be named
QUOTE = 80  # characters


@dataclass(frozen=True, slots=True)
class Note:
    """`acts` are the ids of exactly those that `text` lists."""

    text: str
    acts: tuple[int, ...]


async def note(desk: Desk, month: Month | None = None, context: str = "") -> Note:
    """Every confirmed act with its link, the oldest first; only who agreed is named, and only who
    allowed it is quoted. `month` None is the one before this."""
    month = month or months.after(months.of(desk.now()), -1)
    found = await board.leaders(desk, month, context, fair=False)
    ids = [id for row in found.board.rows for id in row.acts]
    acts = sorted(await board.acts(desk, ids), key=lambda each: each.act.at)
    page = await sharing.shared(desk, month, context)
    named = {each.contact_id: bool(each.quote) for each in page.named}
    lines = [await _line(desk, each, named) for each in acts]
    head = f"Thank you for helping each other in {month[0]}-{month[1]:02}:"
    text = "\n".join([head, *lines]) if lines else ""
    return Note(text, tuple(each.act.id for each in acts))


async def _line(desk: Desk, each: Proposal, named: dict[int, bool]) -> str:
    act = each.act
    said = await desk.store.read(messages.get, act.message_id) if act.message_id else None
    who = each.who if act.contact_id in named else SOMEBODY
    about = f" ({act.context})" if act.context else ""
    quote = f": “{' '.join(act.quote.split())[:QUOTE]}”" if named.get(act.contact_id) else ""
    known = act.contact_id in named
    link = f" {said.url}" if said and said.url and known else ""  # it would name them
    return f"– {who} {KINDS[act.kind].lower()}{about}{quote}{link}"


async def publish(desk: Desk, account_id: int, text: str, undo_s: float = UNDO_S) -> Sending:
    """A post of ours, after a person's press. Raises BadInput for what cannot leave."""
    draft = Draft(0, None, account_id, text, visibility="public", cursor=len(text))
    if found := await check(desk, draft):
        raise BadInput(found[0], "Shorten it, or choose another account.")
    return await send(desk, draft, undo_s)
