import ast
import re
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from cm_desk.connectors import registry
from cm_desk.paths import PACKAGE, resource
from cm_desk.ui import art

ICONS = {each.stem for each in resource("icons").glob("*.svg")}
# How an icon is named in our calls: Icon("check"), icon="check", paint_icon(p, "check", …
FIRST, SECOND = {"Icon", "IconRow", "Empty", "Disc", "Blank"}, {"paint_icon"}


def named(source: Path) -> set[str]:
    """The icons that a module asks for by a literal name."""
    found = set()
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        given = [each.value for each in node.keywords if each.arg == "icon"]
        given += node.args[:1] if name in FIRST else []
        given += node.args[1:2] if name in SECOND else []
        given += node.args[2:3] if name == "Button" else []
        found |= {each.value for each in given if isinstance(each, ast.Constant) and each.value}
    return {name for name in found if isinstance(name, str)}


def test_every_icon_that_is_asked_for_is_there() -> None:
    asked = {name for file in PACKAGE.glob("ui/**/*.py") for name in named(file)}
    assert len(asked) > 20
    assert asked - ICONS - set(art.GLYPHS) == set()


def test_the_icons_of_the_palette_are_there() -> None:
    listed = (PACKAGE / "ui" / "finder.py").read_text("utf-8")
    block = listed[listed.index("ICONS = {") : listed.index("}", listed.index("ICONS = {"))]
    assert set(re.findall(r': "([\w-]+)"', block)) - ICONS == set()


def test_each_service_has_a_mark_and_an_unknown_one_too(qapp: QApplication) -> None:
    marks = set()
    for service in (*registry.names(), "bluesky", "mail", "discourse", "something-new"):
        image = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor("white"))
        painter = QPainter(image)
        art.paint_service(painter, QRectF(0, 0, 32, 32), service)
        painter.end()
        marks.add(bytes(image.constBits()))
        assert art.service_name(service)
    assert len(marks) >= 5
