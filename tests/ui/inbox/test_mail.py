"""A mail in a conversation: its words, its files and its source, each after a click alone."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QFileDialog

from cm_desk.domain.model import Author, Kind, Media
from cm_desk.ui.inbox.attached import Original
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.inbox import sample
from tests.ui.inbox.canned import SOURCE
from tests.ui.inbox.stage import Stage, click_hot, perform, show_conversation, show_view
from tests.ui.look import shoot

AMINA = Author("amina@courrier.example", "amina@courrier.example", "Amina Diallo")
LONG = "عقد-" * 40 + "契約書 🎂.pdf"
MAIL = sample.said(
    "c1@courrier.example",
    AMINA,
    "Bonjour,\n\nle ressort boite. https://www.tidewell.example/ressort\n\n> Which one?",
    3,
    subject="Le ressort 🔧",
    kind=Kind.MAIL,
    visibility="",
    url="mid:c1@courrier.example",
    media=(
        Media("file", "mid:c1@courrier.example/0", name="facture.pdf"),
        Media("file", "mid:c1@courrier.example/1", name=LONG),
        Media("image", "mid:c1@courrier.example/2", name="ressort.jpg"),
    ),
)


async def opened(stage: Stage) -> Any:
    account = await sample.add_account(stage.desk)
    await sample.receive(stage.desk, account, MAIL)
    page = stage.inbox()
    await show_view(page)
    await show_conversation(page, (await sample.row_of(stage.desk, "Amina")).id)
    page.grab()
    assert stage.network.asked == []
    return page


def dialog(kind: type[Any]) -> Any:
    return next((e for e in QApplication.topLevelWidgets() if type(e) is kind and e.isVisible()), 0)


def test_a_file_is_fetched_and_saved_after_a_click_and_a_name(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page = await opened(stage)
        click_hot(page, "file")
        await until(lambda: dialog(QFileDialog))
        assert stage.network.asked == []
        asking, where = dialog(QFileDialog), tmp_path / "facture.pdf"
        asking.selectFile(str(where))
        asking.accept()
        await until(lambda: page.conversation.talk.opened.saved)
        assert stage.network.asked == ["mid:c1@courrier.example/0"]
        assert where.read_bytes()
        assert shoot(page, "mail-with-files", tmp_path) > 8
        assert stage.problems == []

    run(perform(tmp_path, news, play))


def test_the_source_is_one_click_away_and_nothing_but_text(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page = await opened(stage)
        click_hot(page, "original")
        await until(lambda: dialog(Original))
        sheet = dialog(Original)
        assert "<script>alert(1)</script>" in sheet.page.toPlainText()
        assert "Received: from mx.courrier.example" in sheet.page.toPlainText()
        assert shoot(sheet, "mail-original", tmp_path) > 3
        where = tmp_path / "mail.eml"
        await sheet.keep(where)
        assert where.read_bytes() == SOURCE
        assert sheet.said.words == "Saved as mail.eml."
        sheet.reject()
        await until(lambda: not dialog(Original))
        assert stage.problems == []

    run(perform(tmp_path, news, play))
