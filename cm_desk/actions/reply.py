"""Writing to people. Nothing leaves here: background/outbox.py posts what is due."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from mimetypes import guess_type
from uuid import uuid4

from cm_desk.actions import allowances, attaching
from cm_desk.actions.undo import Undo, count
from cm_desk.desk import Desk
from cm_desk.domain.model import Limits, Outgoing
from cm_desk.errors import BadInput, KeychainError, ServiceError
from cm_desk.store import accounts, apologies, drafts, gestures, outbox, requests, targets, voices
from cm_desk.store.allowances import Request as Granted
from cm_desk.store.drafts import Draft
from cm_desk.store.gestures import Gesture, Quote
from cm_desk.store.outbox import OutboxItem
from cm_desk.store.tx import Tx
from cm_desk.text.length import length
from cm_desk.text.links import addressed

UNDO_S = 10
Given = Callable[[Tx, int], object]  # a gesture that leaves, by its id


@dataclass(frozen=True, slots=True)
class Sending:
    outbox_id: int
    undo: Undo


async def send(
    desk: Desk,
    draft: Draft,
    undo_s: float = UNDO_S,
    gesture: Gesture | None = None,
    given: Given | None = None,
) -> Sending:
    """Put `draft` into the outbox; it leaves in `undo_s` seconds.

    The outbox row with its key and the end of the draft are one transaction, before any
    network is touched. Undo brings the draft back while its sending has not begun. Raises
    BadInput for what `problems` finds without a network. A `gesture` leaves with the message,
    or is taken back with it; `given` is told its id in the same transaction. Without one, the
    gesture that the draft carries leaves.
    """
    if found := problems(draft):
        raise BadInput(found[0])
    own = await attaching.leaving(desk, draft) if gesture is None else None
    gesture = await _lent(desk, draft, own.gesture if own else gesture)
    gesture = await _claimed(desk, draft, gesture) if gesture else None
    if gesture and (why := await unsigned(desk, gesture, draft.text)):
        raise BadInput(why, "Nobody is impersonated: let them read and release it first.")
    account = await desk.store.read(accounts.get, draft.account_id)
    if account is None or not account.base_url:
        raise BadInput("This account has no sign-in.", "Connect it under Accounts to answer.")
    if not desk.services.service_of(account).capabilities.answers:
        raise BadInput(f"{account.handle} is only read.", "Answer on another door of this person.")
    outgoing, now = await _outgoing(desk, draft, account.signer), desk.now()
    due = now + timedelta(seconds=undo_s)
    grant = await allowances.grant_for(desk, gesture) if gesture else None
    also = partial(_also, own.quotes if own else (), grant)
    id = await desk.store.write_through(_send, draft, outgoing, due, gesture, also, given)
    return Sending(id, Undo(f"Leaves in {undo_s:.0f} s.", partial(take_back, desk, id, draft)))


def _send(
    tx: Tx,
    draft: Draft,
    outgoing: Outgoing,
    not_before: datetime,
    gesture: Gesture | None,
    also: Given,
    given: Given | None,
) -> int:
    _discard(tx, draft)
    if gesture:
        leaving = replace(gesture, outbox_key=outgoing.key, account_id=draft.account_id)
        id = gestures.add(tx, leaving)
        also(tx, id)
        requests.use(tx, leaving, id, draft.text)
        if given:
            given(tx, id)
        elif leaving.kind == "apology":
            apologies.sorry(tx, leaving.contact_id, id)
    return outbox.add(tx, draft.account_id, draft.conversation_id, outgoing, not_before)


def _also(quotes: tuple[Quote, ...], grant: Granted | None, tx: Tx, id: int) -> None:
    """Its other reasons, and the request that was granted for it."""
    gestures.quote(tx, id, quotes)
    allowances.use(tx, grant, id)


def _discard(tx: Tx, draft: Draft) -> Draft | None:
    """A conversation has one draft, whatever id the view knows it by; a new message has an id."""
    if draft.conversation_id is not None:
        return drafts.discard(tx, draft.conversation_id)
    return drafts.discard_id(tx, draft.id)


async def _outgoing(desk: Desk, draft: Draft, signer: str) -> Outgoing:
    target = targets.Target()
    if draft.conversation_id is not None:
        target = await desk.store.read(targets.of, draft.conversation_id)
    return Outgoing(
        key=str(uuid4()),
        text=draft.text,
        written_at=desk.now(),
        thread=target.thread,
        reply_to=target.reply_to,
        to=draft.to or target.to,
        visibility=draft.visibility,
        warning=draft.warning,
        lang=draft.lang,
        subject=draft.subject,
        media=draft.media,
        cc=draft.cc,
        signer=signer,
    )


async def _lent(desk: Desk, draft: Draft, gesture: Gesture | None) -> Gesture | None:
    """A draft that waits for a voice leaves in that voice, or not at all."""
    request = await desk.store.read(requests.get, draft.request_id) if draft.request_id else None
    voice = await desk.store.read(voices.get, request.voice_id) if request else None
    if request is None or voice is None:
        return gesture
    if gesture is None:
        gesture = Gesture(
            *(0, request.contact_id, request.kind, desk.now()),
            why=request.quote,
            message_id=request.message_id,
            conversation_id=draft.conversation_id,
        )
    return replace(gesture, voice=voice.signature, voice_id=voice.id)


async def _claimed(desk: Desk, draft: Draft, gesture: Gesture) -> Gesture:
    """A gesture that names a voice is that voice's, however the name was written; whoever signs
    the account speaks for themselves."""
    if gesture.voice_id is not None or not gesture.voice.strip():
        return gesture
    account = await desk.store.read(accounts.get, draft.account_id)
    said = gesture.voice.strip().casefold()
    if account and account.signer and said.startswith(account.signer.strip().casefold()):
        return gesture
    for each in await desk.store.read(voices.all):
        if said in (each.name.strip().casefold(), each.signature.strip().casefold()):
            return replace(gesture, voice=each.signature, voice_id=each.id)
    return gesture


async def unsigned(desk: Desk, gesture: Gesture, text: str) -> str:
    """Why `text` cannot leave in the gesture's voice; "" when they released exactly that."""
    if gesture.voice_id is None:
        return ""
    who = (gesture.voice_id, gesture.contact_id)
    if await desk.store.read(requests.released_for, *who, text):
        return ""
    if any(each.released for each in await desk.store.read(requests.between, *who)):
        return "They released another text, and every letter counts."
    return f"{gesture.voice or 'This voice'} has not released this text."


def problems(draft: Draft, limits: Limits | None = None) -> list[str]:
    """Why `draft` cannot leave, in words; `limits` None: the length is not looked at."""
    found = []
    if not draft.text.strip() and not draft.media:
        found.append("There is nothing to send yet.")
    found += [f"{each.handle} is no address." for each in draft.cc if not _mailable(each.handle)]
    found += [f"{u.path.name} is not there any more." for u in draft.media if not u.path.is_file()]
    limits = limits and limits.seen_by(draft.visibility)
    if limits and limits.max_chars is not None:
        over = length(_sent(draft, limits), limits, draft.warning) - limits.max_chars
        if over > 0:
            found.append(f"This is {count(over, 'character', 'characters')} too long.")
    if limits and limits.max_media < len(draft.media):
        found.append(f"At most {limits.max_media} files can go along.")
    return found + (too_large(draft, limits) if limits else [])


def too_large(draft: Draft, limits: Limits) -> list[str]:
    """Pictures that the service would refuse, in words."""
    found = []
    for each in draft.media if limits.max_media_bytes else ():
        picture = (guess_type(each.path.name)[0] or "").startswith("image/")
        size = each.path.stat().st_size if picture and each.path.is_file() else 0
        if size > limits.max_media_bytes:
            has, may = size / 1e6, limits.max_media_bytes / 1e6
            found.append(f"{each.path.name} has {has:.1f} MB, and {may:.0f} MB may go along.")
    return found


def _mailable(address: str) -> bool:
    return "@" in address.strip("@") and not any(each in address for each in '<>"\r\n')


def _sent(draft: Draft, limits: Limits) -> str:
    """The text with the mentions that a service like this gets in front of it."""
    handles = [each.handle for each in draft.to] if limits.mention_without_host else []
    return addressed(draft.text, handles)


async def check(desk: Desk, draft: Draft) -> list[str]:
    """`problems` with the limits of the draft's server, as far as it can be asked now."""
    account = await desk.store.read(accounts.get, draft.account_id)
    if account is None:
        return ["Its account was removed."]
    try:
        connector = await desk.connector(account)
        limits = await desk.lane(account).run(connector.limits)
    except (ServiceError, KeychainError):
        return problems(draft)
    return problems(await _with_target(desk, draft), limits)


async def _with_target(desk: Desk, draft: Draft) -> Draft:
    if draft.to or draft.conversation_id is None:
        return draft
    return replace(draft, to=(await desk.store.read(targets.of, draft.conversation_id)).to)


async def save_draft(desk: Desk, draft: Draft) -> Draft:
    """With its row id, and the time of now. Views call this within a second of typing."""
    now = desk.now()
    return replace(
        draft, id=await desk.store.write(drafts.save, replace(draft, saved_at=now)), saved_at=now
    )


async def discard_draft(desk: Desk, draft: Draft) -> Undo:
    await desk.store.write(_discard, draft)
    return Undo("Draft thrown away.", partial(desk.store.write, drafts.save, draft))


async def take_back(desk: Desk, outbox_id: int, draft: Draft | None = None) -> Draft:
    """An outbox row as a draft again: `draft` with its cursor, or made from the row.

    Words that stand in the composer meanwhile are kept below. Raises BadInput when the
    sending has begun: then nobody can promise that it did not leave.
    """
    return await desk.store.write(_take_back, outbox_id, draft, desk.now())


def _take_back(tx: Tx, outbox_id: int, draft: Draft | None, now: datetime) -> Draft:
    item = outbox.get(tx.db, outbox_id)
    request = requests.by_key(tx.db, item.outgoing.key) if item else None
    lent = request.id if request else None
    gesture = attaching.of(tx, item.outgoing.key) if item else None
    outgoing = outbox.take_back(tx, outbox_id)
    if item is None or outgoing is None:
        raise BadInput("That message is already leaving.", "It cannot be taken back any more.")
    draft = draft or replace(_draft(item, now), request_id=lent, gesture=gesture)
    newer = drafts.get(tx.db, draft.conversation_id) if draft.conversation_id else None
    if newer and newer.text.strip():
        words = f"{draft.text}\n\n{newer.text}"
        draft = replace(draft, text=words, gesture=draft.gesture or newer.gesture)
    draft = replace(draft, saved_at=now)
    return replace(draft, id=drafts.save(tx, draft))


def _draft(item: OutboxItem, now: datetime) -> Draft:
    sent = item.outgoing
    return Draft(
        id=0,
        conversation_id=item.conversation_id,
        account_id=item.account_id,
        text=sent.text,
        warning=sent.warning,
        visibility=sent.visibility,
        lang=sent.lang,
        subject=sent.subject,
        media=sent.media,
        to=sent.to,
        saved_at=now,
        cursor=len(sent.text),
        cc=sent.cc,
    )


async def take_back_unsent(desk: Desk) -> int:
    """Everything still within its undo time goes back to drafts: the window closes."""
    items = await desk.store.read(outbox.page)
    early = [each for each in items if not each.attempts and each.not_before > desk.now()]
    for each in early:
        await take_back(desk, each.id)
    return len(early)


async def retry(desk: Desk, outbox_id: int) -> None:
    """The click that a held or failed message waits for; it leaves as soon as it can."""
    await desk.store.write(outbox.again, outbox_id, desk.now())
