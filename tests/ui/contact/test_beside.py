"""What stands beside a story: our posts around a day, each of the likes of a month."""

from datetime import UTC, datetime, timedelta
from typing import Any

from cm_desk.desk import Desk
from cm_desk.domain.model import Kind, Page
from cm_desk.store import contacts, merges, messages
from cm_desk.ui.contact.asides import span
from cm_desk.ui.contact.person import PersonView
from cm_desk.ui.news import News
from tests.conftest import NOW, Run, until
from tests.ui.contact.test_person import KEY, Scene
from tests.ui.people import OMAR, said, settle_in


async def posted(desk: Desk) -> None:
    news = said(None, "p1", 21.5, "We opened the repair bench.", True, kind=Kind.POST)
    quiet = said(None, "p2", 21.5, "For us alone", True, kind=Kind.POST, visibility="private")
    await desk.store.write(messages.save, 1, Page((news, quiet)), "new")


def view(scene: Scene) -> PersonView:
    return scene.page.person


async def beside(scene: Scene, title: str) -> None:
    await until(lambda: view(scene).drawer.isVisible())
    await until(lambda: view(scene).beside.title.words == title)


def texts(scene: Scene) -> list[str]:
    return [each.text for each in view(scene).beside.lines.lines]


def test_w_tells_what_we_posted_around_a_message_and_leads_there_and_back(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        await posted(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        scene.river.show_moment(NOW - timedelta(days=21.95))
        await until(lambda: scene.river.current_entry().what == "signals")
        entry = scene.river.current_entry()
        scene.press(KEY.Key_W)
        await beside(scene, "What was happening")
        assert texts(scene) == ["We opened the repair bench."]
        assert view(scene).beside.list.hasFocus()
        scene.press(KEY.Key_J)
        scene.press(KEY.Key_Return)
        post = await desk.store.read(messages.by_remote, 1, "p1")
        assert post
        assert scene.going.went == [("conversation", post.conversation_id)]
        scene.press(KEY.Key_Escape)
        assert not view(scene).drawer.isVisible()
        assert scene.river.hasFocus()
        assert scene.river.current_entry() == entry

    run(scenario())


def test_a_day_without_a_post_says_so(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        scene.press(KEY.Key_W)
        await beside(scene, "What was happening")
        assert texts(scene) == []
        assert view(scene).beside.nothing.words.startswith("We posted nothing in public")
        scene.press(KEY.Key_Escape)
        assert scene.river.hasFocus()

    run(scenario())


def test_fourteen_boosts_are_one_line_that_opens_to_its_list(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        scene = Scene(desk, news)
        await scene.open(priya, 10)
        scene.press(KEY.Key_7)
        await until(lambda: scene.river.current_entry().what == "signals")
        spoken = scene.river.currentIndex().data()
        assert "Boosted us 14 times in February on Mastodon. Enter shows each" in spoken
        scene.press(KEY.Key_O)
        await beside(scene, "Boosted us 14 times in February")
        assert len(texts(scene)) == 14
        assert set(texts(scene)) == {
            "Third Tidewell in the family! This one is for my dad’s 70th 🎂"
        }
        assert [each.at for each in view(scene).beside.lines.lines] == sorted(
            (each.at for each in view(scene).beside.lines.lines), reverse=True
        )

    run(scenario())


def test_people_who_parted_lead_to_each_other(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        omar = await desk.store.read(contacts.resolve, "mastodon", OMAR.key)
        assert omar
        merged = await desk.store.write(merges.merge, priya, omar, "", NOW - timedelta(days=2))
        assert merged
        await desk.store.write(merges.part, merged, NOW - timedelta(hours=1))
        scene = Scene(desk, news)
        for here, there in ((priya, omar), (omar, priya)):
            scene.going.went.clear()
            await scene.open(here, 2)
            scene.river.setFocus()
            scene.river.show_newest()
            await until(lambda: scene.river.current_entry().what == "merge")
            assert scene.river.current_entry().turn == "parted"
            scene.press(KEY.Key_O)
            assert scene.going.went == [("person", there)]

    run(scenario())


def test_the_days_around_a_moment_are_named() -> None:
    assert span(datetime(2025, 3, 14, 12, tzinfo=UTC)) == "13 to 15 March 2025"
    assert span(datetime(2025, 3, 31, 12, tzinfo=UTC)) == "30 March to 1 April 2025"
    assert span(datetime(2026, 1, 1, 12, tzinfo=UTC)) == "31 December 2025 to 2 January 2026"
