"""A table asks which column is what, and shows at once what comes of it."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.store import contacts, conversations, surveys
from cm_desk.ui import theme
from cm_desk.ui.importing.dialog import ImportDialog, open_import
from cm_desk.ui.importing.mapper import MapperPage
from cm_desk.ui.widgets.fields import Select
from tests.conftest import Run, until
from tests.contracts.archive import SAMPLES
from tests.ui.look import problems, shoot
from tests.ui.stage import Going, dialog_of, open_dialog

DESK, SURVEY = SAMPLES / "table" / "desk.csv", SAMPLES / "table" / "umfrage.csv"


def chosen(page: MapperPage) -> dict[str, str]:
    return {
        key: field.currentText().partition(" (")[0]
        for key, field in page.fields.items()
        if field.currentIndex()
    }


def pick(field: Select, words: str) -> None:
    """As a person does who types the first letters of a choice."""
    number = next(n for n in range(field.count()) if field.itemText(n).startswith(words))
    field.setCurrentIndex(number)
    field.activated.emit(number)


def row(page: MapperPage, number: int) -> list[str]:
    model = page.rows.rows
    return [str(model.index(number, column).data()) for column in range(model.columnCount())]


def test_a_table_shows_its_guess_and_is_imported(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        async with dialog_of(ImportDialog, open_import(desk, None, Going(), DESK)) as dialog:
            await until(lambda: dialog.mapper.isVisible())
            assert chosen(dialog.mapper) == {
                "who": "From",
                "handle": "Email",
                "text": "Message",
                "when": "Date",
                "thread": "Ticket",
                "direction": "Direction",
                "subject": "Subject",
            }
            assert row(dialog.mapper, 1)[0] == "To Priya Raman"
            assert row(dialog.mapper, 4)[2] == "Left out: it has no date."
            QTest.keyClick(dialog.go, Qt.Key.Key_Return)
            await until(lambda: dialog.found.isVisible())
            QTest.keyClick(dialog.go, Qt.Key.Key_Return)
            await until(lambda: dialog.outcome.isVisible())
            dialog.accept()
        rows = await desk.store.read(conversations.page, View.ALL)
        assert len(rows.items) == 2

    run(scenario())


def test_what_is_chosen_is_seen_at_once_and_a_column_has_one_field(
    run: Run[Any], desk: Desk
) -> None:
    async def scenario() -> None:
        async with dialog_of(ImportDialog, open_import(desk, None, Going(), DESK)) as dialog:
            await until(lambda: dialog.mapper.isVisible())
            page = dialog.mapper
            pick(page.fields["text"], "Subject")
            assert page.fields["subject"].currentIndex() == 0
            await until(lambda: row(page, 0)[2] == "The lid")
            pick(page.zone, "Asia/Tokyo")
            await until(lambda: row(page, 0)[1] in ("12 Feb 2025 23:15", "13 Feb 2025 00:15"))
            pick(page.fields["when"], "No column")
            await until(lambda: not dialog.go.isEnabled())
            assert "a date" in page.doubt.words
            dialog.reject()

    run(scenario())


def test_going_back_to_the_columns_keeps_what_was_chosen(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        async with dialog_of(ImportDialog, open_import(desk, None, Going(), DESK)) as dialog:
            await until(lambda: dialog.mapper.isVisible())
            pick(dialog.mapper.fields["subject"], "No column")
            dialog.mapper.owner.setText("hello@tidewell.example")
            dialog.go.click()
            await until(lambda: dialog.found.isVisible())
            assert dialog.found.other.text() == "Change what the columns are"
            dialog.found.other.click()
            assert dialog.mapper.isVisible()
            assert "subject" not in chosen(dialog.mapper)
            assert dialog.mapper.owner.text() == "hello@tidewell.example"
            dialog.reject()

    run(scenario())


def test_scores_are_shown_on_their_scale_and_end_at_the_person(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        async with dialog_of(ImportDialog, open_import(desk, None, Going(), SURVEY)) as dialog:
            await until(lambda: dialog.mapper.isVisible())
            assert row(dialog.mapper, 0)[2] == "9 of 0 to 10 · Die Mühle läuft seit Jahren."
            dialog.go.click()
            await until(lambda: dialog.found.isVisible())
            dialog.go.click()
            await until(lambda: dialog.outcome.isVisible())
            dialog.accept()
        hannah = await desk.store.read(contacts.resolve, "mail", "hannah.vogt@lesesaal.example")
        assert hannah
        [answer] = await desk.store.read(surveys.of, hannah)
        assert (answer.score, answer.kind) == (9, "nps")

    run(scenario())


def test_dates_that_do_not_tell_the_day_are_said(run: Run[Any], desk: Desk, tmp_path: Path) -> None:
    async def scenario() -> None:
        file = tmp_path / "short.csv"
        file.write_text("Date,Name,Comment\n02/03/2025,Ben Okafor,Walked two hours\n", "utf-8")
        async with dialog_of(ImportDialog, open_import(desk, None, Going(), file)) as dialog:
            await until(lambda: dialog.mapper.isVisible())
            page = dialog.mapper
            assert "which number is the day" in page.doubt.words
            pick(page.starts, "The month")
            await until(lambda: "3 Feb 2025" in row(page, 0)[1])
            assert not page.doubt.words
            dialog.reject()

    run(scenario())


def test_the_columns_are_chosen_without_a_mouse(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        async with dialog_of(ImportDialog, open_import(desk, None, Going(), DESK)) as dialog:
            await until(lambda: dialog.mapper.isVisible())
            page = dialog.mapper
            page.fields["text"].setFocus()
            before = row(page, 0)[2]
            QTest.keyClick(page.fields["text"], Qt.Key.Key_Up)
            await until(lambda: row(page, 0)[2] != before)
            seen: set[QWidget] = set()
            while (here := QApplication.focusWidget()) and here not in seen:
                seen.add(here)
                QTest.keyClick(here, Qt.Key.Key_Tab)
            assert {*page.fields.values(), page.zone, dialog.go, dialog.stop} <= seen
            QTest.keyClick(page.fields["text"], Qt.Key.Key_Escape)

    run(scenario())


LOOKS = [("light", 1.0), ("dark", 1.0), ("contrast", 1.0), ("light", 2.0)]


@pytest.mark.parametrize(("name", "scale"), LOOKS)
def test_the_mapper_paints(
    run: Run[Any], desk: Desk, qapp: QApplication, tmp_path: Path, name: str, scale: float
) -> None:
    """Also with a heading and cells of any length, in any direction."""

    async def scenario() -> None:
        theme.use(qapp, name, scale)
        for number, file in enumerate((DESK, SURVEY, _wild(tmp_path))):
            async with dialog_of(ImportDialog, open_import(desk, None, Going(), file)) as dialog:
                await until(lambda: dialog.mapper.isVisible())
                await until(lambda: dialog.pages.width() > 600)
                shot = f"import-mapper-{number}-{name}-{scale:.0f}"
                await until(lambda: problems(dialog) == [])  # once it is laid out
                assert shoot(dialog, shot, tmp_path) > 10
                dialog.reject()

    run(scenario())


def _wild(folder: Path) -> Path:
    head = f"Date,{'Name ' * 100},Comment\n"
    cells = ("عمر حداد", "田中 由紀", "🏳️‍🌈👩‍👩‍👦‍👦", "<b>Bo</b>", "A" * 500)
    rows = (f"13/02/2025 08:1{n},{each},{each * 3} says it\n" for n, each in enumerate(cells))
    (folder / "wild.csv").write_text(head + "".join(rows), "utf-8")
    return folder / "wild.csv"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_where_it_is_can_be_a_file_or_a_folder(
    run: Run[Any], desk: Desk, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name)
        shutil.copytree(SAMPLES / "slack", tmp_path / "slack")
        async with dialog_of(ImportDialog, open_import(desk, None, Going())) as dialog:
            assert dialog.choosing.isVisible()
            assert dialog.choosing.choose_folder.text() == "Choose a folder"
            assert not dialog.go.isVisible()
            assert shoot(dialog, f"import-choose-{name}", tmp_path) > 10
            assert problems(dialog) == []
            dialog.choosing.choose_folder.click()
            await until(lambda: open_dialog(QFileDialog))
            files = open_dialog(QFileDialog)
            assert files
            assert files.fileMode() == QFileDialog.FileMode.Directory
            files.selectFile(str(tmp_path / "slack"))
            files.accept()
            await until(lambda: dialog.found.isVisible())
            dialog.reject()

    run(scenario())


def test_whatever_is_dropped_on_the_dialog_is_looked_at(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    """A folder too; the columns of a table before it are forgotten."""

    async def scenario() -> None:
        shutil.copytree(SAMPLES / "slack", tmp_path / "slack")
        async with dialog_of(ImportDialog, open_import(desk, None, Going(), DESK)) as dialog:
            await until(lambda: dialog.mapper.isVisible())
            drop(dialog, tmp_path / "slack")
            await until(lambda: dialog.found.isVisible())
            assert dialog.mapper.columns is None
            assert dialog.found.other.text() == "Another address of it is ours"
            dialog.reject()

    run(scenario())


def drop(widget: QWidget, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), copy, data, left, none))
