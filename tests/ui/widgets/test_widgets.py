from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cm_desk.ui.faces import initials, look
from cm_desk.ui.looks import Looks
from cm_desk.ui.widgets.buttons import Button, Check, LinkLine, Switch
from cm_desk.ui.widgets.cards import Card, IconRow, PageHead, Quote
from cm_desk.ui.widgets.chips import Chip, KeyCap, caps
from cm_desk.ui.widgets.fields import Editor, Field, Search, Select
from cm_desk.ui.widgets.layout import box, hbox, vbox
from cm_desk.ui.widgets.marks import Avatar, Icon, ServiceMark
from cm_desk.ui.widgets.messages import Banner, Empty, Meter
from cm_desk.ui.widgets.tabs import Segmented, Tabs
from cm_desk.ui.widgets.text import Label, Text, safe
from tests.conftest import Run, until
from tests.ui.look import problems

HOSTILE = [
    "x" * 500,
    "<img src=file:///etc/passwd>",
    "عمر حداد",
    "田中 由紀",
    "👩‍👩‍👧‍👦" * 60,
    "a\nb\r\n\tc",
    "\u202eevil\u202c",
    "e" + "\u0301" * 300,
    "",
    "\ud83d",
]


def everything(name: str) -> QWidget:
    tabs = Tabs(["Everything", "Messages"], {"Messages": 31})
    buttons = hbox(Button("Done", "default", "circle-check", "E"), Button("", name="More"), None)
    fields = hbox(
        Search("Search", "/"), Field(name, name="Name"), Select([name], name="Pick"), None
    )
    faces = hbox(Avatar(name, service="mastodon"), ServiceMark("bluesky"), Icon("check"), None)
    return box(
        vbox(
            PageHead("People", name, [Button("New", "primary")], tabs),
            buttons,
            fields,
            faces,
            hbox(Check("Keep"), Switch(True, "Sound"), Segmented(["A", "B"], name="Which"), None),
            Banner("wait", "You’re offline.", name, [Button("Try now", small=True)]),
            Quote(name, "Mastodon, today 09:41"),
            IconRow("flag", name),
            Meter(3, 10),
            Label(name, elide=True),
            Card(vbox(Text(name, max_lines=2))),
            LinkLine("Open the story"),
            Empty("coffee", "Nobody is waiting", name),
            hbox(Chip("At risk", "risk", "heart-crack"), KeyCap("G I"), None),
        ),
        "pane_window",
    )


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("name", ["Priya Raman", "عمر حداد", "<b>Bo</b>", "x" * 500])
def test_every_widget_takes_every_name_at_every_size(
    run: Run[Any], qapp: QApplication, name: str, percent: int
) -> None:
    async def scenario() -> None:
        Looks(qapp).set("light", percent)
        top = everything(name[:60])
        top.resize(1100 * percent // 100, 1000 * percent // 100)
        top.show()
        await until(top.isVisible)
        assert problems(top) == []

    run(scenario())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_drawn_and_never_obeyed(run: Run[Any], name: str) -> None:
    async def scenario() -> None:
        row = box(vbox(Avatar(name), Label(name, elide=True), Text(name, max_lines=3)))
        row.setFixedWidth(240)
        row.show()
        await until(row.isVisible)
        row.grab()
        assert len(initials(name)) <= 2
        assert "<" not in safe(name)

    run(scenario())


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Priya Raman", "PR"),
        ("łukasz nowak", "ŁN"),
        ("田中 由紀", "田"),
        ("عمر", "ع"),
        ("", "?"),
        ("123", "?"),
        ("@ada", "A"),
        ("Ines Carvalho, Founder", "IC"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_only_an_address_that_spells_a_face_is_drawn() -> None:
    face = look("face:F5D0DC-7A4A30-1B1210-long-BE2359-glasses")
    assert face is not None
    assert (face.cut, face.glasses) == ("long", True)
    assert look("https://a.example/face:F5D0DC-7A4A30-1B1210-long-BE2359") is None


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("G I", ("G", "I")),
        ("Ctrl+Return", ("Ctrl+↵",)),
        ("Ctrl++", ("Ctrl++",)),
        ("?", ("?",)),
        ("Shift+Down", ("Shift+↓",)),
    ],
)
def test_key_caps(keys: str, shown: tuple[str, ...]) -> None:
    assert caps(keys) == shown


def test_pasting_brings_no_markup(run: Run[Any]) -> None:
    async def scenario() -> None:
        editor, data = Editor(name="Reply"), QMimeData()
        data.setHtml("<h1>Big</h1>")
        data.setText("Big")
        editor.insertFromMimeData(data)
        assert editor.toPlainText() == "Big"

    run(scenario())


def test_segments_are_chosen_by_key_and_by_click(run: Run[Any]) -> None:
    async def scenario() -> None:
        parts, chosen = Segmented(["Light", "Dark"], name="Theme"), list[int]()
        parts.chosen.connect(chosen.append)
        parts.show()
        await until(parts.isVisible)
        QTest.mouseClick(parts.children()[-1], Qt.MouseButton.LeftButton)  # type: ignore[call-overload]
        assert (parts.current, chosen) == (1, [1])

    run(scenario())


def test_tabs_without_room_are_behind_a_button_and_arrows_reach_them(
    run: Run[Any], qapp: QApplication
) -> None:
    async def scenario() -> None:
        Looks(qapp).set("light", 200)
        tabs = Tabs(["Ledger", "Voices", "Apologies", "Promises & more"], {"Promises & more": 7})
        tabs.set_counts({"Promises & more": 7})
        top = box(vbox(tabs, gap=0))
        top.resize(440, 100)
        top.show()
        await until(tabs.more.isVisible)
        assert tabs.more.accessibleName() == "More of Views"
        assert tabs.more.geometry().right() <= tabs.width()
        hidden = [n for n in range(tabs.count()) if not tabs.isTabVisible(n)]
        assert [each.text() for each in tabs.menu().actions()][-1] == "Promises && more, 7"
        tabs.menu().actions()[-1].trigger()
        assert tabs.currentIndex() == 3
        assert tabs.isTabVisible(3)
        assert tabs.tabRect(3).width() == tabs.tabSizeHint(3).width()
        assert tabs.tabRect(3).right() <= tabs.more.x()
        for _ in hidden:
            QTest.keyClick(tabs, Qt.Key.Key_Left)
            assert tabs.isTabVisible(tabs.currentIndex())
        assert tabs.currentIndex() == 3 - len(hidden)
        top.resize(3000, 100)
        await until(tabs.more.isHidden)
        assert all(tabs.isTabVisible(n) for n in range(tabs.count()))

    run(scenario())


def test_the_icons_of_a_head_go_before_its_title_does(run: Run[Any], qapp: QApplication) -> None:
    async def scenario() -> None:
        Looks(qapp).set("light", 100)
        share, thank = Button("Share", "default", "gift"), Button("Thank", "primary", "heart")
        head = PageHead("Recognition", "", [box(hbox(share, thank))])
        whole = share.sizeHint().width()
        head.resize(600, 90)
        head.show()
        await until(head.isVisible)
        assert not share.bare
        head.resize(350, 90)
        await until(lambda: share.bare and thank.bare)
        assert share.sizeHint().width() == whole - share.icon_room
        await until(lambda: head.title.text() == "Recognition")

    run(scenario())


def test_a_name_from_right_to_left_stands_at_the_left(run: Run[Any], qapp: QApplication) -> None:
    async def scenario() -> None:
        Looks(qapp).set("light", 100)
        label = Label("عمر", elide=True)
        label.resize(400, 24)
        picture = label.grab().toImage()
        ground = picture.pixelColor(399, 0)
        right = [(x, y) for x in range(200, 400) for y in range(24)]
        assert all(picture.pixelColor(x, y) == ground for x, y in right)

    run(scenario())
