"""What sifts the ledger: a name to type, and a small menu for each other question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from cm_desk.domain.months import Month
from cm_desk.store.gestures import Direction
from cm_desk.store.ledger import Sift
from cm_desk.ui import theme
from cm_desk.ui.art import service_name
from cm_desk.ui.gestures.kinds import kind, kinds
from cm_desk.ui.gestures.picker import Choice, Picker
from cm_desk.ui.gestures.words import month_name
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.fields import Search
from cm_desk.ui.widgets.flow import Flow
from cm_desk.ui.widgets.layout import hbox, vbox
from cm_desk.ui.widgets.text import Label

TYPING_MS = 200
FIXED: dict[str, tuple[str, list[Choice]]] = {
    "direction": (
        "Either way",
        [
            ("We gave", str(Direction.GIVEN)),
            ("They gave", str(Direction.RECEIVED)),
            ("Between people", str(Direction.BETWEEN)),
        ],
    ),
    "asked": ("Asked or not", [("They asked for it", True), ("Nobody asked", False)]),
    "public": ("Seen by anyone", [("In public", True), ("In private", False)]),
    "came_back": ("Came back or not", [("Something came back", True), ("Nothing yet", False)]),
    "cost": ("Any cost", [("Free", "free"), ("Cost money", "money"), ("Took time", "time")]),
}
NAMES = {
    "kind": "Kind", "direction": "Who gave", "voice": "From", "account_id": "Through",
    "month": "Month", "asked": "Asked", "public": "Seen", "came_back": "What came back",
    "cost": "Cost",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What the menus offer beside what is fixed; `accounts` are (id, service, name)."""

    counts: dict[str, int]
    voices: Sequence[str] = ()
    accounts: Sequence[tuple[int, str, str]] = ()
    months: Sequence[Month] = ()


class Filters(QWidget):
    """`changed` when something else is asked for."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = Search("A person’s name", height=26)
        self.picks = {
            "kind": Picker(NAMES["kind"], "All kinds"),
            "voice": Picker(NAMES["voice"], "From anyone"),
            "account_id": Picker(NAMES["account_id"], "Any channel"),
            "month": Picker(NAMES["month"], "Any month"),
            **{key: Picker(NAMES[key], words) for key, (words, _) in FIXED.items()},
        }
        for key, (_, choices) in FIXED.items():
            self.picks[key].offer(choices)
        self.clear = Button("Show all", "link", small=True)
        self.found = Label("", "small", "text.muted", elide=True)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)
        row = Flow(self.name, *self.picks.values(), self.clear)
        self.setLayout(vbox(row, hbox((self.found, 1)), gap=6, margins=(28, 8, 24, 8)))
        self._connect()
        self.dress()

    def _connect(self) -> None:
        self.name.edit.textChanged.connect(lambda _text: self._pause.start())
        self._pause.timeout.connect(self._changed)
        for pick in self.picks.values():
            pick.changed.connect(self._changed)
        self.clear.clicked.connect(self.reset)
        self.clear.hide()

    def dress(self) -> None:
        self.name.setFixedWidth(theme.now().px(150))

    def _changed(self) -> None:
        self._pause.stop()
        self.clear.setVisible(self.sift != Sift())
        self.changed.emit()

    def reset(self) -> None:
        """Everything again."""
        self.ask(Sift())

    def ask(self, sift: Sift) -> None:
        """As if somebody had chosen this."""
        self.name.edit.blockSignals(True)
        self.name.edit.setText(sift.name)
        self.name.edit.blockSignals(False)
        for key, pick in self.picks.items():
            value = getattr(sift, key)
            pick.value = None if value == "" else value
            pick.offer(pick.choices)
        self._changed()

    @property
    def sift(self) -> Sift:
        chosen: dict[str, Any] = {
            key: pick.value for key, pick in self.picks.items() if pick.value is not None
        }
        return Sift(**chosen, name=self.name.edit.text().strip())

    def show_known(self, known: Known) -> None:
        there = [each.key for each in kinds()] + sorted(known.counts)
        listed = list(dict.fromkeys(there))
        self.picks["kind"].offer(
            [(f"{kind(key).plural} ({known.counts.get(key, 0):,})", key) for key in listed]
        )
        self.picks["voice"].offer([(voice, voice) for voice in known.voices])
        self.picks["account_id"].offer(
            [(f"{service_name(service)}, {name}", id) for id, service, name in known.accounts]
        )
        self.picks["month"].offer([(month_name(each), each) for each in known.months])
