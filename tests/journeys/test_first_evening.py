"""From the first click to the first person: sign in through the window, sync, open a story."""

import urllib.request
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cm_desk.actions.sync import sync
from cm_desk.desk import Desk
from cm_desk.lanes import Lane
from cm_desk.store import accounts
from cm_desk.ui.accounts.add import AddAccount
from cm_desk.ui.contact.page import PeoplePage
from cm_desk.ui.gestures.give import GiveDialog, give_to
from cm_desk.ui.news import News
from tests.conftest import Run, until
from tests.servers.fake_mastodon import FakeMastodon
from tests.ui.stage import Going, Undos, dialog_of

KEY = Qt.Key


class Browser:
    """Follows the sign-in page to where it leads: here the person says yes at once."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    async def sign_in(self) -> None:
        await until(lambda: self.opened)
        lane, url = Lane("browser"), self.opened[-1]
        await lane.run(lambda: urllib.request.urlopen(url, timeout=5).close())  # noqa: S310
        lane.close()


def raising(err: Exception) -> None:
    raise err


def test_connect_meet_somebody_and_thank_them(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario(fake: FakeMastodon) -> None:
        browser = Browser()
        dialog = AddAccount(desk, None, browser.opened.append)
        dialog.show()
        names = [tile.service.name for tile in dialog.choose.tiles]
        dialog.choose.tiles[names.index("mastodon")].click()
        assert dialog.address is not None
        QTest.keyClicks(dialog.address.fields["address"], fake.base_url)
        dialog.address.open.click()
        await browser.sign_in()
        await until(lambda: dialog.pages.current() is dialog.ready)
        QTest.keyClicks(dialog.ready.signer, "Mara Lindqvist")
        QTest.keyClick(dialog.ready.signer, KEY.Key_Return)
        await until(lambda: not dialog.isVisible())
        [account] = await desk.store.read(accounts.all)
        assert (account.service, account.signer) == ("mastodon", "Mara Lindqvist")

        fake.world.write("The lid cracked on day three.")
        await sync(desk, account)
        page = PeoplePage(desk, news, raising, Undos(), Going())
        page.show()
        await until(lambda: page.people.model.rowCount() == 1)
        page.people.open_current()
        river = page.person.river
        await until(lambda: river.current_message())
        message = river.current_message()
        assert message is not None
        assert message.text.endswith("The lid cracked on day three.")
        assert page.person.contact_id is not None
        asking = give_to(desk, None, page.person.contact_id, message.id)
        async with dialog_of(GiveDialog, asking) as thanks:
            QTest.keyClick(thanks.kind, KEY.Key_Return)
        await until(lambda: page.person.tabs.counts.get("Gestures") == 1)

    with FakeMastodon() as fake:
        run(scenario(fake))
