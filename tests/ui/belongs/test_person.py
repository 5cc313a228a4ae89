"""From the page of a person: show what is held, erase, print."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from cm_desk.actions import backup, notes
from cm_desk.actions.mirror import DATA, PAGE
from cm_desk.desk import Desk
from cm_desk.errors import CmDeskError
from cm_desk.store import contacts
from cm_desk.store.contacts import Person
from cm_desk.ui.belongs.erase import EraseDialog, erase_person
from cm_desk.ui.belongs.writing import WriteDialog, export_all, show_held
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.news import News
from cm_desk.ui.printing.dialog import PrintDialog, file_name, print_story
from tests.conftest import Run, until
from tests.ui.look import problems
from tests.ui.people import settle_in
from tests.ui.stage import Going, Undos, cut_words, dialog_of, open_dialog


async def priya(desk: Desk) -> Person:
    person = await desk.store.read(contacts.person, await settle_in(desk))
    assert person
    return person


def words_of(dialog: Any) -> str:
    return " ".join(each.words for each in dialog.findChildren(QLabel) if hasattr(each, "words"))


def test_erasing_shows_what_goes_before_and_the_proof_after(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        person = await priya(desk)
        await backup.back_up(desk)
        async with dialog_of(EraseDialog, erase_person(desk, None, person)) as dialog:
            await until(lambda: dialog.plan and dialog.go.isVisible())
            assert "There is no undo" in words_of(dialog)
            assert dialog.stop.hasFocus()  # Return cancels
            assert cut_words(dialog) == problems(dialog) == []
            dialog.go.click()
            await until(lambda: dialog.proof)
            assert "Found in 0 places" in words_of(dialog)
            assert dialog.proof is not None
            assert dialog.proof.copies_removed == 1
            dialog.go.click()
        assert await desk.store.read(contacts.person, person.id) is None

    run(scenario())


def test_cancel_changes_nothing(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        person = await priya(desk)
        async with dialog_of(EraseDialog, erase_person(desk, None, person)) as dialog:
            await until(lambda: dialog.plan)
            dialog.stop.click()
        assert await desk.store.read(contacts.person, person.id) == person

    run(scenario())


def test_what_was_begun_runs_to_its_end(run: Run[Any], desk: Desk) -> None:
    """Escape and the close button do nothing while it must not be stopped."""

    async def scenario() -> None:
        person = await priya(desk)
        async with dialog_of(EraseDialog, erase_person(desk, None, person)) as dialog:
            await until(lambda: dialog.plan and dialog.go.isVisible())
            dialog.go.click()
            dialog.reject()
            assert dialog.isVisible()
            await until(lambda: dialog.proof)
            dialog.reject()

    run(scenario())


def test_who_was_erased_leaves_the_page_and_no_undo_brings_them_back(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        person = await priya(desk)
        going, undos = Going(), Undos()

        def raising(err: CmDeskError) -> None:
            raise err

        page = PeoplePage(desk, news, raising, undos, going)
        page.resize(1068, 740)
        page.show()
        page.open_person(person.id)
        await until(lambda: page.person.head.name.words)
        page.commands["person.erase"]()
        await until(lambda: open_dialog(EraseDialog))
        dialog = open_dialog(EraseDialog)
        assert dialog is not None
        await until(lambda: dialog.go.isVisible())
        dialog.go.click()
        await until(lambda: dialog.proof)
        dialog.go.click()
        await until(lambda: ("forget",) in going.went)
        await until(lambda: not page.person.isVisible())

    run(scenario())


def test_what_is_held_is_written_where_it_was_asked_for(
    run: Run[Any], desk: Desk, tmp_path: Path
) -> None:
    async def scenario() -> None:
        person = await priya(desk)
        await notes.add(desk, person.id, "Likes radios")
        where = tmp_path / "for priya"
        async with dialog_of(WriteDialog, show_held(desk, None, person, where)) as dialog:
            await until(lambda: dialog.folder)
            assert "entries" in words_of(dialog)
            assert problems(dialog) == []
            dialog.go.click()
        assert "Likes radios" in (where / PAGE).read_text("utf-8")
        assert json.loads((where / DATA).read_text("utf-8"))["about"] == person.name

    run(scenario())


def test_everything_is_exported_with_progress(run: Run[Any], desk: Desk, tmp_path: Path) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        async with dialog_of(WriteDialog, export_all(desk, None, tmp_path)) as dialog:
            await until(lambda: dialog.folder)
            assert "Sign-ins are not in it" in words_of(dialog)
            dialog.go.click()

    run(scenario())
    [folder] = [each for each in tmp_path.iterdir() if each.name.startswith("cm-desk-export")]
    assert (folder / "desk.sqlite").is_file()


def test_a_story_becomes_a_pdf(run: Run[Any], desk: Desk, tmp_path: Path) -> None:
    async def scenario() -> None:
        person = await priya(desk)
        file = tmp_path / "priya.pdf"
        async with dialog_of(PrintDialog, print_story(desk, None, person.id, str)) as dialog:
            await until(lambda: dialog.go.isVisible())
            dialog.save(file)
            await until(lambda: dialog.file)
            assert "page" in words_of(dialog)
            dialog.go.click()
        blob = file.read_bytes()
        assert blob.startswith(b"%PDF")
        assert blob.rstrip().endswith(b"%%EOF")

    run(scenario())


def test_a_folder_that_cannot_be_written_is_said(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        person = await priya(desk)
        async with dialog_of(PrintDialog, print_story(desk, None, person.id, str)) as dialog:
            await until(lambda: dialog.go.isVisible())
            dialog.save(Path("/nowhere/at/all/x.pdf"))
            await until(lambda: dialog.problem.isVisible())
            assert "cannot be written" in dialog.problem.words
            dialog.stop.click()

    run(scenario())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Priya Raman", "Priya Raman.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ("田中 由紀 ☕️", "田中 由紀.pdf"),
        ("a" * 500, f"{'a' * 80}.pdf"),
        ("<>:|?*", "Conversation.pdf"),
        ("CON\x00\n", "CON.pdf"),
    ],
)
def test_the_name_of_a_file_is_safe(title: str, name: str) -> None:
    assert file_name(title) == name
