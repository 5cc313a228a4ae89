"""Who may be one person: one pair at a time, by keys, with undo."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from cm_desk.actions import suggestions
from cm_desk.desk import Desk
from cm_desk.domain.model import Author, OwnLink, Page, Profile
from cm_desk.store import accounts, contacts, messages
from cm_desk.store.tx import Tx
from cm_desk.ui import theme
from cm_desk.ui.contact.likely import LikelyPage
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.keys import Keys
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.ui.look import problems
from tests.ui.people import said
from tests.ui.stage import Going, Undos, shoot

KEY = Qt.Key
LONG = "Restored the old grinder my uncle left me, and it sings again"
HOSTILE = "<b>Bo</b> <img src='file:///etc/hosts'>\u202eevil " + "long " * 90


def fill(tx: Tx) -> None:
    """Three pairs: by a checked link and the same words, by a page, by name and handle alone."""
    ours = Profile("@us@x.example", "1")
    one = accounts.add(tx, "mastodon", ours, "https://x.example")
    two = accounts.add(tx, "bluesky", ours, "https://bsky.example")
    blue = "https://bsky.example/profile/ida-b.example"
    ida = Author(
        "1", "@ida@tools.example", "Ida Brandt", "https://tools.example/@ida",
        bio="Planes, chisels and the odd spoon. Teaches on Thursdays.",
        links=(OwnLink(blue, True), OwnLink("https://idabrandt.example")),
    )  # fmt: skip
    other = Author("2", "@ida-b.example", "Ida B. 🪵", blue, bio="wood, mostly")
    bo = Author("3", "@bo@evil.example", HOSTILE, bio=f"bo.example {HOSTILE}")
    bo2 = Author("4", "@bo.example", HOSTILE, bio="bo.example")
    first = [said(ida, "1", 400, LONG), said(bo, "2", 30, "Hi"), said(ida, "6", 2, "Hello")]
    first.append(said(Author("5", "@nilsberg@sea.example", "Nils Berg"), "3", 9, "Hello"))
    second = [said(other, "4", 399.9, f"{LONG}!"), said(bo2, "5", 3, "Hi")]
    second.append(said(Author("6", "@nilsberg.example", "Nils Berg"), "7", 1, "Hello"))
    messages.save(tx, one.id, Page(tuple(first)), "new")
    messages.save(tx, two.id, Page(tuple(second)), "new")


class Scene:
    def __init__(self, desk: Desk, news: News) -> None:
        self.going, self.undos = Going(), Undos()
        self.page = LikelyPage(desk, news, _raise, self.undos, self.going)
        page = self.page
        self.keys = Keys(page, lambda do: do in page.commands and page.commands[do]() is not False)
        self.page.resize(1068, 640)
        self.page.show()
        self.page.activateWindow()

    async def at(self, place: str) -> None:
        await until(lambda: self.page.place.words == place and self.page.proposal)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.page, key)

    def names(self) -> tuple[str, str]:
        return self.page.pair.left.name.words, self.page.pair.right.name.words


def _raise(err: Exception) -> None:
    raise err


def test_keys_answer_and_undo_brings_the_pair_back(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await desk.store.write(fill)
        scene = Scene(desk, news)
        await scene.at("1 of 3")
        assert scene.names() == ("Ida Brandt", "Ida B. 🪵")
        scene.press(KEY.Key_S)
        scene.press(KEY.Key_Y)
        await until(lambda: len(scene.undos) == 1)
        await scene.at("1 of 2")
        [row] = await desk.store.read(contacts.find, "ida")
        assert row.name == "Ida B. 🪵"
        scene.press(KEY.Key_N)
        await until(lambda: len(scene.undos) == 2)
        await scene.at("1 of 1")
        scene.press(KEY.Key_L)
        await until(lambda: scene.page.stack.currentIndex() == 0 and len(scene.undos) == 3)
        for undo, left in zip(reversed(scene.undos), ("1 of 1", "of 2", "of 3"), strict=True):
            await undo.back()
            await until(lambda left=left: scene.page.place.words.endswith(left))  # type: ignore[misc]
        assert len(await desk.store.read(contacts.find, "ida")) == 2

    run(scenario())


def test_the_next_two_are_looked_at_without_an_answer_and_a_story_is_opened(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await desk.store.write(fill)
        scene = Scene(desk, news)
        await scene.at("1 of 3")
        first = scene.page.proposal
        assert first
        scene.press(KEY.Key_2)
        assert scene.going.went == [("person", first.right.id)]
        for key, place in ((KEY.Key_J, "2 of 3"), (KEY.Key_J, "3 of 3"), (KEY.Key_J, "1 of 3")):
            scene.press(key)
            await scene.at(place)
        scene.press(KEY.Key_K)
        await scene.at("3 of 3")
        assert scene.undos == []
        assert scene.page.reasons.weak.isVisibleTo(scene.page)
        assert not scene.page.pair.left.named.isVisibleTo(scene.page)  # they have one name
        scene.press(KEY.Key_U)
        assert scene.going.went[1:] == [("page", "people")]

    run(scenario())


def test_the_pair_in_sight_stays_while_others_go(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await desk.store.write(fill)
        scene = Scene(desk, news)
        await scene.at("1 of 3")
        scene.press(KEY.Key_J)
        await scene.at("2 of 3")
        here = scene.names()
        [first, *_] = await suggestions.likely(desk)
        await suggestions.later(desk, *first)
        await scene.at("1 of 2")
        assert scene.names() == here

    run(scenario())


def test_what_strangers_wrote_is_plain(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await desk.store.write(fill)
        scene = Scene(desk, news)
        await scene.at("1 of 3")
        scene.press(KEY.Key_J)
        await until(lambda: scene.names()[0].startswith("<b>Bo</b>"))
        labels = scene.page.findChildren(QLabel)
        assert {each.textFormat() for each in labels} == {Qt.TextFormat.PlainText}
        assert problems(scene.page) == []

    run(scenario())


def test_the_list_of_people_says_how_many_and_leads_there(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        going = Going()
        page = PeoplePage(desk, news, _raise, Undos(), going)
        page.show()
        await until(lambda: page.people.stack.currentWidget() is page.people.nobody)
        assert page.likely.isHidden()
        await desk.store.write(fill)
        await suggestions.look_again(desk)
        await until(lambda: page.likely.link.text() == "3 pairs may be one person each")
        page.likely.link.click()
        assert going.went == [("page", "likely")]

    run(scenario())


LOOKS = [("light", 1.0, 1068, 740), ("dark", 1.0, 944, 540), ("contrast", 1.0, 1068, 740)]
LOOKS += [("light", 2.0, 1160, 740)]


@pytest.mark.parametrize(("name", "scale", "width", "height"), LOOKS)
def test_two_people_stand_side_by_side(
    run: Run[Any], desk: Desk, news: News, qapp: QApplication, tmp_path: Path,
    name: str, scale: float, width: int, height: int,
) -> None:  # fmt: skip
    async def scenario() -> None:
        theme.use(qapp, name, scale)
        await desk.store.write(fill)
        scene = Scene(desk, news)
        scene.page.resize(width, height)
        await scene.at("1 of 3")
        assert problems(scene.page) == []
        assert shoot(scene.page, f"likely-{name}-{scale:.0f}", tmp_path) > 20

    run(scenario())
