"""The whole window over the demo community, driven by keys as a person would."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from cm_desk.actions.settings import choose
from cm_desk.domain.views import View
from cm_desk.store import conversations, outbox, settings
from cm_desk.ui import pages
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.gestures.tabs import TABS
from cm_desk.ui.looks import SCALE, THEME
from cm_desk.ui.notifier import Notifier
from cm_desk.ui.palette import Palette
from cm_desk.ui.recognition.page import TABS as BOARDS
from cm_desk.ui.shortcuts import KeySheet
from cm_desk.ui.tour import best_known, still
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.window import layout_for
from tests.conftest import Run
from tests.ui.look import problems, shoot
from tests.ui.whole import K, M, Open, inbox, patiently, press


def ids(it: Conductor) -> list[int]:
    return [row.id for row in inbox(it).list.rows.rows]


def test_triage_by_keys_and_undo(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        view, before = inbox(it).list, ids(it)
        view.choose_number(2)
        press(K.Key_J, K.Key_J, K.Key_K)
        assert view.currentIndex().row() == 3
        gone = before[3]
        press(K.Key_E)
        await patiently(lambda: gone not in ids(it))
        assert it.window.toast.isVisible()
        assert view.currentIndex().row() == 3
        press(K.Key_Z)
        await patiently(lambda: ids(it)[:20] == before[:20])
        assert it.window.toast.isHidden()
        press(K.Key_Z)
        await patiently(lambda: "Nothing left" in it.window.toast.words.words)

    run(scenario())


def test_a_reply_waits_and_comes_back_with_its_words(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        press(K.Key_R)
        editor = inbox(it).conversation.composer.form.editor
        await patiently(editor.hasFocus)
        editor.setPlainText("")
        QTest.keyClicks(editor, "jehz gs")
        press(K.Key_Return)
        assert editor.toPlainText() == "jehz gs\n"
        assert await it.desk.store.read(outbox.page) == []
        press(K.Key_Return, mod=M.ControlModifier)
        await patiently(lambda: it.window.toast.isVisible() and not editor.toPlainText())
        assert len(await it.desk.store.read(outbox.page)) == 1
        editor.setFocus()
        press(K.Key_Z, mod=M.AltModifier)
        await patiently(lambda: "jehz gs" in editor.toPlainText())
        assert await it.desk.store.read(outbox.page) == []
        press(K.Key_Escape)
        await patiently(inbox(it).list.hasFocus)
        assert "jehz gs" in editor.toPlainText()

    run(scenario())


def test_every_place_is_reached_by_its_chord(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it, reached = await opened(), list[str]()
        it.moved.connect(reached.append)
        for letter in "WHMEIDPTA":
            it.window.rail.focus_item().setFocus()
            press(K.Key_G, K[f"Key_{letter}"])
        assert reached == [
            *("waiting", "snoozed", "mentions", "done", "needs-reply", "drafts"),
            *("people", "gestures", "accounts"),
        ]
        it.window.rail.focus_item().setFocus()
        press(K.Key_Slash)
        press(K.Key_Comma, mod=M.ControlModifier)
        assert reached[-2:] == ["search", "settings"]

    run(scenario())


def test_the_palette_acts_on_who_is_selected_and_finds_people(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        await patiently(lambda: pages.selection(inbox(it)))
        press(K.Key_K, mod=M.ControlModifier)
        palette = it.window.overlay
        assert isinstance(palette, Palette)
        assert palette.model.entries[0].text == f"For {pages.selection(inbox(it))}"
        QTest.keyClicks(palette.search.edit, "priya")
        await patiently(lambda: any(e.text == "Priya Raman" for e in palette.model.entries))
        palette.run()
        await patiently(lambda: it.window.stack.currentWidget() is it.page("people"))
        await patiently(lambda: pages.selection(it.page("people")) == "Priya Raman")
        press(K.Key_Question, mod=M.ShiftModifier)
        assert isinstance(it.window.overlay, KeySheet)
        press(K.Key_Escape)
        assert it.window.overlay is None

    run(scenario())


def test_f6_goes_round_the_panes_and_f9_hides_the_rail(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        await patiently(lambda: inbox(it).conversation.id)
        seen: list[QWidget | None] = []
        for _ in range(12):
            press(K.Key_F6)
            seen.append(QApplication.focusWidget())
        assert it.window.rail.focus_item() in seen
        assert inbox(it).list in seen
        assert len({id(each) for each in seen}) >= 4
        press(K.Key_F6, mod=M.ShiftModifier)
        press(K.Key_F9)
        assert it.window.rail.isHidden()
        press(K.Key_F9)
        assert it.window.rail.isVisible()

    run(scenario())


def test_text_grows_by_key_and_is_remembered(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        press(K.Key_Plus, mod=M.ControlModifier)
        press(K.Key_Plus, mod=M.ControlModifier)
        assert it.looks.percent == 120
        await patiently(lambda: it.tasks._running == set())
        assert await it.desk.store.read(settings.get, SCALE) == "120"
        press(K.Key_0, mod=M.ControlModifier)
        assert it.looks.percent == 100
        await choose(it.desk, THEME, "dark")
        await patiently(lambda: it.looks.choice == "dark")
        await choose(it.desk, "keys.single", "0")
        await patiently(lambda: not it.window.keys.single_keys)

    run(scenario())


def test_nothing_is_offered_that_cannot_be_done(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        for action in ("go.crisis", "app.hold", "compose.later"):
            assert not it.window.can(action)
            assert not it.window.run(action)
        for place in pages.PLACES:
            assert isinstance(it.page(place.name), QWidget)

    run(scenario())


SIZES = [(1280, 800, 100), (1000, 640, 100), (1280, 800, 200), (700, 500, 100)]
SCREENS = [
    *(
        "inbox",
        "people",
        "person",
        "serendipity",
        "drafts",
        "search",
        "accounts",
    ),
    "settings",
    *(f"gestures/{tab.name}" for tab in TABS),
    *(f"recognition/{tab.name}" for tab in BOARDS),
]


@pytest.mark.parametrize(("width", "height", "percent"), SIZES)
def test_nothing_is_clipped_unnamed_or_too_small(
    run: Run[Any], opened: Open, tmp_path: Path, width: int, height: int, percent: int
) -> None:
    async def scenario() -> None:
        it = await opened()
        await choose(it.desk, SCALE, str(percent))  # kept: a page that writes a setting reads it
        await patiently(lambda: it.looks.percent == percent)
        it.window.resize(QSize(width, height))
        person, found = await best_known(it.desk), list[str]()
        for screen in SCREENS:
            if screen == "person":
                it.open_person(person)
            elif screen == "inbox":
                it.open_view(View.NEEDS_REPLY)
            else:
                it.go(screen)
            await still(it)
            name = f"{screen.replace('/', '-')}-{width}x{height}-{percent}"
            assert it.looks.percent == percent
            assert shoot(it.window, name, tmp_path) > 12
            found += [f"{screen}: {each}" for each in problems(it.window)]
        assert found == []

    run(scenario())


def test_the_buttons_of_the_card_stand_in_one_row(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        it.window.resize(QSize(1280, 800))
        names = {"Give a gesture", "Promise something", "Write a note"}
        await patiently(lambda: names <= {each.accessibleName() for each in on_card(it)})
        await still(it)
        [give] = [each for each in on_card(it) if each.accessibleName() == "Give a gesture"]
        row = [each for each in on_card(it) if each.parentWidget() is give.parentWidget()]
        assert len(row) == 4
        assert len({each.y() for each in row}) == 1

    run(scenario())


def on_card(it: Conductor) -> list[Button]:
    return inbox(it).card.findChildren(Button)


@pytest.mark.parametrize(
    ("width", "scale", "name"),
    [(1280, 1.0, "wide"), (1000, 1.0, "medium"), (1280, 2.0, "narrow"), (919, 1.0, "narrow")],
)
def test_the_layout_is_that_of_the_effective_width(width: int, scale: float, name: str) -> None:
    assert layout_for(width, scale) == name


def test_counts_follow_what_is_done(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        rail = it.window.rail
        item = rail._items[str(View.NEEDS_REPLY)]
        counts = await it.desk.store.read(conversations.counts)
        await patiently(lambda: item.count == counts.views[View.NEEDS_REPLY])
        before = item.count
        press(K.Key_E)
        await patiently(lambda: item.count == before - 1)
        assert str(before - 1) in item.accessibleName()

    run(scenario())


def test_a_view_opens_its_first_conversation_whatever_comes_in(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        it.open_view(View.MENTIONS)
        it.news.accounts.emit(frozenset({1}))
        it.news.conversations.emit(frozenset({1}))
        await patiently(lambda: inbox(it).conversation.id)
        assert inbox(it).conversation.id == ids(it)[0]

    run(scenario())


def test_a_window_that_was_narrow_gets_its_panes_back(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        await still(it)
        before = inbox(it).room.split.sizes()
        it.window.resize(700, 800)
        await still(it)
        it.window.resize(1280, 800)
        await still(it)
        assert abs(inbox(it).room.split.sizes()[0] - before[0]) < 4

    run(scenario())


def test_the_menus_offer_what_can_be_done(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        bar = it.window.menuBar()
        press(K.Key_F10)
        assert bar.isVisible()
        offered: dict[str, list[str]] = {}
        for top in bar.actions():
            menu = top.menu()
            assert isinstance(menu, QMenu)
            menu.aboutToShow.emit()
            offered[top.text()] = [each.text().split("\t")[0] for each in menu.actions()]
        assert {"New message", "Sync now", "Quit"} <= set(offered["&File"])
        assert {"Needs reply", "People", "Account 1"} <= set(offered["&Go"])
        assert {"Reply", "Snooze"} <= set(offered["&Conversation"])
        assert "Crisis plan" not in offered["&Go"]
        press(K.Key_F10)
        assert bar.isHidden()

    run(scenario())


def test_the_desktop_hears_of_a_conversation_once(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        it.window.hide()
        for name, value in (("on", "1"), ("quiet_from", "00:00"), ("quiet_to", "00:00")):
            await choose(it.desk, f"notify.{name}", value)
        notifier = Notifier(it)
        page = await it.desk.store.read(conversations.page, View.UNREAD)
        unread = [row.id for row in page.items if row.id != inbox(it).conversation.id][:3]
        notifier._changed = set(unread)
        await notifier.look()
        assert set(notifier._told) == set(unread)
        assert notifier._changed == set()
        notifier._last, notifier._changed = None, set(unread)
        await notifier.look()
        assert notifier._last is None

    run(scenario())
