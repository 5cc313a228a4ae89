"""Pictures that stand in messages; fetched because the person clicked, never before."""

from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.errors import BadInput
from cm_desk.text.links import true_host

MAX_BYTES = 20_000_000


async def fetch(desk: Desk, account: Account, url: str, max_bytes: int = MAX_BYTES) -> bytes:
    """In the account's own lane, without its token. Raises ServiceError, BadInput."""
    if not true_host(url):
        raise BadInput("This is not a web address.")
    connector = await desk.connector(account)
    return await desk.lane(account).run(connector.fetch, url, max_bytes)
