from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cm_desk.actions import demo
from cm_desk.desk import Desk
from cm_desk.domain.model import Author, Page, Profile
from cm_desk.domain.views import View
from cm_desk.store import accounts, contacts, gestures, messages, people, promises
from cm_desk.store.tx import Tx
from cm_desk.ui.accounts.welcome import Welcome
from cm_desk.ui.news import News
from cm_desk.ui.widgets.dropping import FileDrop
from tests.conftest import NOW, Run, until
from tests.ui.people import days, said
from tests.ui.stage import Going, Undos


def raising(err: Exception) -> None:
    raise err


def test_one_key_shows_the_sample_data(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        going = Going()
        page = Welcome(desk, news, raising, Undos(), going)
        page.show()
        page.start()
        QTest.keyClick(page.demo, Qt.Key.Key_1)
        await until(lambda: going.went == [("view", View.NEEDS_REPLY, None)], 60)
        assert len(await desk.store.read(accounts.all)) == 4

    run(scenario())


def test_starting_for_real_leaves_nothing_made_up_and_all_that_is_real(
    run: Run[Any], desk: Desk
) -> None:
    async def scenario() -> None:
        await desk.store.write(really)
        mine = await desk.store.read(gestures.page)
        await demo.fill(desk)
        await demo.leave(desk)
        [account] = await desk.store.read(accounts.all)
        assert account.handle == "@real@x.example"
        found = await desk.store.read(people.page, limit=200)
        assert [each.name for each in found.items] == ["Ada"]
        assert await desk.store.read(gestures.page) == mine
        assert await desk.store.read(promises.due, NOW + days(999)) == []
        again = await demo.fill(desk)
        assert again.inserted > 1000

    run(scenario())


def really(tx: Tx) -> None:
    account = accounts.add(tx, "mastodon", Profile("@real@x.example", "1"), "https://x.example")
    ada = Author("ada@x.example", "@ada@x.example", "Ada")
    messages.save(tx, account.id, Page((said(ada, "1", 3, "Hello"),)), "new")
    contact = contacts.resolve(tx.db, "mastodon", ada.key)
    assert contact is not None
    gestures.add(tx, gestures.Gesture(0, contact, "gift", NOW))


def test_a_file_dropped_on_the_window_is_taken(run: Run[Any], tmp_path: Path) -> None:
    async def scenario() -> None:
        window, taken = QWidget(), list[Path]()
        FileDrop(window, taken.append)
        file, data = tmp_path / "archive.zip", QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        drop(window, data)
        text = QMimeData()
        text.setText("words")
        drop(window, text)
        assert taken == [file]

    run(scenario())


def drop(window: QWidget, data: QMimeData) -> None:
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(QPointF(5, 5), copy, data, left, none))
