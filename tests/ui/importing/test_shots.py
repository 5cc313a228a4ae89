"""Pictures of the pages of an import: kept as files when SHOTS names a folder."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from cm_desk.actions.archive import Imported, Passage
from cm_desk.archives.base import Elsewhere, Preview, Skipped, Source
from cm_desk.desk import Desk
from cm_desk.domain.model import Profile
from cm_desk.ui import theme
from cm_desk.ui.importing.dialog import ImportDialog, open_import
from tests.conftest import Run, until
from tests.contracts.archive import SAMPLES
from tests.ui.look import problems, shoot
from tests.ui.stage import Going, dialog_of

LOOKS = [("light", 1.0), ("dark", 1.0), ("light", 2.0), ("contrast", 1.0)]
LONG = "María del Carmen Fernández-Villaverde y Ortiz de Zárate 田中 由紀 عمر حداد " * 7
ACCOUNT = Source("mastodon", Profile("@tidewell@social.example", "1", "Tidewell"), "")
FOUND = Preview(
    *("mastodon", "Mastodon archive", (ACCOUNT,), 1318, 2906, 9612, 412),
    *(datetime(2021, 3, 3, tzinfo=UTC), datetime(2026, 3, 12, tzinfo=UTC)),
    (Skipped("outbox.json item 12", "a boost: the archive holds only the address of a post."),),
    41,
    (
        ("a boost: the archive holds only the address of somebody else's post.", 33),
        ("it is not as Mastodon writes a post.", 5),
        ("16 likes of ours: addresses of posts, without their text.", 1),
        ("8 bookmarks of ours: addresses of posts, without their text.", 1),
        ("a record of the kind Question.", 1),
    ),
)
STRANGE = replace(
    FOUND,
    sources=(
        Source("whatsapp", Profile(LONG, "1", LONG), "", told=False),
        ACCOUNT,
        ACCOUNT,
        ACCOUNT,
    ),
    elsewhere=(Elsewhere(LONG, 3, replaced=True), Elsewhere("hello@tidewell.example", 9, False)),
    answers=12,
    reasons=((LONG, 41),),
)


@pytest.mark.parametrize(("name", "scale"), LOOKS)
def test_every_page_of_an_import_paints(
    run: Run[Any], desk: Desk, qapp: QApplication, tmp_path: Path, name: str, scale: float
) -> None:
    async def scenario() -> None:
        theme.use(qapp, name, scale)
        asking = open_import(desk, None, Going(), SAMPLES / "mastodon")
        async with dialog_of(ImportDialog, asking) as dialog:
            await until(lambda: dialog.go.isVisible())
            for what, found in (("found", FOUND), ("strange", STRANGE)):
                dialog.found.show_preview(found)
                await _shoot(dialog, f"import-{what}-{name}-{scale:.0f}", tmp_path)
            dialog._show(dialog.working, "Bringing in your history")
            dialog.working.begin(SAMPLES / "mastodon" / "outbox.json", saves=True)
            dialog.working.show_progress(Passage(4210, 318, 0.44))
            await _shoot(dialog, f"import-reading-{name}-{scale:.0f}", tmp_path)
            dialog.aside.setVisible(True)
            dialog.working.show_progress(Passage(9612, 1318, 0.22, saving=True))
            dialog.remaining.set_text("about 3 min left")
            await _shoot(dialog, f"import-saving-{name}-{scale:.0f}", tmp_path)
            dialog._finish(Imported(9200, 3, FOUND, 12))
            await _shoot(dialog, f"import-done-{name}-{scale:.0f}", tmp_path)
            dialog._ask_owner()
            await _shoot(dialog, f"import-owner-{name}-{scale:.0f}", tmp_path)
            dialog.reject()

    run(scenario())


async def _shoot(dialog: ImportDialog, name: str, folder: Path) -> None:
    before: list[object] = []
    while before != (now := [(w.geometry(), w.isVisible()) for w in dialog.findChildren(QWidget)]):
        before = list(now)
        await asyncio.sleep(0.05)  # until it is laid out
    assert shoot(dialog, name, folder) > 20
    assert problems(dialog) == []
