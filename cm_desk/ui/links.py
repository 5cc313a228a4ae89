"""Links that a person clicked."""

from urllib.parse import urlsplit

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from cm_desk.text.links import true_host


def open_link(url: str) -> None:
    """In the browser, and only what a browser is for: never a file or a program."""
    if true_host(url) and urlsplit(url).scheme in ("http", "https"):
        QDesktopServices.openUrl(QUrl(url))
