from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from cm_desk.ui.tour import BIG, SMALL, draw, shots


def test_the_tour_draws_what_it_names_in_its_size(qapp: QApplication, tmp_path: Path) -> None:
    files = draw(qapp, tmp_path, "person")
    names = [file.name for file in files]
    assert names == ["person-light.png", "person-dark.png", "person-1000x640-light.png"]
    light, dark, small = (QImage(str(file)) for file in files)
    assert (light.size(), small.size()) == (BIG, SMALL)
    corner = BIG.width() - 60, BIG.height() - 200
    assert light.pixelColor(*corner).lightness() > 200
    assert dark.pixelColor(*corner).lightness() < 60


def test_every_screen_is_on_the_tour_light_and_dark() -> None:
    named = {shot.name for shot in shots(1) if {"light", "dark"} <= set(shot.themes)}
    wanted = {"inbox", "person", "people", "gestures", "drafts", "search", "accounts", "settings"}
    assert wanted | {"welcome", "palette", "keys"} <= named
