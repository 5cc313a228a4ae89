import json
from typing import Any

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from cm_desk.paths import resource
from cm_desk.ui import theme
from cm_desk.ui.looks import Looks, percent, system_theme
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.layout import box, vbox
from cm_desk.ui.widgets.text import Label, Text
from tests.conftest import Run, until
from tests.ui.look import colours

TOKENS: dict[str, Any] = json.loads(resource("tokens.json").read_text("utf-8"))


def luminance(color: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (color.redF(), color.greenF(), color.blueF())
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", theme.NAMES)
def test_every_pair_of_colours_can_be_told_apart(qapp: QApplication, name: str) -> None:
    used = theme.Theme(name)
    bad = [
        (pair["fg"], ground)
        for pair in TOKENS["pairs"]
        for ground in pair["bg"]
        if contrast(used.c(pair["fg"]), used.c(ground)) < pair["min"]
    ]
    assert bad == []


def test_initials_can_be_read_on_every_ground() -> None:
    from cm_desk.ui.faces import GROUNDS

    white = QColor("#FFFFFF")
    assert min(contrast(white, QColor(each)) for each in GROUNDS) >= 4.5


def test_a_theme_changes_under_an_open_window(run: Run[Any], qapp: QApplication) -> None:
    async def scenario() -> None:
        looks = Looks(qapp)
        looks.set("light", 100)
        title, words, button = Label("People", "title"), Text("Everybody. " * 40), Button("Add")
        window = box(vbox(title, words, button), "pane_window")
        window.resize(400, 300)
        window.show()
        await until(window.isVisible)
        ground = window.grab().toImage().pixelColor(2, 2)
        small = (title.fontMetrics().height(), button.height(), words.minimumHeight())
        looks.set("dark", 200)
        assert title.fontMetrics().height() > 1.8 * small[0]
        assert button.height() == 2 * small[1]
        assert words.minimumHeight() > 2 * small[2]
        assert window.grab().toImage().pixelColor(2, 2).lightness() < ground.lightness() - 100
        looks.set("contrast", 100)
        assert "#ffffff" in colours(window)

    run(scenario())


def test_a_window_follows_the_system_until_a_theme_is_chosen(
    run: Run[Any], qapp: QApplication
) -> None:
    async def scenario() -> None:
        looks, seen = Looks(qapp), list[str]()
        looks.changed.connect(lambda: seen.append(theme.now().name))
        looks.set("system", 100)
        assert seen == [system_theme(qapp)]
        looks.set("dark", 100)
        looks.set("dark", 100)
        assert seen[1:] == ["dark"]
        looks.set("no theme", 900)
        assert (looks.choice, looks.percent) == ("system", 200)
        qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
        await until(lambda: theme.now().name == system_theme(qapp))

    run(scenario())


@pytest.mark.parametrize(("setting", "size"), [("150", 150), ("", 100), ("²", 100), ("x", 100)])
def test_a_text_size_that_is_no_number_is_the_usual_one(setting: str, size: int) -> None:
    assert percent(setting) == size
