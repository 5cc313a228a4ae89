"""Fields of our own: named once for everybody, in our order, filled in where they stand."""

from functools import partial

from PySide6.QtWidgets import QApplication, QMenu, QWidget

from cm_desk.actions import fields
from cm_desk.actions.profile import Profile
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.store.fields import Field
from cm_desk.text import show
from cm_desk.ui.contact.side.card import Hands, SideCard
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.lines import EditLine
from cm_desk.ui.widgets.text import Label, Text

NONE = "Fields of your own, such as a city or a shoe size. Named once, for everybody."


class FieldsCard(SideCard):
    """Those that this person has something in come first on the eye: the others are pale."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(hands, "Fields", "Add a field (Shift+F)")
        self._naming: Field | None = None
        self._new = False

    def about(self, found: Profile) -> object:
        return found.known.fields, found.known.values

    def content(self, found: Profile) -> list[QWidget]:
        rows = [self._row(found, each) for each in found.known.fields]
        if self._new:
            rows.append(self._name(None))
        return rows or [Text(NONE, "ui", "text.muted")]

    def _row(self, found: Profile, field: Field) -> QWidget:
        if self._naming is not None and self._naming.id == field.id:
            return self._name(field)
        value, name = found.known.value(field), show.line(field.name, 60)
        line = EditLine("", value, field.name, show.line(value, 300), empty="–", example=name)
        line.line.setAccessibleName(f"{name}: {show.line(value, 300) or 'empty'}. Change")
        line.saved.connect(
            lambda text: self.do(fields.fill(self.hands.desk, self.contact_id, field, text), line)
        )
        more = Button("", "quiet", "ellipsis", name=f"Field {name}: rename, move", small=True)
        more.clicked.connect(partial(self._menu, field, more))
        head = Label(name, "small", "text.muted", elide=True)
        return box(vbox(hbox((head, 1), more), line, gap=0))

    def _name(self, field: Field | None) -> QWidget:
        """A name being typed, of a new field or of one there is."""
        line = EditLine("", field.name if field else "", "Name of the field", example="City")
        line.saved.connect(lambda text: self._named(field, text, line))
        line.ended.connect(self._stop)
        return line

    def _named(self, field: Field | None, text: str, line: EditLine) -> None:
        if field is not None:
            self.do(fields.rename(self.hands.desk, field, text), line)
        elif text:
            self.do(_define(self.hands.desk, text), line)

    def _stop(self) -> None:
        self._naming, self._new, self._waiting = None, False, True

    def adding(self) -> None:
        self._new = True
        self.rebuild()
        self._type()

    def _rename(self, field: Field) -> None:
        self._naming = field
        self.rebuild()
        self._type()

    def _type(self) -> None:
        if line := self.row_of("Name of the field"):
            line.edit()

    def _menu(self, field: Field, below: QWidget) -> None:
        menu = QMenu(self)
        menu.addAction("Rename", partial(self._rename, field))
        menu.addAction("Move up\tAlt+Up", lambda: self.move_field(field, -1))
        menu.addAction("Move down\tAlt+Down", lambda: self.move_field(field, 1))
        menu.addSeparator()
        others = field.people
        what = f"Remove the field, {others} filled in" if others else "Remove the field"
        menu.addAction(what, lambda: self.do(fields.remove(self.hands.desk, field)))
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def move_field(self, field: Field, step: int) -> bool:
        """False at the end."""
        if self.profile is None:
            return False
        ids = [each.id for each in self.profile.known.fields]
        at = ids.index(field.id)
        if not 0 <= at + step < len(ids):
            return False
        ids[at], ids[at + step] = ids[at + step], ids[at]
        self.do(fields.order(self.hands.desk, ids))
        return True

    def move_current(self, step: int) -> bool:
        """The field under the keyboard; False when there is none."""
        focus = QApplication.focusWidget()
        known = self.profile.known.fields if self.profile else ()
        at = focus.objectName() if focus and self.isAncestorOf(focus) else ""
        found = next((each for each in known if at == f"line:{each.name}"), None)
        return self.move_field(found, step) if found else False


async def _define(desk: Desk, name: str) -> Undo:
    _, undo = await fields.define(desk, name)
    return undo
