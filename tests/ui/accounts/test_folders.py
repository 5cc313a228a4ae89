"""The dialog of watched folders."""

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.actions import folders as watching
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.store import folders
from cm_desk.ui import theme
from cm_desk.ui.accounts.folders import FoldersDialog, open_folders
from cm_desk.ui.importing.dialog import ImportDialog
from cm_desk.ui.widgets.buttons import Button
from tests.conftest import Run, until
from tests.ui.stage import Going, Undos, cut_words, dialog_of, shoot, shown

ODD = "q1,q2,q3\n2026-03-03,ada@example.org,Lovely\n2026-03-04,bo@example.org,Fine\n"
FORM = (
    '{"date": "2026-03-03T09:00:00Z", "name": "Ada", "email": "ada@example.org", "message": "Hi"}'
)


def asks(dialog: FoldersDialog) -> list[Button]:
    found = dialog.rows[0].findChildren(Button)
    return [each for each in found if each.accessibleName().startswith("Say what")]


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(text)
    os.utime(path, (1_000_000_000, 1_000_000_000))


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    made = tmp_path / "Contact form"
    made.mkdir()
    put(made, "1.json", FORM)
    put(made, "week <b>1<b>.csv", ODD)
    return made


def test_a_folder_is_watched_shown_and_let_go(run: Run[Any], desk: Desk, drop: Path) -> None:
    async def scenario() -> None:
        undos = Undos()
        async with dialog_of(FoldersDialog, open_folders(desk, None, Going(), undos)) as dialog:
            await dialog.watch(drop)
            [row] = dialog.rows
            assert row.count.words == "1 file · 1 message"
            with pytest.raises(BadInput, match="is no folder"):
                await dialog.watch(drop.parent / "gone")
            row.stopped.emit()
            await until(lambda: dialog.rows == [])
            dialog.accept()
        assert await desk.store.read(folders.all) == []

    run(scenario())


def test_somebody_says_what_a_table_holds_and_the_folder_is_read_like_that(
    run: Run[Any], desk: Desk, drop: Path
) -> None:
    async def scenario() -> None:
        await watching.watch(desk, drop)
        [folder] = await desk.store.read(folders.all)
        await watching.look(desk, folder)
        async with dialog_of(FoldersDialog, open_folders(desk, None, Going(), Undos())) as dialog:
            await until(lambda: dialog.rows)
            [asking] = asks(dialog)
            asking.click()
            importing = await shown(ImportDialog)
            await until(lambda: importing.pages.current() is importing.mapper)
            for number, name in enumerate(("when", "handle", "text"), 1):
                field = importing.mapper.fields[name]
                field.setCurrentIndex(number)
                field.activated.emit(number)
            await until(importing.go.isEnabled)
            importing.go.click()
            await until(lambda: importing.pages.current() is importing.found)
            importing.go.click()
            await until(lambda: importing.pages.current() is importing.outcome)
            importing.reject()
            await until(lambda: dialog.rows and not asks(dialog))
            dialog.accept()
        [folder] = await desk.store.read(folders.all)
        assert (folder.problems, folder.files) == (0, 2)

    run(scenario())


@pytest.mark.parametrize(("name", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 2.0)])
def test_watched_folders_paint(
    run: Run[Any],
    desk: Desk,
    drop: Path,
    qapp: QApplication,
    tmp_path: Path,
    name: str,
    scale: float,
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name, scale)
        long = tmp_path / ("日本語 🍵 " + "x" * 200)
        long.mkdir()
        for each in (drop, long):
            await watching.watch(desk, each)
        for folder in await desk.store.read(folders.all):
            await watching.look(desk, folder)
        async with dialog_of(FoldersDialog, open_folders(desk, None, Going(), Undos())) as dialog:
            await until(lambda: len(dialog.rows) == 2)
            assert shoot(dialog, f"folders-{name}-{scale:.0f}", tmp_path) > 20
            assert cut_words(dialog) == []
            dialog.accept()

    run(scenario())
