"""What a message or a gesture of ours was: a give, an ask, or neither; and what that adds up to.

An answer is a give and so is a gesture, unless its kind says otherwise; what carries a phrase of
resources/phrases.json ("asks") is an ask, unless the person who wrote it said that it asks nothing.
A like is neither.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cm_desk.insight.balance import Balance, Turn, give_ask
from cm_desk.insight.phrases import asks

ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing we did. `kind` is "answer", a kind of gesture, or "" for a plain word."""

    at: datetime
    turn: Turn
    kind: str
    what: str
    contact_id: int | None
    message_id: int | None
    phrases: tuple[str, ...] = ()


def said(
    text: str,
    lang: str,
    answers: bool,
    cleared: Collection[str],
    at: datetime,
    contact_id: int | None,
    message_id: int | None,
) -> Act:
    """`cleared` are texts of which somebody said that they ask nothing; a service may have put a
    mention in front."""
    found = tuple(each.words for each in asks(text, lang or "en"))
    whole = text.strip()
    clear = any(each and whole.endswith(each) for each in cleared) if found else False
    turn = Turn.ASK if found and not clear else Turn.GIVE if answers else Turn.NEUTRAL
    kind = ANSWER if turn is Turn.GIVE else ""
    phrases = found if turn is Turn.ASK else ()
    return Act(at, turn, kind, text, contact_id, message_id, phrases)


def gave(
    kind: str,
    what: str,
    at: datetime,
    contact_id: int,
    message_id: int | None,
    turn: Turn = Turn.GIVE,
) -> Act:
    """`turn` is what that kind of gesture counts as, which a person can set."""
    return Act(at, turn, kind, what, contact_id, message_id)


@dataclass(frozen=True, slots=True)
class Sum:
    """`gives` by kind, most first; `acts` are what stands behind it, the newest first."""

    balance: Balance
    gives: tuple[tuple[str, int], ...]
    acts: tuple[Act, ...]

    @property
    def per_ask(self) -> float | None:
        """Gives for each ask; None where nothing was asked."""
        return self.balance.gives / self.balance.asks if self.balance.asks else None


def total(acts: Iterable[Act], gives_first: int) -> Sum:
    ordered = sorted(acts, key=lambda act: act.at)
    counted: dict[str, int] = {}
    for act in ordered:
        if act.turn is Turn.GIVE:
            counted[act.kind] = counted.get(act.kind, 0) + 1
    gives = tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0])))
    found = give_ask(_turns(ordered), gives_first)
    return Sum(found, gives, tuple(a for a in reversed(ordered) if a.turn is not Turn.NEUTRAL))


def _turns(acts: Sequence[Act]) -> list[Turn]:
    return [act.turn for act in acts]
