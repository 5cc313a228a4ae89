"""How an account stands, in words, tone and icon."""

from dataclasses import dataclass
from datetime import datetime

from cm_desk.actions.progress import Progress
from cm_desk.desk import DEMO
from cm_desk.domain.model import Account
from cm_desk.errors import CmDeskError, KeychainError, ServiceError
from cm_desk.store.accounts import AccountState
from cm_desk.ui.format import ago, date, when


@dataclass(frozen=True, slots=True)
class Standing:
    """`words` stand on the chip, `detail` beside it."""

    words: str
    tone: str
    icon: str
    detail: str


def standing(
    account: Account, state: AccountState, now: datetime, fetching: Progress | None = None
) -> Standing:
    last = f"Synced {ago(state.synced_at, now)}" if state.synced_at else "Not synced yet"
    if fetching:
        return Standing("Fetching", "info", "download", progress(fetching, now))
    if not account.base_url:
        return Standing("Archive", "calm", "file-archive", "From an export, not connected")
    next_try = f"Next try at {when(state.retry_at, now)}" if state.retry_at else last
    known = {
        "": Standing("Connected", "good", "circle-check", last),
        "sign-in": Standing("Signed out", "risk", "key-round", last),
        "slow": Standing("Slowed down", "wait", "hourglass", next_try),
        "offline": Standing("Offline", "wait", "wifi-off", next_try),
        "keychain": Standing("Keychain", "wait", "lock", last),
    }
    return known.get(state.problem_kind, Standing("Needs a look", "wait", "triangle-alert", last))


def progress(fetching: Progress, now: datetime) -> str:
    """ "2,140 of about 9,600 messages", "2,140 messages, back to 3 Mar 2021"."""
    if fetching.total:
        return f"{fetching.done:,} of about {fetching.total:,} messages"
    back = f", back to {date(fetching.back_to, now)}" if fetching.back_to else ""
    return f"{fetching.done:,} messages{back}"


def is_demo(account: Account) -> bool:
    return account.base_url.startswith(DEMO)


def sentence(err: CmDeskError) -> str:
    """An error as one or two sentences under a form, each beginning with a capital."""
    what = err.what
    if isinstance(err, ServiceError):
        what = what.removeprefix(f"{err.account}: ")
        what = what if what[:1].isupper() else f"{err.account}: {what}"
    if isinstance(err, KeychainError):
        what = what[:1].upper() + what[1:]
    return f"{what} {err.hint}".strip()
