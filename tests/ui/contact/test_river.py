"""The story on the screen: it grows both ways, and what is being read stays where it is."""

import asyncio
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.domain.model import Page, Profile
from cm_desk.store import accounts, contacts, gestures, messages, notes
from cm_desk.store.gestures import Gesture
from cm_desk.store.river import KINDS
from cm_desk.store.tx import Tx
from cm_desk.ui import theme
from cm_desk.ui.contact.past import KEPT, MOST
from cm_desk.ui.contact.river import River
from cm_desk.ui.contact.story import Happened, key
from cm_desk.ui.news import News
from tests.conftest import NOW, Run, until
from tests.ui.people import PRIYA, said

KEY = Qt.Key


def raising(err: Exception) -> None:
    raise err


def wrote(number: int, every_days: float) -> Any:
    """A person with so many messages; her contact."""

    def fill(tx: Tx) -> int:
        us = accounts.add(tx, "mastodon", Profile("@us@x.example", "1"), "https://x.example")
        items = (
            said(PRIYA, str(n), n * every_days, f"Message {n}", bool(n % 3), thread=f"t{n // 9}")
            for n in range(number)
        )
        messages.save(tx, us.id, Page(tuple(items)), "new")
        found = contacts.resolve(tx.db, "mastodon", PRIYA.key)
        assert found
        return found

    return fill


class Scene:
    def __init__(self, desk: Desk, news: News) -> None:
        self.desk, self.river = desk, River(desk, raising)
        news.contacts.connect(lambda _ids: self.river.reload())
        news.conversations.connect(self.river.heard)
        self.river.resize(600, 500)
        self.river.show()

    async def at(self, remote_id: str) -> None:
        """Begin at a message, wherever it is."""
        message = await self.desk.store.read(messages.by_remote, 1, remote_id)
        assert message
        self.river.show_message(message.id)
        await until(lambda: self.river.current_message() == message)
        await self.calm()

    async def calm(self) -> None:
        """Nothing more is being loaded."""
        seen = -1
        while seen != len(self.river.past.entries):
            seen = len(self.river.past.entries)
            for _ in range(5):
                await self.desk.store.read(lambda _db: None)
                await asyncio.sleep(0.01)

    def texts(self) -> list[str]:
        rows = (self.river.story.row(n) for n in range(self.river.story.rowCount()))
        found = (row.entry.message for row in rows if isinstance(row, Happened))
        return [each.text for each in found if each]

    def top(self) -> int:
        return self.river.visualRect(self.river.currentIndex()).top()


def names(first: int, last: int) -> list[str]:
    return [f"Message {n}" for n in range(first, last + 1)]


def test_a_story_begun_in_the_middle_grows_both_ways_without_a_gap(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await desk.store.write(wrote(300, 0.25))
        scene = Scene(desk, news)
        scene.river.show_story(priya, KINDS)
        await scene.at("150")
        shown = scene.texts()
        assert shown == names(int(shown[0].split()[1]), int(shown[-1].split()[1]))
        assert not scene.river.past.begun
        assert not scene.river.past.ended
        while not scene.river.past.begun:
            scene.river.verticalScrollBar().setValue(0)
            await scene.calm()
        while not scene.river.past.ended:
            scene.river.scrollToBottom()
            await scene.calm()
        assert scene.texts() == names(0, 299)

    run(scenario())


def test_what_is_read_stays_where_it_is_while_newer_pages_come_in_above(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await desk.store.write(wrote(300, 0.25))
        scene = Scene(desk, news)
        scene.river.show_story(priya, KINDS)
        await scene.at("150")
        known = len(scene.river.past.entries)
        for _ in range(30):
            message = scene.river.current_message()
            QTest.keyClick(scene.river, KEY.Key_Up)
            place = scene.top()
            await scene.calm()
            assert scene.top() == place, message
        assert len(scene.river.past.entries) > known

    run(scenario())


def test_a_very_long_story_holds_some_hundred_entries_and_can_be_walked_back(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        number = MOST + 300
        priya = await desk.store.write(wrote(number, 0.1))
        scene = Scene(desk, news)
        scene.river.show_story(priya, KINDS)
        await scene.calm()
        assert scene.river.past.begun
        while not scene.river.past.ended:
            scene.river.scrollToBottom()
            await scene.calm()
        assert KEPT <= len(scene.river.past.entries) <= MOST
        assert scene.texts()[-1] == f"Message {number - 1}"
        scene.river.show_newest()
        await until(lambda: scene.river.past.begun)
        assert scene.texts()[:3] == names(0, 2)
        scene.river.show_oldest()
        await until(lambda: scene.river.past.ended)
        entry = scene.river.current_entry()
        assert entry
        assert entry.what == "first"

    run(scenario())


def test_a_change_reads_no_message_twice_and_moves_nothing(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await desk.store.write(wrote(300, 0.25))
        scene = Scene(desk, news)
        scene.river.show_story(priya, KINDS)
        await scene.at("100")
        river, place = scene.river, scene.top()
        before = {key(Happened(e)): e for e in river.past.entries}
        spot = river.current_message()
        newest = NOW - timedelta(days=100 * 0.25)
        await desk.store.write(notes.add, priya, "Likes tea", newest + timedelta(hours=1))
        await until(lambda: len(river.past.entries) == len(before) + 1)
        assert river.current_message() == spot
        assert scene.top() == place
        after = {key(Happened(e)): e for e in river.past.entries}
        assert all(after[one] is entry for one, entry in before.items() if one[0] == "message")
        removed = await desk.store.read(notes.of, priya)
        await desk.store.write(notes.remove, removed[0].id)
        await until(lambda: len(river.past.entries) == len(before))
        assert (river.current_message(), scene.top()) == (spot, place)

    run(scenario())


def test_history_that_comes_in_between_is_shown_where_it_belongs(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await desk.store.write(wrote(100, 1))
        scene = Scene(desk, news)
        scene.river.show_story(priya, KINDS)
        await scene.at("20")
        between = tuple(said(PRIYA, f"old{n}", n + 0.5, f"Old {n}") for n in range(30))
        await desk.store.write(messages.save, 1, Page(between), "history")
        await until(lambda: "Old 20" in scene.texts())
        texts = scene.texts()
        assert texts[texts.index("Message 20") :][:3] == ["Message 20", "Old 20", "Message 21"]
        current = scene.river.current_message()
        assert current
        assert current.text == "Message 20"

    run(scenario())


def test_another_width_or_text_size_keeps_what_is_read_in_its_place(
    run: Run[Any], desk: Desk, news: News, qapp: QApplication
) -> None:
    async def scenario() -> None:
        theme.use(qapp, "light", 1.0)
        priya = await desk.store.write(wrote(300, 0.25))
        scene = Scene(desk, news)
        scene.river.show_story(priya, KINDS)
        await scene.at("150")
        message, place = scene.river.current_message(), scene.top()
        for width, scale in ((360, 1.0), (900, 1.0), (900, 1.5), (500, 1.0)):
            theme.use(qapp, "light", scale)
            scene.river.resize(width, 500)
            await scene.calm()
            await asyncio.sleep(0.2)  # Qt lays out a little later
            assert (scene.river.current_message(), scene.top()) == (message, place)
        scene.river.resize(500, 200)
        await asyncio.sleep(0.2)
        assert 0 <= scene.top() < 200

    run(scenario())


def test_an_edit_is_seen_in_the_story(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await desk.store.write(wrote(30, 1))
        scene = Scene(desk, news)
        scene.river.show_story(priya, KINDS)
        await scene.at("3")
        better = said(PRIYA, "3", 3, "Better words", False, thread="t0", edited_at=NOW)
        await desk.store.write(messages.save, 1, Page((better,)), "new")
        await until(lambda: "Better words" in scene.texts())
        await desk.store.write(messages.save, 1, Page(deleted=("4",)), "new")
        deleted = "deleted later"
        await until(lambda: any(deleted in spoken for spoken in spoken_of(scene.river)))

    run(scenario())


def spoken_of(river: River) -> list[str]:
    return [str(river.story.index(n).data()) for n in range(river.story.rowCount())]


def test_a_date_brings_the_newest_of_that_day_to_the_top_with_its_month(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await desk.store.write(wrote(300, 2))
        scene = Scene(desk, news)
        scene.river.show_story(priya, KINDS)
        await scene.calm()
        scene.river.show_moment(NOW - timedelta(days=301))
        await until(lambda: not scene.river.past.begun)
        message = scene.river.current_message()
        assert message
        assert message.text == "Message 151"
        await scene.calm()
        assert 0 <= scene.top() < 100

    run(scenario())


def test_a_gesture_leads_to_its_conversation_and_message(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await desk.store.write(wrote(9, 1))
        about = await desk.store.read(messages.by_remote, 1, "4")
        assert about
        given = Gesture(
            0, priya, "gift", NOW, message_id=about.id, conversation_id=about.conversation_id
        )
        await desk.store.write(gestures.add, given)
        scene = Scene(desk, news)
        went: list[tuple[int, object]] = []
        scene.river.opened.connect(lambda *where: went.append(where))
        scene.river.show_story(priya, KINDS)
        await until(lambda: scene.river.current_entry())
        scene.river.open_current()
        scene.river.move_by(1)
        scene.river.open_current()
        first = scene.river.current_message()
        assert first
        assert went == [(about.conversation_id, about.id), (first.conversation_id, first.id)]

    run(scenario())
