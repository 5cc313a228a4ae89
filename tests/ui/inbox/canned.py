"""A network that is only in memory: it counts what it is asked for, and sends nothing."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage

from cm_desk.connectors.http import Http
from cm_desk.desk import Desk, Services, open_desk
from cm_desk.domain.model import Account, Incoming, Limits, Outgoing, Page, Profile
from cm_desk.errors import Gone, Offline
from cm_desk.keychain import MemoryKeychain
from cm_desk.ui.news import News
from tests.conftest import NOW

LIMITS = Limits(500, per_link=23, mention_without_host=True, warning_counts=True, max_media=4)


SOURCE = (
    b"""Return-Path: <amina@courrier.example>\r
Received: from mx.courrier.example by mail.tidewell.example; Thu, 08 Jan 2026 08:50:00 +0000\r
From: Amina Diallo <amina@courrier.example>\r
Subject: Le ressort\r
Content-Type: text/html; charset=utf-8\r
\r
<p>Bonjour, le <b>ressort</b> boite.</p><script>alert(1)</script>\r
<img src="https://pixel.example/a.gif">\r
"""
    + b"x" * 3000
)


@dataclass
class Quiet:
    """A connector whose server has no news. `asked` are the addresses it was told to fetch."""

    service: ClassVar[str] = "mastodon"
    asked: list[str] = field(default_factory=list)

    def profile(self) -> Profile:
        return Profile("@tidewell@social.example", "1", "Tidewell")

    def limits(self) -> Limits:
        return LIMITS

    def pull(self, cursor: str | None) -> Page:
        return Page(cursor=cursor)

    def history(self, cursor: str | None) -> Page:
        return Page(cursor=cursor)

    def thread(self, remote_id: str) -> Page:
        raise Gone("mastodon:@tidewell@social.example", "That message is gone.")

    def send(self, message: Outgoing) -> Incoming:
        raise Offline("mastodon:@tidewell@social.example", "There is no network.")

    def find(self, message: Outgoing) -> Incoming | None:
        return None

    def fetch(self, url: str, max_bytes: int) -> bytes:
        self.asked.append(url)
        if "lost" in url:
            raise Gone("mastodon:@tidewell@social.example", "That picture is gone.")
        if url.startswith("mid:") and "/" not in url:
            return SOURCE
        return red_square()

    def stop(self) -> None:
        """Nothing runs."""


def red_square() -> bytes:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


async def open_quiet(folder: Path, news: News, network: Quiet) -> Desk:
    """A desk whose every account speaks to `network`."""

    def connect(account: Account, secret: str, http: Http) -> Quiet:
        return network

    services = Services(connector=connect)
    keychain = MemoryKeychain()
    await keychain.set("mastodon:@tidewell@social.example", "no secret")
    return await open_desk(
        folder, news.publish, keychain=keychain, services=services, now=lambda: NOW
    )
