"""Drafts and outbox: each line says when and why, and nothing written is lost."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from cm_desk.actions import reply
from cm_desk.store import drafts, outbox
from cm_desk.store.drafts import Draft
from cm_desk.ui.compose.drafts import DraftsPage
from cm_desk.ui.compose.leaving import leaving_words
from cm_desk.ui.news import News
from tests.conftest import NOW, Run, until
from tests.ui.inbox import sample
from tests.ui.inbox.stage import Stage, colours, perform


async def listed(stage: Stage) -> DraftsPage:
    """One draft to Omar, one message to Priya that waits and one that was refused."""
    account = await sample.fill(stage.desk)
    priya, omar = [await sample.row_of(stage.desk, who) for who in ("Priya", "عمر")]
    await reply.save_draft(stage.desk, Draft(0, omar.id, account.id, "شكرا"))
    for text in ("On its way.", "Too long."):
        await reply.send(stage.desk, Draft(0, priya.id, account.id, text, visibility="direct"))
    refused = (await stage.desk.store.read(outbox.page))[1]
    why = "Mastodon: “Text is longer than 500 characters”."
    await stage.desk.store.write(outbox.failed, refused.id, why, None, False)
    page = DraftsPage(stage.desk, stage.news, stage.problems.append, stage.undos.append, stage.went)
    page.resize(900, 700)
    page.show()
    await until(lambda: len(page.lines) == 3)
    return page


def test_each_line_says_when_and_why(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = await listed(stage)
        spoken = sorted(line.accessibleName() for line in page.lines)
        assert any("To Priya Raman. Leaves in 10 s. On its way." in each for each in spoken)
        assert any("Did not leave. Too long." in each for each in spoken)
        assert any("To عمر حداد. Draft, 12" in each or "Draft" in each for each in spoken)
        assert colours(page) > 15

    run(perform(tmp_path, news, play))


def test_what_did_not_leave_can_be_edited_or_tried_again(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        page = await listed(stage)
        failed = next(x.unsent for x in page.lines if x.unsent.item and x.unsent.item.error)
        assert failed.item is not None
        page.press("back", failed)
        await until(lambda: stage.went.places)
        assert failed.conversation_id is not None
        assert stage.went.places == [("conversation", failed.conversation_id, None)]
        saved = await stage.desk.store.read(drafts.get, failed.conversation_id)
        assert saved is not None
        assert saved.text == "Too long."

    run(perform(tmp_path, news, play))


def test_a_draft_thrown_away_comes_back(run: Run[Any], news: News, tmp_path: Path) -> None:
    async def play(stage: Stage) -> None:
        page = await listed(stage)
        draft = next(line.unsent for line in page.lines if line.unsent.draft)
        page.press("discard", draft)
        await until(lambda: len(page.lines) == 2)
        await stage.undo()
        await until(lambda: len(page.lines) == 3)

    run(perform(tmp_path, news, play))


def test_when_it_leaves_is_said_in_seconds_then_by_the_clock(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        await listed(stage)
        item = (await stage.desk.store.read(outbox.page))[0]
        assert leaving_words(item, NOW + timedelta(seconds=2)) == "leaves in 8 s"
        assert leaving_words(item, NOW + timedelta(minutes=1)) == "leaves now"
        assert leaving_words(item, NOW - timedelta(days=1)).startswith("leaves ")

    run(perform(tmp_path, news, play))
