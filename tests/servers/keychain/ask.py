"""Uses the keychain it finds as the desk does; prints one JSON object, step by step.

`ask.py STEP…`, run by with-keychain. A step gives its value, or the name of the error.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing

import secretstorage

from cm_desk.errors import KeychainError
from cm_desk.keychain import Keychain

KEY, SECRET, LONG = "mastodon:@shop@social.example", "canary-5f1d9c", "canary-é-🍵" * 300


async def lock() -> None:
    """As when the person locks the keychain while we run."""
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()


def steps(keychain: Keychain) -> dict[str, Callable[[], Awaitable[str | None]]]:
    return {
        "get": lambda: keychain.get(KEY),
        "set": lambda: keychain.set(KEY, SECRET),
        "set_long": lambda: keychain.set(KEY, LONG),
        "delete": lambda: keychain.delete(KEY),
        "unlock": lambda: keychain.unlock(timeout_s=1),
        "lock": lock,
    }


async def main(names: list[str]) -> None:
    known, seen = steps(Keychain()), []
    for name in names:
        try:
            seen.append(await known[name]())
        except KeychainError as err:
            seen.append(type(err).__name__)
    json.dump(seen, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
