"""What steers a story: channels, the strip over all years, a typed date."""

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from cm_desk.desk import Desk
from cm_desk.domain import months
from cm_desk.domain.model import Author, Page
from cm_desk.store import contacts, merges, messages
from cm_desk.ui.contact.strip import in_words
from cm_desk.ui.contact.telling import Telling
from cm_desk.ui.news import News
from tests.conftest import NOW, Run, until
from tests.ui.contact.test_person import KEY, Scene
from tests.ui.people import LONG, PRIYA_MAIL, said, settle_in


def kind_read(telling: Telling) -> str:
    entry = telling.river.current_entry()
    return entry.what if entry else ""


async def opened(desk: Desk, news: News) -> tuple[Scene, Telling]:
    """Priya, who was joined with her mail address."""
    priya = await settle_in(desk)
    mail = await desk.store.read(contacts.resolve, "email", PRIYA_MAIL.key)
    assert mail
    await desk.store.write(merges.merge, priya, mail, "", NOW - timedelta(days=5))
    scene = Scene(desk, news)
    await scene.open(priya, 10)
    telling: Telling = scene.page.person.telling
    await until(lambda: len(telling.filters.switches) == 2)
    return scene, telling


def kinds(telling: Telling) -> list[str]:
    return [each.what for each in telling.river.past.entries]


def services(telling: Telling) -> set[str]:
    return {each.message.service for each in telling.river.past.entries if each.message}


def test_a_story_is_of_some_channels_and_some_kinds_together(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        scene, telling = await opened(desk, news)
        assert services(telling) == {"mastodon", "email"}
        [_, mail] = telling.filters.switches
        assert mail.accessibleName() == "Only E-mail: Hello"
        mail.setFocus()
        scene.press(KEY.Key_Space)
        await until(lambda: kinds(telling) == ["message"])
        assert services(telling) == {"email"}
        scene.press(KEY.Key_3)
        await until(lambda: kinds(telling) == [])
        scene.press(KEY.Key_0)
        await until(lambda: kinds(telling) == ["gesture", "gesture"])

    run(scenario())


def test_channels_are_chosen_from_a_menu_by_key(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        scene, telling = await opened(desk, news)
        scene.press(KEY.Key_F)
        [menu] = telling.filters.findChildren(QMenu)
        words = [each.text() for each in menu.actions() if each.text()]
        assert words == ["Mastodon", "E-mail", "Everything, wherever it was\t0"]
        menu.actions()[0].trigger()
        menu.close()
        await until(lambda: services(telling) == {"mastodon"})
        assert "note" not in kinds(telling)
        assert "signals" in kinds(telling)

    run(scenario())


def test_tab_channels_and_place_of_a_person_are_kept_while_others_are_read(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        scene, telling = await opened(desk, news)
        priya = scene.page.person.contact_id
        assert priya
        telling.filters.switches[0].click()
        scene.page.person.river.setFocus()
        scene.press(KEY.Key_2)
        await until(lambda: set(kinds(telling)) == {"message"})
        for _ in range(3):
            scene.press(KEY.Key_J)
        kept = telling.river.current_message()
        top = telling.river.visualRect(telling.river.currentIndex()).top()
        other = await desk.store.read(contacts.resolve, "mastodon", LONG.key)
        assert other
        scene.page.open_person(other)
        await until(
            lambda: (
                (telling.river.past.asked.contact_id, kinds(telling)[:1]) == (other, ["message"])
            )
        )
        assert (telling.tabs.currentIndex(), telling.filters.accounts) == (0, None)
        scene.page.open_person(priya)
        await until(lambda: telling.river.current_message() == kept)
        assert (telling.tabs.currentIndex(), telling.filters.accounts) == (1, frozenset({1}))
        assert telling.river.visualRect(telling.river.currentIndex()).top() == top

    run(scenario())


def test_another_kind_begins_where_this_one_is_read(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        scene, telling = await opened(desk, news)
        telling.river.show_moment(NOW - timedelta(days=100))
        await until(lambda: kind_read(telling) == "gesture")
        before = telling.river.current_entry()
        assert before
        scene.press(KEY.Key_2)
        await until(lambda: set(kinds(telling)) == {"message"})
        after = telling.river.current_entry()
        assert after
        assert after.at <= before.at
        assert after.message
        assert after.message.text.startswith("You can swap")

    run(scenario())


def test_a_date_is_typed_and_the_story_goes_there(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        scene, telling = await opened(desk, news)
        scene.press(KEY.Key_D)
        assert telling.date.field.hasFocus()
        QTest.keyClicks(telling.date.field, "last summer")
        scene.press(KEY.Key_Return)
        assert telling.date.said.words.startswith("That is no date. Write")
        telling.date.field.selectAll()
        QTest.keyClicks(telling.date.field, "2025-10-31")
        assert telling.date.said.words == "Friday 31 October 2025"
        scene.press(KEY.Key_Return)
        await until(telling.river.hasFocus)
        await until(lambda: kind_read(telling) == "gesture")
        entry = telling.river.current_entry()
        assert entry
        assert months.of(entry.at) == (2025, 10)
        scene.press(KEY.Key_D)
        scene.press(KEY.Key_Escape)
        assert not telling.date.isVisible()
        assert telling.river.hasFocus()

    run(scenario())


def test_the_strip_leads_through_the_years_by_keyboard(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        scene, telling = await opened(desk, news)
        strip = telling.strip
        assert strip.accessibleName() == (
            "Activity. January 2025 to March 2026: 6 from them, 2 from us, 2 gestures. "
            "Most in January 2025: 2 messages. Shown: March 2026."
        )
        strip.setFocus()
        seen = []
        for _ in range(3):
            scene.press(KEY.Key_Left)
            month = strip.accessibleName().rpartition("Shown: ")[2]
            await until(lambda m=month: read_month(telling) == m)  # type: ignore[misc]
            seen.append(month)
        assert seen == ["February 2026.", "October 2025.", "September 2025."]
        scene.press(KEY.Key_Right)
        await until(lambda: read_month(telling) == "October 2025.")
        scene.press(KEY.Key_Return)
        assert telling.river.hasFocus()
        scene.press(KEY.Key_J, Qt.KeyboardModifier.ShiftModifier)
        assert strip.accessibleName().endswith("Shown: September 2025.")

    run(scenario())


def read_month(telling: Telling) -> str:
    entry = telling.river.current_entry()
    return f"{entry.at:%B %Y}." if entry else ""


def test_the_strip_is_clicked_and_dragged(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        _, telling = await opened(desk, news)
        strip, left = telling.strip, Qt.MouseButton.LeftButton
        at = QPoint(30, 15)
        QTest.mousePress(strip, left, pos=at)
        await until(lambda: read_month(telling) == "January 2025.")
        QTest.mouseMove(strip, QPoint(strip.width() - 30, 15))
        QTest.mouseRelease(strip, left, pos=QPoint(strip.width() - 30, 15))
        assert telling.river.hasFocus()

    run(scenario())


def test_the_strip_follows_the_story_and_counts_the_channels_chosen(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        _, telling = await opened(desk, news)
        telling.river.show_oldest()
        shown = "Shown: January 2025."
        await until(lambda: telling.strip.accessibleName().endswith(shown))
        telling.filters.switches[1].click()
        await until(lambda: "1 from them, 0 from us" in telling.strip.accessibleName())

    run(scenario())


def test_a_strip_of_one_month_is_not_shown(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        new = Author("new@x.example", "@new@x.example", "New")
        await desk.store.write(messages.save, 1, Page((said(new, "n1", 0.1, "Hello"),)), "new")
        who = await desk.store.read(contacts.resolve, "mastodon", new.key)
        assert who
        scene = Scene(desk, news)
        await scene.open(who, 2)
        await until(lambda: scene.page.person.tabs.counts.get("Messages") == 1)
        assert not scene.page.person.telling.strip.isVisible()
        assert not scene.page.person.telling.filters.isVisible()
        assert in_words([], {}, 0) == ""

    run(scenario())
