from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.store import accounts, conversations
from cm_desk.ui.importing.dialog import ImportDialog, open_import
from cm_desk.ui.importing.found import FoundPage
from cm_desk.ui.importing.steps import DonePage
from tests.conftest import Run, until
from tests.ui.stage import dialog_of, open_dialog

MAIL = """From ada@far.example Thu Mar  5 12:00:00 2026
From: {who} <{who}@far.example>
To: hello@tidewell.example
Subject: Burr
Message-ID: <{id}@far.example>
Date: Thu, 5 Mar 2026 12:0{id}:00 +0000

Where do I find the burr?

"""


def mbox(folder: Path, number: int = 3) -> Path:
    file = folder / "<b>desk.mbox"
    file.write_text("".join(MAIL.format(who=f"ada{n}", id=n) for n in range(number)), "utf-8")
    return file


def facts(page: FoundPage | DonePage) -> str:
    rows = (page.facts.itemAt(n) for n in range(page.facts.count()))
    widgets = (row.widget() for row in rows if row is not None)
    return " | ".join(each.accessibleName() for each in widgets if each is not None)


def test_an_archive_is_looked_at_before_anything_is_saved(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    async def scenario() -> None:
        asking = open_import(desk, None, mbox(tmp_path))
        async with dialog_of(ImportDialog, asking) as dialog:
            await until(lambda: dialog.go.isVisible())
            assert facts(dialog.found) == (
                "hello@tidewell.example, E-mail | 3 people in 3 conversations | 3 messages"
                " | From 5 March 2026 to 5 March 2026"
            )
            assert await desk.store.read(accounts.all) == []
            QTest.keyClick(dialog.go, Qt.Key.Key_Return)
            await until(lambda: dialog.go.text() == "Start reading")
            QTest.keyClick(dialog.go, Qt.Key.Key_Return)
        rows = await desk.store.read(conversations.page, View.ALL)
        assert len(rows.items) == 3

    run(scenario())


def test_cancelling_imports_nothing(run: Run[Any], desk: Desk, tmp_path: Path) -> None:
    async def scenario() -> None:
        asking = open_import(desk, None, mbox(tmp_path))
        async with dialog_of(ImportDialog, asking) as dialog:
            await until(lambda: dialog.go.isVisible())
            QTest.keyClick(dialog.go, Qt.Key.Key_Escape)
        assert await desk.store.read(accounts.all) == []

    run(scenario())


def test_importing_twice_says_that_nothing_is_new(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    async def scenario() -> None:
        for number in range(2):
            asking = open_import(desk, None, mbox(tmp_path))
            async with dialog_of(ImportDialog, asking) as dialog:
                await until(lambda: open_dialog(ImportDialog) and dialog.go.isVisible())
                dialog.go.click()
                await until(lambda: dialog.go.text() == "Start reading")
                assert ("importing twice" in facts(dialog.outcome)) is (number == 1)
                dialog.accept()

    run(scenario())


def test_a_file_that_is_no_archive_is_named(run: Run[Any], desk: Desk, tmp_path: Path) -> None:
    async def scenario() -> None:
        odd = tmp_path / "holiday.xyz"
        odd.write_bytes(b"\x00\x01")
        async with dialog_of(ImportDialog, open_import(desk, None, odd)) as dialog:
            await until(lambda: dialog.problem.isVisible())
            assert "holiday.xyz" in dialog.problem.words
            assert not dialog.go.isVisible()
            dialog.reject()

    run(scenario())
