"""The card tells which doors are open; the composer warns before a shut one, and blocks none."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from cm_desk.domain.model import Profile
from cm_desk.store import accounts
from cm_desk.ui.compose.composer import Composer
from cm_desk.ui.contact.card import PersonCard
from cm_desk.ui.inbox.page import InboxPage
from cm_desk.ui.news import News
from cm_desk.ui.widgets.cards import IconRow
from tests.conftest import Run, until
from tests.ui.compose.test_composer import type_in
from tests.ui.inbox import sample
from tests.ui.inbox.stage import Stage, perform, show_conversation, show_view
from tests.ui.stage import shoot


async def writing(stage: Stage, service: str, hours_ago: float) -> tuple[InboxPage, Composer]:
    """Priya wrote on `service` that long ago, and on Mastodon long before."""
    desk = stage.desk
    own = await sample.add_account(desk)
    await sample.receive(desk, own, sample.said("1", sample.PRIYA, "Hello", 500))
    profile = Profile(f"shop@{service}", "2", "Shop")
    other = await desk.store.write(accounts.add, service, profile, "https://x.example")
    who = replace(sample.PRIYA, name="Pri", key="pri", handle="pri")
    await sample.receive(desk, other, sample.said("2", who, "Hello?", hours_ago))
    page = stage.inbox()
    await show_view(page)
    await show_conversation(page, (await sample.row_of(desk, "Pri")).id)
    return page, page.conversation.composer


def rows(widget: Any) -> list[str]:
    return [each.accessibleName() for each in widget.findChildren(IconRow)]


def test_a_closing_door_is_told_with_its_minutes(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage, "whatsapp", 22.5)
        await until(lambda: composer.door.isVisible())
        said = "This door closes soon. 1 h 30 min left. It counts from their last message."
        assert composer.door.accessibleName() == said
        assert shoot(page, "door-closing", tmp_path) > 20
        type_in(composer, "On its way")
        assert composer.form.send.isEnabled()

    run(perform(tmp_path, news, play))


def test_a_closed_door_is_said_and_what_is_written_can_be_sent(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page, composer = await writing(stage, "whatsapp", 30)
        await until(lambda: composer.door.isVisible())
        assert composer.door.accessibleName() == "Only templates pass. 24 h are over."
        type_in(composer, "On its way")
        assert composer.form.send.isEnabled()
        read = page.conversation.read
        assert read
        await sample.receive(
            stage.desk, read.account, sample.said("3", replace(sample.PRIYA, key="pri"), "?", 0.1)
        )
        await until(lambda: not composer.door.isVisible())

    run(perform(tmp_path, news, play))


def test_an_open_door_needs_no_words(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        _page, composer = await writing(stage, "mail", 30)
        await until(lambda: composer.who.isVisible())
        assert composer.door.isHidden()

    run(perform(tmp_path, news, play))


def test_the_card_has_a_row_for_each_door(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page, _ = await writing(stage, "instagram", 22)
        read = page.conversation.read
        assert read
        card = PersonCard(stage.desk, news, lambda err: None, lambda undo: None, stage.went)
        card.show_contact(read.row.contact_id)
        card.show()
        await until(lambda: any("Instagram" in each for each in rows(card)))
        assert "Instagram, pri from Shop: 2 h 0 min left" in rows(card)
        assert card._clock.isActive()
        card.close()
        card.deleteLater()

    run(perform(tmp_path, news, play))
