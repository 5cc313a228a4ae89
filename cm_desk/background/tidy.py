"""What the store has put off is done while nothing else happens."""

import asyncio

from cm_desk.actions.tidy import settle_people, tidy
from cm_desk.background.waiting import wait
from cm_desk.desk import Desk
from cm_desk.domain.news import Topic

QUIET_S = 15.0  # without news of a conversation
REST_S = 0.2  # between two steps: whatever the person does goes first
SOON_S = 1.0  # after news of a person: there may be more of it
PAUSE_S = 0.02


async def keep_tidy(desk: Desk, quiet_s: float = QUIET_S, rest_s: float = REST_S) -> None:
    """Merges the full text, so that searches stay quick."""
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


async def keep_people(desk: Desk, soon_s: float = SOON_S, pause_s: float = PAUSE_S) -> None:
    """Brings lines of the list of people up to date, so that the list opens at once."""
    changed = desk.bell.listen(Topic.CONTACT)
    try:
        while True:
            if await settle_people(desk):
                await asyncio.sleep(pause_s)
                continue
            await changed.wait()
            await asyncio.sleep(soon_s)
            changed.clear()
    finally:
        desk.bell.leave(changed)
