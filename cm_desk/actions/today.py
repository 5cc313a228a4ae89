"""Today's cards: who could be surprised, why, and with what. Nothing leaves without a hand."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from cm_desk.actions import reply, wishes
from cm_desk.actions.accounts import capabilities
from cm_desk.actions.choosing import Choice, about, barred, choose
from cm_desk.actions.reply import UNDO_S, Sending
from cm_desk.actions.undo import Undo
from cm_desk.actions.wishes import LOOKED
from cm_desk.desk import Desk
from cm_desk.domain.kinds import named
from cm_desk.domain.known import About
from cm_desk.domain.rules import Rules
from cm_desk.errors import BadInput
from cm_desk.insight.serendipity import Rule
from cm_desk.store import accounts, cards, facts, kinds, messages, promises, settings
from cm_desk.store.cards import Card
from cm_desk.store.drafts import Draft
from cm_desk.store.gestures import Gesture
from cm_desk.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Today:
    """The cards of the day, done ones too, and why the others were left out, in words: how many
    people each reason kept back. `barred`: what speaks against a card since it was made, by id.
    """

    day: date
    cards: tuple[Card, ...]
    left_out: Mapping[str, int]
    barred: Mapping[int, str] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Card, ...]:
        kept = (each for each in self.cards if each.state == cards.OPEN)
        return tuple(each for each in kept if each.id not in self.barred)

    @property
    def resting(self) -> dict[str, str]:
        """Whose card waits until something no longer speaks against it, and what."""
        return {each.who: self.barred[each.id] for each in self.cards if each.id in self.barred}


async def rules_now(desk: Desk) -> Rules:
    return (await wishes.now(desk)).rules


async def set_rules(desk: Desk, new: Rules) -> Undo:
    return await wishes.change(desk, replace(await wishes.now(desk), rules=new))


async def today(desk: Desk) -> Today:
    """Chosen once a day and then kept. Fewer are filled up when something new comes to light.

    Nobody is looked for any more once the day is full; the few that are open are looked at again.
    """
    day, set_ = _day(desk), await rules_now(desk)
    known = await desk.store.read(cards.of_day, day)
    left_out = _looked(await desk.store.read(settings.get, LOOKED), day)
    if left_out is None or len(known) < set_.most:
        there = {each.contact_id for each in known}
        made = await choose(desk, set_, day, there, set_.most - len(known))
        if made.cards or made.left_out != left_out:
            await desk.store.write(_keep, day, made)
            known = await desk.store.read(cards.of_day, day)
        left_out = made.left_out
    return Today(day, tuple(known), left_out, await barred(desk, set_, day, known))


async def of(desk: Desk, contact_id: int) -> tuple[Card | None, str]:
    """The card of one person today, kept or not, or why there is none."""
    day, set_ = _day(desk), await rules_now(desk)
    for card in await desk.store.read(cards.of_day, day):
        if card.contact_id == contact_id and card.state == cards.OPEN:
            reason = (await barred(desk, set_, day, [card])).get(card.id, "")
            return (None, reason) if reason else (card, "")
    return await about(desk, set_, day, contact_id)


def _keep(tx: Tx, day: date, made: Choice) -> None:
    cards.keep(tx, made.cards)
    settings.set(tx, LOOKED, json.dumps({day.isoformat(): made.left_out}, sort_keys=True))


def _looked(text: str, day: date) -> dict[str, int] | None:
    """None: nobody was looked for on this day."""
    found: dict[str, dict[str, int]] = json.loads(text or "{}")
    return found.get(day.isoformat())


async def do(desk: Desk, card: Card, text: str, undo_s: float = UNDO_S) -> Sending:
    """The reply, the gesture in the ledger and the card's end are one; undo takes all of it back.

    Raises BadInput for what cannot leave: no words, a voice that has not released them.
    """
    if card.state != cards.OPEN:
        raise BadInput("This card is decided already.", "Choose another one.")
    if why := (await barred(desk, await rules_now(desk), _day(desk), [card])).get(card.id):
        raise BadInput(f"Nothing was sent to {card.who}: {why}.", "Choose another one.")
    draft = Draft(
        0, card.conversation_id, card.account_id, text, visibility=await _seen(desk, card)
    )
    kind = named(card.kind, await desk.store.read(kinds.all))
    account = await desk.store.read(accounts.get, card.account_id)
    gesture = Gesture(
        *(0, card.contact_id, card.kind, desk.now(), card.voice, card.quote, card.message_id),
        *(kind.cost_cents, kind.currency, kind.minutes),
        public=kind.public,
        voice_id=card.voice_id,
        conversation_id=card.conversation_id,
        giver=account.signer if account else "",
    )
    done = partial(_done, card, text, desk.now())
    return await reply.send(desk, draft, undo_s, gesture, done)


async def later(desk: Desk, card: Card) -> Undo:
    """Another day. It says nothing of the person."""
    days = (await rules_now(desk)).later_days
    return await _put_off(desk, card, cards.LATER, days, "", "Later, then.")


async def skip(desk: Desk, card: Card, why: str = "", never: bool = False) -> Undo:
    """Not this one: `why` is counted where everybody sees it. `never`: no card of theirs again."""
    days = None if never else (await rules_now(desk)).skip_days
    return await _put_off(desk, card, cards.SKIPPED, days, why, "Skipped.")


async def saw(desk: Desk, card: Card) -> None:
    if card.shown_at is None:
        await desk.store.write(cards.show, card.id, desk.now())


async def _put_off(
    desk: Desk, card: Card, state: str, days: int | None, why: str, what: str
) -> Undo:
    until = date.max if days is None else _day(desk) + timedelta(days=days)
    await desk.store.write(cards.decide, card.id, state, desk.now(), until.isoformat(), why)
    return Undo(what, partial(desk.store.write, cards.decide, card.id, cards.OPEN, None))


def _done(card: Card, text: str, at: datetime, tx: Tx, gesture_id: int) -> None:
    cards.done(tx, card.id, gesture_id, at, text)
    if card.rule == Rule.KEPT:
        promises.tell(tx, card.contact_id, gesture_id)


async def _seen(desk: Desk, card: Card) -> str:
    """As private as their message was, and more so where they want it."""
    account = await desk.store.read(accounts.get, card.account_id)
    about = {each.about for each in await desk.store.read(facts.of, card.contact_id)}
    if account and About.PRIVATE in about and "direct" in capabilities(desk, account).visibilities:
        return "direct"
    found = await desk.store.read(messages.get, card.message_id)
    return found.visibility if found and found.account_id == card.account_id else ""


def _day(desk: Desk) -> date:
    return desk.now().astimezone().date()
