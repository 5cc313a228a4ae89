"""Hears at once what a service tells by itself; the sync then looks what it is."""

import asyncio

from cm_desk.desk import Desk, Tells
from cm_desk.domain.model import Account
from cm_desk.errors import KeychainError, Rejected, ServiceError, SignInNeeded

LISTEN_S = 300.0  # then the connection is used once, so that nobody on the way forgets it
PAUSE_S = 2.0  # at least, between two things that are heard
AGAIN_S = 120.0  # after trouble; the sync says what it is


async def keep_listening(desk: Desk, account: Account, heard: asyncio.Event) -> None:
    """Sets `heard`. Ends where the service does not tell, or wants the person."""
    while True:
        try:
            connector = await desk.connector(account)
            if not isinstance(connector, Tells):
                return
            if await desk.ear(account).run(connector.wait, LISTEN_S):
                heard.set()
            await asyncio.sleep(PAUSE_S)
        except (SignInNeeded, KeychainError, Rejected):
            return
        except ServiceError:
            await asyncio.sleep(AGAIN_S)
