"""The page in the whole window."""

from typing import Any

from cm_desk.ui.serendipity.page import SerendipityPage
from cm_desk.ui.widgets.text import Label
from tests.conftest import Run
from tests.ui.whole import Open, patiently


def heights(page: SerendipityPage) -> dict[str, int]:
    return {each.words: each.sizeHint().height() for each in page.findChildren(Label)}


def test_text_made_large_and_usual_again_leaves_everything_as_it_was(
    run: Run[Any], opened: Open
) -> None:
    async def scenario() -> None:
        it = await opened()
        it.go("serendipity")
        page = it.page("serendipity")
        await patiently(lambda: page.card.hasFocus())
        assert page.selection()
        before = heights(page)
        it.looks.set("light", 200)
        await patiently(lambda: not page.card.isAncestorOf(page.card.do))
        it.looks.set("light", 100)
        await patiently(lambda: page.card.isAncestorOf(page.card.do))
        assert heights(page) == before

    run(scenario())
