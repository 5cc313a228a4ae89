from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from cm_desk.actions import consents
from cm_desk.desk import Desk
from cm_desk.store import messages
from cm_desk.store.consents import NAMED
from cm_desk.ui import theme
from cm_desk.ui.contact.quoting import QuoteSheet
from cm_desk.ui.recognition.picture import picture, png
from cm_desk.ui.recognition.share import ShareSheet, share
from cm_desk.ui.widgets.buttons import Button
from tests.conftest import Run, until
from tests.ui.people import LONG, PRIYA, YUKI
from tests.ui.recognition.people import helpers
from tests.ui.stage import Undos, dialog_of, open_dialog, shoot


async def agree(desk: Desk, contact_id: int, remote_id: str, words: str) -> None:
    message = await desk.store.read(messages.by_remote, 1, remote_id)
    assert message is not None
    await consents.allow(desk, contact_id, NAMED, words, message.id)


def button(sheet: ShareSheet, name: str) -> Button:
    found = (b for b in sheet.findChildren(Button) if b.accessibleName().startswith(name))
    return next(found)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_sheet_says_who_is_left_out_and_saves_both_forms(
    run: Run[Any], desk: Desk, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name)
        who = await helpers(desk)
        await agree(desk, who[PRIYA.key], "3", "You can swap the burr yourself.")
        await agree(desk, who[LONG.key], "9", "word word")
        async with dialog_of(ShareSheet, share(desk, None, None, "", Undos())) as sheet:
            assert sheet.found
            assert len(sheet.found.named) == 2
            assert shoot(sheet, f"share-{name}", tmp_path) > 10
            for file in (tmp_path / "a.html", tmp_path / "a.png"):
                await sheet.keep(file)
                assert file.stat().st_size > 500
            drawn = QImage(str(tmp_path / "a.png"))
            assert drawn.width() == 1200
            shoot_file = tmp_path / "shared.png"
            shoot_file.write_bytes(png(picture(sheet.found)))
            sheet.reject()

    run(scenario())


def test_where_they_agreed_is_noted_with_their_words(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        who, undos = await helpers(desk), Undos()
        async with dialog_of(ShareSheet, share(desk, None, None, "", undos)) as sheet:
            assert not sheet.ok.isEnabled()
            button(sheet, "Note where 田中").click()
            await until(lambda: open_dialog(QuoteSheet))
            quoting = open_dialog(QuoteSheet)
            assert quoting is not None
            quoting.ok.click()
            await until(lambda: sheet.found and sheet.found.named)
            [consent] = await consents.of(desk, who[YUKI.key])
            assert consent.words.startswith("刃を替えたら")
            await undos[0].back()
            await sheet.reload()
            assert sheet.found
            assert not sheet.found.named
            sheet.reject()

    run(scenario())


def test_somebody_who_was_never_asked_is_asked_in_their_conversation(
    run: Run[Any], desk: Desk
) -> None:
    async def scenario() -> None:
        await helpers(desk)
        asked: list[int | None] = []

        async def work() -> None:
            asked.append(await share(desk, None, None, "", Undos()))

        async with dialog_of(ShareSheet, work()) as sheet:
            button(sheet, "Ask Priya Raman").click()
        assert asked[0] is not None

    run(scenario())
