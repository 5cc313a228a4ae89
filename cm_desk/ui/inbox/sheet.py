"""The sheet to read before answering, over the right of the inbox."""

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QApplication, QWidget

from cm_desk.desk import Desk
from cm_desk.ui.aio import Tasks
from cm_desk.ui.navigate import Navigator

if TYPE_CHECKING:
    from cm_desk.ui.contact.before import Before
    from cm_desk.ui.widgets.drawer import Drawer

WIDTH = 420


class SheetOver:
    """Built when it is opened for the first time: it is not needed for the first paint."""

    def __init__(self, page: QWidget, desk: Desk, tasks: Tasks, go: Navigator) -> None:
        self._page, self._desk, self._tasks, self._go = page, desk, tasks, go
        self._contact: int | None = None
        self._from: QWidget | None = None
        self.drawer: Drawer | None = None
        self.sheet: Before | None = None

    @property
    def shown(self) -> bool:
        return self.drawer is not None and self.drawer.isVisible()

    def toggle(self, contact_id: int | None) -> bool:
        """False where there is nobody to read about."""
        if self.shown:
            self.close()
        elif contact_id is not None:
            self._from = QApplication.focusWidget()
            self._tasks.newest("sheet", self._show(contact_id))
        return contact_id is not None

    async def _show(self, contact_id: int) -> None:
        from cm_desk.store import sheet  # with all it reads not before the first paint

        found = await self._desk.store.read(sheet.read, contact_id)
        if found is None:
            return
        self._contact = found.person.id
        view, drawer = self._build()
        view.show_sheet(found)
        drawer.open(view)

    def _build(self) -> tuple["Before", "Drawer"]:
        from cm_desk.ui.contact.before import Before
        from cm_desk.ui.widgets.drawer import Drawer

        if self.sheet is None or self.drawer is None:
            self.sheet, self.drawer = Before(self._desk.now), Drawer(self._page, WIDTH)
            self.sheet.closed.connect(self.close)
            self.sheet.page.connect(self._open_page)
        return self.sheet, self.drawer

    def close(self) -> bool:
        """Back into what was being done, the cursor where it was; False when it was not open."""
        if self.drawer is None or not self.shown:
            return False
        self.drawer.close_it()
        if self._from is not None and shiboken6.isValid(self._from):
            self._from.setFocus()
        return True

    def _open_page(self) -> None:
        contact = self._contact
        self.close()
        if contact is not None:
            self._go.open_person(contact)

    def fit(self) -> None:
        if self.drawer is not None:
            self.drawer.fit()
