"""Help to others: looked for in what was said, and counted when a person said yes."""

from datetime import timedelta
from functools import partial

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.help import KINDS, Sign
from cm_desk.errors import BadInput
from cm_desk.insight.helping import Help, noticed
from cm_desk.store import acts, helping, messages, settings
from cm_desk.store.acts import CONFIRMED, DISMISSED, Act
from cm_desk.store.helping import Proposal
from cm_desk.store.store import Db
from cm_desk.store.tx import Tx

SEEN = "help.seen"  # the newest message that was looked at
BACK = timedelta(days=180)  # how far back the first look goes
AT_ONCE = 200  # conversations
QUOTE = 400  # characters


async def look(desk: Desk) -> int:
    """Propose what is new since the last look; how many proposals that makes."""
    new = 0
    while True:
        after = await _seen(desk)
        found, last = await desk.store.read(_noticed, after)
        if last is None:
            return new
        new += await desk.store.write(_propose, found, last)


def _noticed(db: Db, after: int) -> tuple[list[Act], int | None]:
    """In the reading lane: words of hundreds of conversations are looked through."""
    talks, last = helping.talks(db, after, AT_ONCE)
    return [_act(each, talk.context) for talk in talks for each in noticed(talk.lines)], last


async def _seen(desk: Desk) -> int:
    known = await desk.store.read(settings.get, SEEN)
    return int(known) if known else helping.since(desk.now() - BACK)


def _act(each: Help, context: str) -> Act:
    line = each.line
    return Act(
        *(0, line.contact_id or 0, each.kind, context, line.message_id, line.text[:QUOTE], line.at),
        sign=each.sign,
        proof_id=each.proof.message_id,
    )


def _propose(tx: Tx, found: list[Act], seen: int) -> int:
    settings.set(tx, SEEN, str(seen))
    return sum(acts.add(tx, each) is not None for each in found)


async def proposals(desk: Desk) -> list[Proposal]:
    return await desk.store.read(helping.proposals)


async def confirm(desk: Desk, act: Act, context: str | None = None) -> Undo:
    """It helped, and counts from now on. `context` None: about what it was proposed."""
    return await _judge(desk, act, CONFIRMED, context, "Counted as help.")


async def dismiss(desk: Desk, act: Act) -> Undo:
    """It is not proposed again."""
    return await _judge(desk, act, DISMISSED, None, "Not counted.")


async def _judge(desk: Desk, act: Act, state: str, context: str | None, what: str) -> Undo:
    old = await desk.store.write(acts.judge, act.id, state, desk.now(), context)
    if old is None:
        raise BadInput("This act is not here any more.", "Look at the list again.")
    back = partial(acts.judge, id=old.id, state=old.state, at=old.judged_at, context=old.context)
    return Undo(what, partial(desk.store.write, back))


async def note(desk: Desk, message_id: int, kind: str, context: str = "") -> tuple[int, Undo]:
    """A person saw the help themselves: it counts at once. Raises BadInput for words of ours."""
    if kind not in KINDS:
        raise BadInput(f"“{kind}” is no kind of help.", f"Choose one of {', '.join(KINDS)}.")
    said = await desk.store.read(messages.get, message_id)
    if said is None or said.outgoing or said.contact_id is None:
        raise BadInput("This message is nobody’s but ours.", "Choose what somebody else wrote.")
    quote = said.text[:QUOTE]
    act = Act(
        *(0, said.contact_id, kind, context, message_id, quote, said.sent_at, CONFIRMED, Sign.NONE),
        judged_at=desk.now(),
    )
    id = await desk.store.write(acts.add, act)
    if id is None:
        raise BadInput("This is noted already.", "Look among the proposals.")
    return id, Undo("Counted as help.", partial(desk.store.write, acts.remove, id))
