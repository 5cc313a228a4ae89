import asyncio
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cm_desk.actions.progress import Progress
from cm_desk.background.sync import keep_in_sync
from cm_desk.domain.views import View
from cm_desk.errors import SlowDown
from cm_desk.store import accounts, conversations
from cm_desk.ui.accounts.page import AccountsPage
from cm_desk.ui.accounts.remove import RemoveDialog
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.place import Place, settle
from tests.ui.stage import Going, Undos, open_dialog
from tests.village import failing


class Scene:
    def __init__(self, place: Place, news: News) -> None:
        self.place, self.undos, self.problems = place, Undos(), list[Exception]()
        self.page = AccountsPage(place.desk, news, self.problems.append, self.undos, Going())
        self.page.resize(1068, 740)
        self.page.show()

    @property
    def line(self) -> Any:
        return self.page.current()


async def scene_in(folder: Path, news: News) -> Scene:
    place = await settle(folder, news.publish)
    for number in range(45):
        place.village.write(f"Message {number}")
    scene = Scene(place, news)
    await until(lambda: scene.page.model.rowCount() == 1)
    return scene


def test_history_says_how_far_it_is_stops_and_goes_on(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        scene = await scene_in(tmp_path, news)
        place, detail = scene.place, scene.page.detail
        told: list[Progress] = []

        def tell(progress: Progress) -> None:
            told.append(progress)
            news.brought.emit(place.account.id, progress)

        detail.stop.click()
        await until(lambda: scene.line.stopped)
        assert detail.history.words == "Stopped. What has come stays here."
        keeping = asyncio.create_task(
            keep_in_sync(place.desk, place.account, lambda _: None, report=tell)
        )
        await until(lambda: scene.line.state.synced_at)
        assert told == []
        detail.fetch.click()
        await until(lambda: scene.line.state.history_done)
        assert told[0].back_to is not None
        assert detail.history.words == "All of it is on this computer."
        rows = await place.desk.store.read(conversations.page, View.ALL, limit=200)
        assert len(rows.items) == 45
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await place.desk.close()

    run(scenario())


def test_a_service_that_asks_to_slow_down_says_when_it_is_tried_again(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def scenario() -> None:
        scene = await scene_in(tmp_path, news)
        scene.place.village.trouble = failing(SlowDown("village:@brand@village.example", 300))
        scene.page.detail.sync.click()
        await until(lambda: scene.line.state.problem_kind == "slow")
        shown = scene.line.standing(scene.place.clock())
        assert (shown.words, shown.tone) == ("Slowed down", "wait")
        assert shown.detail.startswith("Next try at ")
        await scene.place.desk.close()

    run(scenario())


def test_the_signer_is_changed_and_changed_back(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def scenario() -> None:
        scene = await scene_in(tmp_path, news)
        signer = scene.page.detail.signer
        signer.setFocus()
        QTest.keyClicks(signer, "Mara")
        QTest.keyClick(signer, Qt.Key.Key_Return)
        await until(lambda: scene.line.account.signer == "Mara")
        await scene.undos[0].back()
        await until(lambda: scene.line.account.signer == "")
        await scene.place.desk.close()

    run(scenario())


def test_removing_asks_once_and_return_means_no(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def scenario() -> None:
        scene = await scene_in(tmp_path, news)
        for answer, left in ((Qt.Key.Key_Return, 1), (Qt.Key.Key_Space, 0)):
            scene.page.detail.remove.click()
            await until(lambda: open_dialog(RemoveDialog))
            dialog = open_dialog(RemoveDialog)
            assert dialog is not None
            target = dialog.cancel if left else dialog.ok
            QTest.keyClick(target, answer)
            await until(lambda left=left: scene.page.model.rowCount() == left)  # type: ignore[misc]
        assert await scene.place.desk.store.read(accounts.all) == []
        assert await scene.place.keychain.get(scene.place.account.key) is None
        assert scene.page.stack.currentWidget() is scene.page.none
        await scene.place.desk.close()

    run(scenario())
