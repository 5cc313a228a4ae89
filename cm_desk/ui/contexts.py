"""In which context of resources/keymap.json the keys of a widget are. keys.py looks them up."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget


def context(widget: QWidget, name: str) -> None:
    """Keys pressed in `widget` and in what it holds are looked up in that context."""
    widget.setProperty("keys", name)


def context_of(widget: QObject | None) -> str:
    while widget is not None:
        if name := widget.property("keys"):
            return str(name)
        widget = widget.parent()
    return "global"
