"""Every error CM Desk raises on purpose.

CmDeskError
├── BadInput            what the user gave cannot be used; names it
├── AlreadyOpen         another process writes to this data folder
├── ArchiveError        an export file; names the file and the record
├── StoreError          the database: damaged, too new, disk full
├── KeychainError       the OS keychain
│   ├── KeychainLocked
│   ├── KeychainMissing
│   └── KeychainHangs
└── ServiceError        a remote service; always names the account
    ├── Offline         no answer, nothing was sent
    ├── UnknownOutcome  a send whose answer was lost: look it up before any retry
    │   └── CannotTell  and the service keeps nothing to look it up in
    ├── SignInNeeded
    ├── SlowDown
    ├── Rejected        the service refused this one thing, in its own words
    ├── Gone            what we asked for is not there (any more)
    └── OddAnswer       an answer we cannot read: a bug, ours or theirs
"""

from pathlib import Path


class CmDeskError(Exception):
    """`what` happened, in words for the user, and `hint`: what they can do about it."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(f"{what} {hint}".strip())
        self.what, self.hint = what, hint


class BadInput(CmDeskError):
    """Something typed, chosen or dropped that cannot be used."""


class AlreadyOpen(CmDeskError):
    """One process writes to a data folder at a time."""


class ArchiveError(CmDeskError):
    """`record` is the place inside the file: "line 12", "outbox.json item 3"."""

    def __init__(self, file: Path | str, record: str, what: str, hint: str = "") -> None:
        where = f"{Path(file).name}, {record}" if record else Path(file).name
        super().__init__(f"{where}: {what}", hint)
        self.file, self.record = file, record


class StoreError(CmDeskError):
    """The database cannot be used as it is; nothing was overwritten."""


class KeychainError(CmDeskError):
    """The system keychain did not do what we asked. The secret is nowhere else."""


class KeychainLocked(KeychainError):
    """The person can unlock it and try again."""


class KeychainMissing(KeychainError):
    """No keychain we trust on this machine; only this run can be offered."""


class KeychainHangs(KeychainError):
    """No answer within the time limit."""


class ServiceError(CmDeskError):
    def __init__(self, account: str, what: str, hint: str = "") -> None:
        super().__init__(f"{account}: {what}", hint)
        self.account = account


class Offline(ServiceError):
    """No answer, or none was asked for. Nothing is lost; try again later."""


class UnknownOutcome(ServiceError):
    """A send whose answer never came: it may have arrived. Ask `find` before any retry."""


class CannotTell(UnknownOutcome):
    """The service can never say whether it arrived: only a person can find out."""


class SignInNeeded(ServiceError):
    """The service does not take our sign-in. Only the user can repair it."""


class SlowDown(ServiceError):
    """Wait `retry_after_s` seconds from now."""

    def __init__(self, account: str, retry_after_s: float) -> None:
        super().__init__(account, f"asked us to slow down for {retry_after_s:.0f} seconds.")
        self.retry_after_s = retry_after_s


class Rejected(ServiceError):
    """The service refused this one request; its own words are in `what`. A retry is useless."""


class Gone(ServiceError):
    """404 or 410."""


class OddAnswer(ServiceError):
    """An answer we cannot read: a bug, ours or theirs."""
