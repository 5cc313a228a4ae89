"""The tabs of the gestures page: one line and one file each.

A tab is a widget that is built when it is first shown, as pages are: with the desk, the news, where
problems and undos go, and the Navigator. It may have `buttons` (shown in the head of the page while
the tab is shown), and `commands`, `panes()` and `selection()` as a page has them.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Tab:
    """`name` leads to it: `go("gestures/NAME")`. `says` stands below the title of the page."""

    name: str
    title: str
    says: str
    where: str  # module:class, the module with its whole name


TABS = (
    Tab(
        "ledger",
        "Ledger",
        "What we gave, who gave it, and why. Silence is an answer too.",
        "cm_desk.ui.gestures.ledger:Ledger",
    ),
    Tab(
        "voices",
        "Voices",
        "Colleagues who lend their voice. They read and release every letter before it leaves.",
        "cm_desk.ui.voices.tab:VoicesTab",
    ),
    Tab(
        "apologies",
        "Apologies",
        "Sorry now; done, here it is, once each step is proven. Who waits longest comes first.",
        "cm_desk.ui.apologies.tab:ApologiesTab",
    ),
    Tab(
        "promises",
        "Promises",
        "What we said we would do, overdue first; and what was said that nobody tracks yet.",
        "cm_desk.ui.promises.page:PromisesTab",
    ),
    Tab(
        "touch",
        "Stay in touch",
        "Whom you wanted to hear from by now. A word on any channel, a call or a gift counts.",
        "cm_desk.ui.touch.page:TouchTab",
    ),
    Tab(
        "calendar",
        "Calendar",
        "Birthdays they told you, years with you, releases, seasons, promises.",
        "cm_desk.ui.almanac.page:AlmanacTab",
    ),
    Tab(
        "budget",
        "Budget",
        "What each of us may give without asking, and what was spent on whom.",
        "cm_desk.ui.gestures.budget:BudgetTab",
    ),
    Tab(
        "kinds",
        "Kinds",
        "What can be given here, and the letter that chooses it. Hide what you never give.",
        "cm_desk.ui.gestures.kinds_tab:KindsTab",
    ),
)


def build(tab: Tab, *parts: Any) -> QWidget:
    module, _, kind = tab.where.partition(":")
    made = getattr(import_module(module), kind)(*parts)
    if not isinstance(made, QWidget):
        raise TypeError(f"{tab.name} is no tab.")
    return made
