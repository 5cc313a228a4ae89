"""Erase a person: what goes, then no way back, then the proof."""

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog, QLayout, QWidget

from cm_desk.actions.erase import Plan, Proof, erase, plan
from cm_desk.desk import Desk
from cm_desk.store.contacts import Person
from cm_desk.text import show
from cm_desk.ui.aio import answer, dismiss
from cm_desk.ui.format import count
from cm_desk.ui.widgets.buttons import Check
from cm_desk.ui.widgets.cards import Card, IconRow
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.text import Label, Text
from cm_desk.ui.widgets.work import Work

MOST = 6  # conversations and files that are listed by name
NO_WAY_BACK = (
    "There is no undo. Nothing changes at the services themselves. Copies that were carried "
    "elsewhere, and what the disk keeps of freed space, are out of our reach."
)
WORDS = {  # tables of others in which they are named
    "messages": "messages of others",
    "notes": "notes about others",
    "gestures": "gestures for others",
    "drafts": "drafts",
    "settings": "settings",
    "views": "saved searches",
    "labels": "labels",
}


async def erase_person(desk: Desk, parent: QWidget | None, person: Person) -> bool:
    """True: they are not here any more."""
    dialog = EraseDialog(desk, person, parent)
    try:
        return await answer(dialog) == QDialog.DialogCode.Accepted
    finally:
        dismiss(dialog)


class EraseDialog(Work):
    """Cancel is what Return presses until the last question is answered."""

    def __init__(self, desk: Desk, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Erase a person", 580)
        self._desk, self._name = desk, show.line(person.name, 50)
        self.plan: Plan | None = None
        self.proof: Proof | None = None
        self.again = Check("Keep what they write from now on, as somebody new")
        self.fresh = Check("Replace older backups by a fresh one", checked=True)
        self.exports = Check("Delete the exports that are listed here")
        self.go.clicked.connect(self._go)
        self.work(f"Erase {self._name}", "Looking for what is held. Nothing is changed yet.",
                  self._look(person.id))  # fmt: skip

    async def _look(self, contact_id: int) -> None:
        self.plan = await plan(self._desk, contact_id, self.tell)
        self.show_body(f"Erase {self._name}?", "Erase for good", *self._preview(self.plan))
        self.go.kind, self.go.key = "danger", ""
        self.go.setDefault(False)
        self.stop.setDefault(True)
        self.stop.setFocus()

    def _preview(self, plan: Plan) -> Iterator[QWidget]:
        yield IconRow("triangle-alert", NO_WAY_BACK, "risk.base")
        yield _counts(plan.counts)
        yield from _shared(plan)
        if plan.named:
            where = ", ".join(f"{n:,} {WORDS.get(t, t)}" for t, n in plan.named.items())
            yield IconRow("square-pen", f"Their name and handles are blacked out in {where}.")
        if plan.copies:
            words = count(len(plan.copies), "older backup holds", "older backups hold")
            yield IconRow("archive", f"{words} them, too.")
            yield self.fresh
        if plan.exports:
            where = "\n".join(str(each) for each in plan.exports[:MOST])
            yield IconRow("file-archive", f"Exports that hold them:\n{show.block(where).text}")
            yield self.exports
        yield self.again

    def _go(self) -> None:
        if self.plan is not None and self.proof is None:
            self.commit()
            words = "This runs to its end, even when the window is closed."
            self.work(f"Erasing {self._name}", words, self._erase(self.plan))

    async def _erase(self, plan: Plan) -> None:
        self.proof = await erase(
            self._desk,
            plan,
            self.tell,
            again=self.again.isChecked(),
            keep_copies=not self.fresh.isChecked(),
            remove_exports=self.exports.isChecked(),
        )
        self.go.kind = "primary"
        self.show_body("Erased", "Close", *_proof(self.proof))
        self.done_with()


def _counts(counts: dict[str, int]) -> QWidget:
    """What goes, by kind, in two columns."""
    pairs = list(counts.items())
    half = (len(pairs) + 1) // 2
    columns = [vbox(*(box(_line(*pair)) for pair in part), None, gap=3)
               for part in (pairs[:half], pairs[half:])]  # fmt: skip
    return Card(hbox((columns[0], 1), (columns[1], 1), gap=28, margins=(16, 11, 16, 11)))


def _line(what: str, number: int) -> QLayout:
    return hbox((Label(what, "ui", elide=True), 1), Label(f"{number:,}", "ui", "text.secondary"))


def _shared(plan: Plan) -> Iterator[QWidget]:
    if not plan.shared:
        return
    some = count(len(plan.shared), "conversation", "conversations")
    lines = [f"Empty places stay in {some} with others, so that their words keep their order:"]
    lines += [f"{_people(each.others)}: {each.messages:,}" for each in plan.shared[:MOST]]
    left = len(plan.shared) - MOST
    yield IconRow(
        "messages-square", "\n".join(lines + ([f"and {left:,} more"] if left > 0 else []))
    )


def _people(names: tuple[str, ...]) -> str:
    shown = ", ".join(show.line(name, 40) for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown or "our own post"


def _proof(proof: Proof) -> Iterator[QWidget]:
    size = sum(each.size for each in proof.files) / 1e6
    looked = (
        f"Looked for {count(proof.marks, 'name or address', 'names and addresses')} of theirs in "
        f"{proof.rows:,} rows and {len(proof.files):,} files ({size:,.1f} MB), byte by byte."
    )
    good = proof.hits == 0
    yield IconRow("circle-check" if good else "triangle-alert",
                  f"Found in {count(proof.hits, 'place', 'places')}.",
                  "good.base" if good else "wait.base")  # fmt: skip
    yield Text(looked, "ui", "text.secondary")
    for each in [each for each in proof.files if each.hits][:MOST]:
        yield IconRow("archive", f"{each.file.name} still holds them.", "wait.base")
    if proof.copies_removed:
        done = count(proof.copies_removed, "older backup was", "older backups were")
        yield IconRow("archive", f"A fresh backup was made and checked; {done} removed.")
    for export in proof.exports[:MOST]:
        yield IconRow("file-archive", f"Delete this export yourself: {export}", "wait.base")
    yield IconRow("shield-check", "They stay away: no sync and no archive brings them back.")
