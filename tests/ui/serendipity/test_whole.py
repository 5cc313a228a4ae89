"""The page in the whole window."""

from typing import Any

from PySide6.QtCore import Qt

from cm_desk.domain.filters import PEOPLE
from cm_desk.domain.query import parse
from cm_desk.store import outbox, sifting
from cm_desk.ui.serendipity.page import SerendipityPage
from cm_desk.ui.widgets.text import Label
from tests.conftest import Run
from tests.ui.whole import K, M, Open, patiently, press


def heights(page: SerendipityPage) -> dict[str, int]:
    return {each.words: each.sizeHint().height() for each in page.findChildren(Label)}


class Fingers:
    """Presses keys and counts them."""

    def __init__(self) -> None:
        self.pressed = 0

    def __call__(self, *keys: Qt.Key, mod: Qt.KeyboardModifier = M.NoModifier) -> None:
        self.pressed += len(keys)
        press(*keys, mod=mod)


def test_a_card_is_in_the_outbox_after_three_keys_and_the_next_one_after_one_more(
    run: Run[Any], opened: Open
) -> None:
    """And with words of one's own after three more than the words."""

    async def scenario() -> None:
        it, keys = await opened(), Fingers()
        before = len(await it.desk.store.read(outbox.page))
        keys(K.Key_G, K.Key_S)
        await patiently(lambda: it.place == "serendipity" and it.page("serendipity").selection())
        page = it.page("serendipity")
        await patiently(lambda: page.card.hasFocus())
        first = page.selection()
        keys(K.Key_Return)
        await patiently(lambda: page.selection() not in ("", first) and page.card.hasFocus())
        assert len(await it.desk.store.read(outbox.page)) == before + 1
        assert keys.pressed == 3
        second = page.selection()
        keys(K.Key_E)
        keys(K.Key_H, K.Key_I)
        keys(K.Key_Return, mod=M.ControlModifier)
        keys(K.Key_Return)
        done = page.stack.currentWidget
        await patiently(lambda: page.selection() not in ("", second) or done() is page.empty)
        waiting = await it.desk.store.read(outbox.page)
        assert len(waiting) == before + 2
        assert any(each.outgoing.text.rstrip().endswith("hi") for each in waiting)
        assert keys.pressed == 3 + 3 + 2
        keys(K.Key_Z)
        await patiently(lambda: page.selection() == second)
        assert page.card.text.endswith("hi"), "what was written is still there"
        assert len(await it.desk.store.read(outbox.page)) == before + 1

    run(scenario())


def test_whom_nobody_thanked_is_the_list_with_as_many_people(run: Run[Any], opened: Open) -> None:
    async def scenario() -> None:
        it = await opened()
        it.go("serendipity")
        page = it.page("serendipity")
        await patiently(lambda: page.card.hasFocus() and "people" in page.side.never.text())
        said = int(page.side.never.text().split()[0])
        press(K.Key_N)
        await patiently(lambda: it.place == "people")
        people = it.page("people").people
        await patiently(lambda: people.field.text == "gesture:none" and people.model.rowCount())
        query = parse("gesture:none", PEOPLE, it.desk.now())
        assert (await it.desk.store.read(sifting.count, query, it.desk.now()))[0] == said

    run(scenario())


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
