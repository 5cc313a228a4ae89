"""The counts of the rail, from what the store counted."""

from cm_desk.domain.account import Account
from cm_desk.store.accounts import AccountState
from cm_desk.store.conversations import Counts
from cm_desk.ui.rail import Entry, Totals


def totals(
    counts: Counts, states: tuple[tuple[Account, AccountState], ...], cards: int = 0
) -> Totals:
    places = {str(view): number for view, number in counts.views.items()}
    places["drafts"] = counts.drafts + counts.outbox
    places["serendipity"] = cards
    places.pop("done", None)  # nobody needs to know how many are finished
    entries = (
        Entry(each, counts.accounts.get(each.id, 0), state.problem_kind) for each, state in states
    )
    return Totals(places, tuple(entries))
