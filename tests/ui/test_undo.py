from typing import Any

from PySide6.QtWidgets import QWidget

from cm_desk.actions.undo import Undo
from cm_desk.ui import toast as toasts
from cm_desk.ui.toast import Toast
from cm_desk.ui.undo import KEPT, UndoStack
from tests.conftest import Run, until


async def nothing() -> None:
    pass


def test_the_last_fifty_changes_can_be_undone_newest_first() -> None:
    stack = UndoStack()
    done = [Undo(f"Change {n}", nothing) for n in range(KEPT + 5)]
    for each in done:
        stack.push(each)
    assert [stack.pop() for _ in range(KEPT)] == done[:4:-1]
    assert stack.pop() is None


def test_the_change_of_the_toast_is_undone_once() -> None:
    stack = UndoStack()
    first, second = Undo("First", nothing), Undo("Second", nothing)
    stack.push(first)
    stack.push(second)
    assert stack.pop(first) is first
    assert stack.pop(first) is None
    assert stack.pop() is second


def test_a_toast_is_replaced_spoken_and_goes_by_itself(run: Run[Any], monkeypatch: Any) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(toasts, "announce", lambda _widget, words: spoken.append(words))
    monkeypatch.setattr(toasts, "SHOWN_MS", 2 * toasts.TICK_MS)

    async def scenario() -> None:
        window, undone, gone = QWidget(), list[int](), list[int]()
        toast = Toast(window)
        toast.undo.connect(lambda: undone.append(1))
        toast.gone.connect(lambda: gone.append(1))
        window.show()
        toast.say("Marked done.")
        toast.say("Snoozed until 09:00.")
        assert toast.words.words == "Snoozed until 09:00."
        toast.action.click()
        await until(lambda: toast.isHidden())
        assert (undone, gone) == ([1], [1])
        assert len(spoken) == 2
        assert "Undo with Z" in spoken[1]

    run(scenario())
