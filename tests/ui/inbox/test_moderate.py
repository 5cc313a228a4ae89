"""What we say of a comment, from the menu of its conversation."""

from typing import Any

from PySide6.QtWidgets import QMenu

from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.errors import CmDeskError
from cm_desk.store import conversations
from cm_desk.ui.inbox.conversation import ConversationView
from cm_desk.ui.inbox.more import more
from cm_desk.ui.news import News
from tests.actions.test_moderation import connected
from tests.conftest import Run, until
from tests.servers.fake_wordpress import FakeWordPress
from tests.ui.stage import Going


def words(menu: QMenu) -> list[str]:
    return [each.text() for each in menu.actions()]


def test_a_held_comment_is_shown_from_the_menu(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario(site: FakeWordPress) -> None:
        await connected(desk, site)
        problems: list[CmDeskError] = []
        undos: list[Undo] = []
        view = ConversationView(desk, news, problems.append, undos.append, Going())
        view.show()
        [row] = (await desk.store.read(conversations.page, View.ALL)).items
        view.open(row.id)
        await until(lambda: view.read)
        menu = more(view, view.header.more, print, "", view.say())
        assert "Show it on the site" in words(menu)
        assert "Hide it until approved" not in words(menu)
        next(e for e in menu.actions() if e.text() == "Show it on the site").trigger()
        await until(lambda: undos)
        assert site.comments[1].status == "approved"
        await until(lambda: (say := view.say()) and not say.held)
        assert problems == []

    with FakeWordPress("brand", "a password") as site:
        site.write("Is the blue tin back?", "Jonas", "jonas@example.org", status="hold")
        run(scenario(site))
