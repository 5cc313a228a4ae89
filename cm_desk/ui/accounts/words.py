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
    if not account.base_url:
        return Standing("Archive", "calm", "file-archive", "From an export, not connected")
    next_try = f"Next try at {when(state.retry_at, now)}" if state.retry_at else last
    known = {
        "": Standing("Connected", "good", "circle-check", last),
        "history": Standing("Fetching", "info", "download", progress(fetching, now)),
        "sign-in": Standing("Signed out", "risk", "key-round", last),
        "slow": Standing("Slowed down", "wait", "hourglass", next_try),
        "offline": Standing("Offline", "wait", "wifi-off", next_try),
        "keychain": Standing("Keychain", "wait", "lock", last),
    }
    kind = "history" if fetching and not state.problem_kind else state.problem_kind
    return known.get(kind, Standing("Needs a look", "wait", "triangle-alert", last))


def progress(fetching: Progress | None, now: datetime) -> str:
    """How far back the history has come."""
    if fetching is None or fetching.back_to is None:
        return "Older messages come page by page"
    return f"Back to {date(fetching.back_to, now)} so far"


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
