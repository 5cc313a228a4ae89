"""Pictures and files that stand in messages; fetched because the person clicked, never before."""

import re
from pathlib import Path

from cm_desk.actions.files import told
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.errors import BadInput
from cm_desk.text import show
from cm_desk.text.links import true_host
from cm_desk.text.mail import from_original

MAX_BYTES = 20_000_000
MAX_FILE = 60_000_000
ODD = re.compile(r'[<>:"/\\|?*]')  # what some system takes for more than a name


async def fetch(desk: Desk, account: Account, url: str, max_bytes: int = MAX_BYTES) -> bytes:
    """In the account's own lane, without its token. Raises ServiceError, BadInput."""
    if not (true_host(url) or from_original(url)[0]):
        raise BadInput("This is not a web address.")
    connector = await desk.connector(account)
    return await desk.lane(account).run(connector.fetch, url, max_bytes)


async def save(desk: Desk, account: Account, url: str, where: Path) -> None:
    """A file of a message, to where the person chose. Raises ServiceError, BadInput."""
    data = await fetch(desk, account, url, MAX_FILE)
    draft = where.with_name(f".{where.name}.part")
    with told(where):
        try:
            draft.write_bytes(data)
            draft.replace(where)
        finally:
            draft.unlink(missing_ok=True)


def file_name(name: str) -> str:
    """A stranger's name for a file, as one that is safe on every system and says what it is."""
    plain = ODD.sub("_", show.file_name(name, 100)).strip(". ")
    return plain or "file"
