"""A village in a store, and how right the suggestions are that the product makes of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from cm_desk.actions.suggestions import suggestions
from cm_desk.desk import Desk
from cm_desk.domain.model import Author, Incoming, OwnLink, Page, Profile
from cm_desk.insight.intervals import wilson
from cm_desk.store import accounts, messages
from cm_desk.store.tx import Tx
from tests.conftest import NOW
from tests.insight.villages import SERVICES, Account, Village, village


def author(number: int, each: Account) -> Author:
    picture = f"https://img.example/{each.face}.png" if each.face else ""
    links = tuple(OwnLink(*link) for link in each.links)
    return Author(f"{number}", each.handle, each.name, each.url, picture, each.bio, each.bot, links)


def settle(tx: Tx, found: Village) -> None:
    """Identities get the numbers of the accounts, from 1."""
    ours = {
        name: accounts.add(tx, name, Profile("@desk@x.example", name), f"https://{name}.example")
        for name in SERVICES
    }
    for number, each in enumerate(found.accounts, 1):
        said = [(number, f"Hello from {number}"), *each.posts]
        who = author(number, each)
        start = NOW - timedelta(days=200)
        page = Page(
            tuple(
                Incoming(f"{number}/{n}", f"{number}", who, text, start + timedelta(minutes=minute))
                for n, (minute, text) in enumerate(said)
            )
        )
        messages.save(tx, ours[each.service].id, page, "import")


@dataclass
class Score:
    """What is shown by itself: how much of it is right, and how much of what is right is shown."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    real: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    by_kind: Counter[tuple[str, bool]] = field(default_factory=Counter)

    @property
    def shown(self) -> int:
        return self.right + len(self.wrong)

    @property
    def precision(self) -> tuple[float, float, float]:
        """The share, and its 95 % interval."""
        low, high = wilson(self.right, self.shown) or (0.0, 1.0)
        return self.right / max(1, self.shown), low, high

    @property
    def recall(self) -> tuple[float, float, float]:
        low, high = wilson(self.right, self.real) or (0.0, 1.0)
        return self.right / max(1, self.real), low, high

    def __str__(self) -> str:
        def percent(found: tuple[float, float, float]) -> str:
            share, low, high = (f"{100 * each:.1f}" for each in found)
            return f"{share} % (95 % interval {low} to {high})"

        return (
            f"{self.right} of {self.shown} shown are right: {percent(self.precision)}; "
            f"{self.right} of {self.real} real ones are shown: {percent(self.recall)}"
        )


async def measure(desk: Desk, part: str) -> Score:
    """Of all pairs there could be, not only of those that were labelled."""
    found = village(part)
    await desk.store.write(settle, found)
    score = Score(real=sum(each.same for each in found.pairs))
    seen: set[frozenset[int]] = set()
    story = {frozenset((p.left + 1, p.right + 1)): p.story for p in found.pairs}
    for each in await suggestions(desk):
        pair = frozenset((each.left.identity_id, each.right.identity_id))
        same = len({found.accounts[number - 1].person for number in pair}) == 1
        if not each.shown:
            continue
        seen.add(pair)
        kind = each.evidence[0].kind
        score.by_kind[kind, same] += 1
        if same:
            score.right += 1
        else:
            score.wrong.append(f"{story.get(pair, 'by chance')}: {each}")
    for known in found.pairs:
        if known.same and frozenset((known.left + 1, known.right + 1)) not in seen:
            score.missed[known.story] += 1
    return score
