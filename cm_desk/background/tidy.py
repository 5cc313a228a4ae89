"""Merges the full text while nothing else happens, so that searches stay quick."""

from cm_desk.actions.tidy import tidy
from cm_desk.background.waiting import wait
from cm_desk.desk import Desk
from cm_desk.domain.news import Topic

QUIET_S = 15.0  # without news of a conversation
REST_S = 0.2  # between two steps: whatever the person does goes first


async def keep_tidy(desk: Desk, quiet_s: float = QUIET_S, rest_s: float = REST_S) -> None:
    changed = desk.bell.listen(Topic.CONVERSATION)
    try:
        while True:
            await changed.wait()
            while changed.is_set():
                changed.clear()
                await wait(changed, quiet_s)
            while not changed.is_set() and await tidy(desk):
                await wait(changed, rest_s)
    finally:
        desk.bell.leave(changed)
