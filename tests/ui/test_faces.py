"""Pictures of people that were fetched are painted; anything else is initials."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from cm_desk.actions import demo
from cm_desk.connectors.services.demo.picture import png
from cm_desk.desk import Desk
from cm_desk.paths import FACES, face_file
from cm_desk.store import contacts
from cm_desk.ui import faces
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.faces import paint_face
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.stage import Going, Undos

URL = "https://far.example/ada.png"


@pytest.fixture
def folder(qapp: QApplication, tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / FACES
    made.mkdir()
    yield made
    faces.use(tmp_path / "nothing here")


def painted(url: str) -> bytes:
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_face(painter, QRectF(0, 0, 48, 48), "Ada Vogel", url)
    painter.end()
    return bytes(image.constBits())


def test_a_fetched_face_is_painted_and_a_damaged_one_is_initials(folder: Path) -> None:
    faces.use(folder)
    initials = painted(URL)
    (folder / face_file(URL)).write_bytes(png("sea"))
    assert painted(URL) == initials, "the disk is not asked while painting"
    faces.use(folder)
    assert painted(URL) != initials
    for damaged in (b"", b"\x89PNG\r\n\x1a\nnothing", b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
        (folder / face_file(URL)).write_bytes(damaged)
        faces.use(folder)
        assert painted(URL) == initials
    (folder / face_file(URL)).unlink()
    assert painted(URL) == initials
    assert painted("") == initials


def test_a_face_comes_by_a_command_and_goes_by_undo(
    run: Run[Any], desk: Desk, news: News, folder: Path
) -> None:
    async def scenario() -> None:
        await demo.fill(desk)
        [greta] = await desk.store.read(contacts.find, "greta holm")
        undos = Undos()
        page = PeoplePage(desk, news, lambda err: None, undos, Going())
        page.resize(1068, 740)
        page.show()
        page.open_person(greta.id)
        head = page.person.head
        await until(lambda: head.name.words == "Greta Holm")
        before = head.face.grab().toImage()
        page.commands["person.face"]()
        await until(lambda: undos)
        assert head.face.grab().toImage() != before
        await undos[0].back()
        assert head.face.grab().toImage() == before

    run(scenario())
