"""Whatever strangers write as names, texts, warnings and file names: it is painted, no more."""

from pathlib import Path
from typing import Any

import pytest

from cm_desk.domain.model import Author, Incoming, Media, Page, Poll, PollOption
from cm_desk.store import messages
from cm_desk.ui import theme
from cm_desk.ui.inbox.bubbles import BubbleDelegate
from cm_desk.ui.links import open_link
from cm_desk.ui.news import News
from cm_desk.ui.pictures import picture
from tests.conftest import Run, until
from tests.ui.inbox import sample
from tests.ui.inbox.canned import red_square
from tests.ui.inbox.stage import Stage, click_hot, perform, show_conversation, show_view

STRINGS = (
    "", " ", "\0", "\x07\x1b[31m", "\u202e\u202dabc\u2066", "Z̸̡̢͖͚̦̎̓͌͑a̷l̴g̵o̶" * 40, "e" + "\u0301" * 5000,
    "<img src=file:///etc/passwd>", "<b>&amp;</b><script>alert(1)</script>", "&#0;&#x1F600;",
    "👩‍👩‍👧‍👦" * 200, "🏳️‍🌈🇩🇪👍🏿", "ｆｕｌｌ", "ﷺ" * 300, "ความ" * 300, "नमस्ते " * 300, "漢" * 3000,
    "עברית ١٢٣ abc " * 100, "\ufeff\u200b\u2060", "\ud83d", "x" * 1_000_000, "a\n" * 20_000,
    "\t\r\n\u2028\u2029\x85", "%s%n%d{0}${x}", "'; drop table messages; --", "../../etc/passwd",
    "https://" + "a" * 5000, "https://[::1", "http://user@host@evil/", "https://xn--80ak6aa92e.com/",
    "NaN", "-1e309", "\\u0000", "﷽" * 500, "\U000e0041\U000e007f", "\U0010ffff", "\uffff\ufffe",
)  # fmt: skip


def hostile(number: int, text: str) -> Incoming:
    who = Author(f"{number}@h.example", text, text, text, text, text)
    media = (Media("image", text, text, text), Media(text, "https://p.example/x.png", text))
    poll = Poll((PollOption(text, 1), PollOption(text))) if number % 3 == 0 else None
    warning = text if number % 5 == 1 else ""
    more: dict[str, Any] = {"media": media, "poll": poll, "warning": warning, "subject": text[:900]}
    return sample.said(f"h{number}", who, text, number + 1, f"t{number}", lang=text[:9], **more)


@pytest.mark.parametrize("name", ["light", "contrast"])
def test_nothing_crashes_runs_or_is_fetched(
    run: Run[Any], news: News, tmp_path: Path, name: str
) -> None:
    async def play(stage: Stage) -> None:
        account = await sample.add_account(stage.desk)
        items = tuple(hostile(number, text) for number, text in enumerate(STRINGS))
        await stage.desk.store.write(messages.save, account.id, Page(items), "new")
        page = stage.inbox((1000, 640))
        await show_view(page)
        assert len(page.list.rows.rows) == len(STRINGS)
        for number, row in enumerate(page.list.rows.rows):
            page.list.choose_number(number)
            await show_conversation(page, row.id)
            page.conversation.talk.opened.unfolded.add(row.last_message_id)
            page.grab()
            page.conversation.talk.copy()
        assert stage.network.asked == []
        assert stage.problems == []

    run(perform(tmp_path, news, play))


def test_a_bubble_of_a_megabyte_is_cut_and_says_so(
    run: Run[Any], news: News, tmp_path: Path
) -> None:
    async def play(stage: Stage) -> None:
        account = await sample.add_account(stage.desk)
        await sample.receive(stage.desk, account, hostile(2, "x" * 1_000_000))
        page = stage.inbox()
        await show_view(page)
        await show_conversation(page, page.list.rows.rows[0].id)
        talk = page.conversation.talk
        strips: BubbleDelegate = talk.bubbles
        await until(lambda: talk.rows.items)
        assert strips.strip(talk.rows.items[-1]).height < theme.now().px(8000)
        item = talk.rows.items[-1]
        whats = [hot.what for hot in strips.strip(item).hots(talk.rect().topLeft().toPointF())]
        assert "whole" in whats

    run(perform(tmp_path, news, play))


@pytest.mark.parametrize(
    "url", ["https://[::1", "file:///etc/passwd", "x" * 5000, "lost://a.example"]
)
def test_a_picture_that_cannot_be_had_says_so_in_its_place(
    run: Run[Any], news: News, tmp_path: Path, url: str
) -> None:
    async def play(stage: Stage) -> None:
        account = await sample.add_account(stage.desk)
        lost = sample.said("p", sample.PRIYA, "Look", 1, media=(Media("image", url, "A lid"),))
        await sample.receive(stage.desk, account, lost)
        page = stage.inbox()
        await show_view(page)
        await show_conversation(page, page.list.rows.rows[0].id)
        click_hot(page, "image")
        pictures = page.conversation.talk.opened.pictures
        await until(lambda: isinstance(pictures.get(url), str))
        assert str(pictures[url]).startswith("This picture did not come.")
        open_link(url)  # nothing starts
        assert stage.problems == []

    run(perform(tmp_path, news, play))


def test_bytes_that_are_no_picture_are_told_apart() -> None:
    assert picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>") == (
        "This is not a picture we can show."
    )
    assert picture(b"") == "This is not a picture we can show."
    assert picture(red_square()[:60]) == "This picture is damaged."
