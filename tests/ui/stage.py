"""What page tests need around a page: a navigator that writes down, and pictures."""

import asyncio
import os
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from cm_desk.actions.undo import Undo
from cm_desk.domain.views import View
from cm_desk.ui.widgets.text import Text
from tests.conftest import until

D = TypeVar("D", bound=QDialog)


class Going:
    """Writes down where a page wanted to go."""

    def __init__(self) -> None:
        self.went: list[tuple[object, ...]] = []

    def open_conversation(self, conversation_id: int, message_id: int | None = None) -> None:
        self.went.append(("conversation", conversation_id))

    def open_person(self, contact_id: int) -> None:
        self.went.append(("person", contact_id))

    def open_story(self, contact_id: int, message_id: int) -> None:
        self.went.append(("story", contact_id, message_id))

    def back(self) -> bool:
        return False

    def stay(self) -> None:
        pass

    def open_view(self, view: View, account_id: int | None = None) -> None:
        self.went.append(("view", view, account_id))

    def write_to(self, contact_id: int) -> None:
        self.went.append(("write", contact_id))

    def write_first(self, draft_id: int) -> None:
        self.went.append(("first", draft_id))

    def apologise(self, contact_id: int, message_id: int | None = None) -> None:
        self.went.append(("apology", contact_id, message_id))

    def give_to(self, contact_id: int, message_id: int | None = None, kind: str = "") -> None:
        said = (kind,) if kind else ()
        self.went.append(("give", contact_id, message_id, *said))

    def forget_done(self) -> None:
        self.went.append(("forget",))

    def go(self, page: str) -> None:
        self.went.append(("page", page))


class Undos(list[Undo]):
    """The undos a page gave out."""

    def __call__(self, undo: Undo) -> None:
        self.append(undo)


@asynccontextmanager
async def dialog_of(kind: type[D], asking: Coroutine[Any, Any, Any]) -> AsyncIterator[D]:
    """The dialog that `asking` opens; leaving waits until it has been answered."""
    task = asyncio.create_task(asking)
    await until(lambda: open_dialog(kind) or task.done())
    dialog = open_dialog(kind)
    assert dialog is not None
    yield dialog
    await task


async def shown(kind: type[D]) -> D:
    """The dialog that something just done will open."""
    await until(lambda: open_dialog(kind))
    dialog = open_dialog(kind)
    assert dialog is not None
    return dialog


def open_dialog(kind: type[D]) -> D | None:
    found = (w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())
    return next(found, None)


def shoot(widget: QWidget, name: str, folder: Path) -> int:
    """Save what the widget shows; returns how many colours it has."""
    image = widget.grab().toImage()
    folder = Path(os.environ.get("SHOTS", folder))
    assert image.save(str(folder / f"{name}.png"))
    spots = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return len({image.pixel(x, y) for x, y in spots})


def cut_words(widget: QWidget) -> list[str]:
    """The paragraphs that do not get the height they need."""
    shown = (each for each in widget.findChildren(Text) if each.isVisible())
    return [each.words for each in shown if each.height() < each.heightForWidth(each.width())]
