"""What must not be missed while answering somebody: first on their card, each with its reason."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from cm_desk.domain.known import CARE, About
from cm_desk.store.dates import Occasion
from cm_desk.store.facts import Fact
from cm_desk.store.known import Known
from cm_desk.text import show
from cm_desk.ui.contact.side import words
from cm_desk.ui.widgets.cards import Card, IconRow
from cm_desk.ui.widgets.flow import Flow
from cm_desk.ui.widgets.labels import LabelChip
from cm_desk.ui.widgets.layout import Item, box, vbox
from cm_desk.ui.widgets.text import safe

SOON = 30  # days: a date is told when it is near


def essentials(
    known: Known, now: datetime, facts: Sequence[About] = (About.SITUATION, *CARE)
) -> list[Item]:
    """Leave alone, situation, the three of care, near dates, labels: what is known of them."""
    parts: list[Item] = []
    if alone := known.one(About.ALONE):
        row = IconRow("bell-off", f"Leave alone. {words.since_and_why(alone)}", "wait.base")
        parts.append(Card(vbox(row, margins=(10, 8, 10, 8)), tone="wait"))
    told: list[QWidget] = [_fact(each) for about in facts for each in known.all(about)[:1]]
    if known.one(About.PRIVATE):
        told.append(IconRow("lock", "Prefers thanks in private."))
    near = (_date(each, now) for each in known.dates)
    told += [each for each in near if each is not None]
    if told:
        parts.append(box(vbox(*told, gap=6)))
    if known.labels:
        chips = [LabelChip(each.name, each.color) for each in known.labels]
        for chip in chips:
            chip.setEnabled(False)
        parts.append(box(Flow(*chips)))
    return parts


def _fact(fact: Fact) -> QWidget:
    name, icon, tone = words.ABOUT[fact.about]
    color = f"{tone}.base" if tone != "calm" else "text.secondary"
    row = IconRow(icon, show.line(fact.text, 160), color)
    quote = f"{name}: {show.line(fact.text, 160)}. “{show.line(fact.quote, 300)}”"
    row.setAccessibleName(quote)
    row.setToolTip(safe(quote))
    return row


def _date(each: Occasion, now: datetime) -> QWidget | None:
    _, years, found = words.occasion(each, now.astimezone().date())
    if found is None or found.days > SOON:
        return None
    when, _ = words.in_days(found)
    many = f", {years}" if found.years else ""
    return IconRow("calendar-heart", f"{show.line(each.name, 60)} {when}{many}.", "joy.base")
