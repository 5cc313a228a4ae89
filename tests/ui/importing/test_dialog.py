from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLayout, QWidget

from cm_desk.actions.archive import import_archive
from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.store import accounts, conversations
from cm_desk.ui.aio import end
from cm_desk.ui.importing.dialog import ImportDialog, open_import
from cm_desk.ui.importing.done import AGAIN
from cm_desk.ui.importing.words import remaining
from cm_desk.ui.statusbar import StatusBar
from cm_desk.ui.widgets.text import Text
from tests.conftest import Run, until
from tests.contracts.archive import SAMPLES
from tests.ui.stage import Going, dialog_of, open_dialog

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


def lines(layout: QLayout) -> str:
    """What a screen reader says of each line."""
    rows = (layout.itemAt(n) for n in range(layout.count()))
    widgets = (row.widget() for row in rows if row is not None)
    return " | ".join(each.accessibleName() for each in widgets if each is not None)


def test_an_archive_is_looked_at_before_anything_is_saved(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    async def scenario() -> None:
        going = Going()
        asking = open_import(desk, None, going, mbox(tmp_path))
        async with dialog_of(ImportDialog, asking) as dialog:
            await until(lambda: dialog.go.isVisible())
            assert lines(dialog.found.accounts) == "hello@tidewell.example, E-mail"
            assert lines(dialog.found.facts) == (
                "People: 3 | Conversations: 3 | Messages: 3 | Dates: 5 March 2026"
                " | Here already: None of them"
            )
            assert await desk.store.read(accounts.all) == []
            QTest.keyClick(dialog.go, Qt.Key.Key_Return)
            await until(lambda: dialog.go.text() == "See the people")
            assert lines(dialog.outcome.facts) == "New messages: 3 | Dates: 5 March 2026"
            QTest.keyClick(dialog.go, Qt.Key.Key_Return)
        rows = await desk.store.read(conversations.page, View.ALL)
        assert len(rows.items) == 3
        assert going.went == [("page", "people")]

    run(scenario())


def test_cancelling_imports_nothing(run: Run[Any], desk: Desk, tmp_path: Path) -> None:
    async def scenario() -> None:
        asking = open_import(desk, None, Going(), mbox(tmp_path))
        async with dialog_of(ImportDialog, asking) as dialog:
            await until(lambda: dialog.go.isVisible())
            QTest.keyClick(dialog.go, Qt.Key.Key_Escape)
        assert await desk.store.read(accounts.all) == []

    run(scenario())


def test_what_is_here_already_is_said_before_and_after(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    async def scenario() -> None:
        await import_archive(desk, mbox(tmp_path, 2))
        for here, outcome in (("2 of them", "1 new message"), ("All of them", AGAIN)):
            asking = open_import(desk, None, Going(), mbox(tmp_path))
            async with dialog_of(ImportDialog, asking) as dialog:
                await until(lambda: open_dialog(ImportDialog) and dialog.go.isVisible())
                assert f"Here already: {here}" in lines(dialog.found.facts)
                dialog.go.click()
                await until(lambda: dialog.outcome.isVisible())
                assert dialog.outcome.head.words.startswith(outcome)
                assert dialog.go.text() == ("Close" if outcome == AGAIN else "See the people")
                dialog.accept()

    run(scenario())


def test_what_is_left_out_is_counted_by_reason_and_named_one_by_one(
    run: Run[Any], desk: Desk
) -> None:
    async def scenario() -> None:
        asking = open_import(desk, None, Going(), SAMPLES / "mastodon")
        async with dialog_of(ImportDialog, asking) as dialog:
            await until(lambda: dialog.go.isVisible())
            page = dialog.found
            assert not page.problems.isVisible()
            assert not page.other.isVisible()  # the archive says whose it is
            page.each.click()
            assert page.problems.isVisible()
            assert "outbox.json item 5: a boost" in page.problems.toPlainText()
            dialog.reject()

    run(scenario())


def test_an_account_that_a_wrong_guess_made_is_said_to_go(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    async def scenario() -> None:
        await import_archive(desk, mbox(tmp_path), owner="ada0@far.example")
        asking = open_import(desk, None, Going(), mbox(tmp_path))
        async with dialog_of(ImportDialog, asking) as dialog:
            await until(lambda: dialog.go.isVisible())
            found = dialog.found.notes.itemAt(0)
            assert found
            assert "ada0@far.example" in str([each.words for each in texts(found.widget())])
            dialog.found.other.click()
            await until(lambda: dialog.asking.isVisible())
            dialog.reject()

    run(scenario())


def texts(widget: QWidget | None) -> list[Text]:
    return widget.findChildren(Text) if widget else []


def test_it_can_be_hidden_and_tells_in_the_window_how_it_goes(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    async def scenario() -> None:
        window = QWidget()
        window.status = StatusBar()  # type: ignore[attr-defined]
        going = Going()
        asking = open_import(desk, window, going, mbox(tmp_path, 9))
        async with dialog_of(ImportDialog, asking) as dialog:
            await until(lambda: dialog.go.isVisible())
            dialog.go.click()
            dialog.aside.click()
            assert not dialog.isVisible()
        assert window.status.words.startswith("Your history is here. 9 new messages")  # type: ignore[attr-defined]
        assert going.went == []  # whoever works is not taken elsewhere
        assert len((await desk.store.read(conversations.page, View.ALL)).items) == 9
        await end(window)

    run(scenario())


def test_stopping_while_it_saves_leaves_nothing(run: Run[Any], desk: Desk, tmp_path: Path) -> None:
    async def scenario() -> None:
        box = tmp_path / "many.mbox"
        box.write_text("".join(MAIL.format(who=f"a{n}", id=n) for n in range(3000)), "utf-8")
        async with dialog_of(ImportDialog, open_import(desk, None, Going(), box)) as dialog:
            await until(lambda: dialog.go.isVisible())
            dialog.go.click()
            await until(lambda: " of 3,000" in dialog.working.messages.value.words)
            assert dialog.stop.text() == "Stop"
            dialog.stop.click()
        assert await desk.store.read(accounts.all) == []

    run(scenario())


@pytest.mark.parametrize(
    ("seconds", "saving", "expected"),
    [
        (None, True, ""),
        (12, True, "under a minute left"),
        (70, False, "about 1 min of reading left"),
        (171, True, "about 3 min left"),
    ],
)
def test_how_long_it_takes_is_said_in_minutes(
    seconds: float | None, saving: bool, expected: str
) -> None:
    assert remaining(seconds, saving) == expected


def test_a_file_that_is_no_archive_is_named(run: Run[Any], desk: Desk, tmp_path: Path) -> None:
    async def scenario() -> None:
        odd = tmp_path / "holiday.xyz"
        odd.write_bytes(b"\x00\x01")
        async with dialog_of(ImportDialog, open_import(desk, None, Going(), odd)) as dialog:
            await until(lambda: dialog.problem.isVisible())
            assert "holiday.xyz" in dialog.problem.words
            assert not dialog.go.isVisible()
            dialog.reject()

    run(scenario())
