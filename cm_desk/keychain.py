"""The OS keychain: the only place where secrets are kept. The only module with keyring.

keyring would quietly fall back to a null or plaintext backend, so what may be used is listed here,
and every write is read back.
"""

import asyncio
import importlib
import secrets
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Protocol, TypeVar

from cm_desk.errors import KeychainError, KeychainHangs, KeychainLocked, KeychainMissing
from cm_desk.lanes import within
from cm_desk.logs import hide

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
SERVICE = "CM Desk"
TRUSTED = (
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.kwallet.DBusKeyringKWallet4",
    "keyring.backends.macOS.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
)
# Windows refuses more than 1,280 UTF-16 units in one entry; 600 characters are at most 1,200.
PART_CHARS = 600
ONLY_NOW = "or keep the sign-in for this run only."


class Secrets(Protocol):
    """What the desk asks of a keychain, by account key. Each call may raise KeychainError."""

    async def get(self, key: str) -> str | None: ...

    async def set(self, key: str, secret: str) -> None: ...

    async def delete(self, key: str) -> None: ...

    def for_this_run(self, key: str, secret: str) -> None: ...

    async def renew(self, key: str, secret: str) -> None: ...


class MemoryKeychain:
    """Keeps secrets for this run only: for the demo network and for tests."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        return self._kept.get(key)

    async def set(self, key: str, secret: str) -> None:
        self.for_this_run(key, secret)

    async def delete(self, key: str) -> None:
        self._kept.pop(key, None)

    def for_this_run(self, key: str, secret: str) -> None:
        hide(secret)
        self._kept[key] = secret

    async def renew(self, key: str, secret: str) -> None:
        self.for_this_run(key, secret)


class Keychain:
    """The keychain of the person who is logged in.

    Each call runs off the main thread and ends within `timeout_s`; a call that the system never
    answers is left behind in its own thread, and the next call is a new try. `find` gives the
    backend, and raises KeychainMissing.
    """

    def __init__(
        self, find: "Callable[[], KeyringBackend] | None" = None, timeout_s: float = 5
    ) -> None:
        self._find = find or find_backend
        self._timeout_s = timeout_s
        self._memory: dict[str, str] = {}
        self._turn = asyncio.Lock()

    async def get(self, key: str) -> str | None:
        """None when nothing is kept under `key`."""
        if (secret := self._memory.get(key)) is None:
            secret = await self._ask(lambda backend: _read(backend, key))
        hide(secret)
        return secret

    async def set(self, key: str, secret: str) -> None:
        """Keep `secret`, and read it back to be sure."""
        hide(secret)
        await self._ask(lambda backend: _write(backend, key, secret))
        self._memory.pop(key, None)

    async def delete(self, key: str) -> None:
        """Nothing happens when nothing is kept. A secret of this run needs no keychain."""
        kept_now = self._memory.pop(key, None) is not None
        try:
            await self._ask(lambda backend: _remove(backend, key))
        except KeychainMissing:
            if not kept_now:
                raise

    def for_this_run(self, key: str, secret: str) -> None:
        """Keep `secret` in memory alone; it is gone when CM Desk ends."""
        hide(secret)
        self._memory[key] = secret

    async def renew(self, key: str, secret: str) -> None:
        """Keep `secret` where the one before it is; until the keychain works again in memory."""
        here_alone = key in self._memory
        self.for_this_run(key, secret)
        if not here_alone:
            with suppress(KeychainError):
                await self.set(key, secret)

    async def unlock(self, timeout_s: float = 120) -> None:
        """Let the system ask the person to unlock the keychain, for "Try again".

        Any read of a locked one shows the system's own prompt.
        """
        await self._run(lambda: self._find().get_password(SERVICE, ""), timeout_s)

    async def _ask(self, job: "Callable[[KeyringBackend], T]") -> T:
        return await self._run(lambda: job(_not_locked(self._find())), self._timeout_s)

    async def _run(self, job: Callable[[], T], timeout_s: float) -> T:
        async with self._turn:
            try:
                return await within(timeout_s, _translated, job)
            except TimeoutError as err:
                raise _hangs() from err


def find_backend() -> "KeyringBackend":
    """The best backend of the list above. One that the person configured is taken or refused.

    keyring's own choice is made once in a process, so a keychain that starts later would be
    missed; and its chainer would write into whatever else is installed.
    """
    import keyring.core

    try:
        chosen = keyring.core.load_env() or keyring.core.load_config()
    except (ImportError, AttributeError, ValueError, RuntimeError) as err:
        raise _missing(f"keyring is set up to use a keychain that does not work ({err})") from err
    if chosen is not None and _name(chosen) != "keyring.backends.chainer.ChainerBackend":
        return trusted(chosen)
    usable = [each for each in map(_backend_class, TRUSTED) if each is not None and each.viable]
    if not usable:
        raise _missing("this computer has no running keychain that CM Desk trusts")
    return max(usable, key=lambda each: each.priority)()


def trusted(backend: "KeyringBackend") -> "KeyringBackend":
    """The backend itself. Raises KeychainMissing when it is not one of ours, by its exact class."""
    if _name(backend) in TRUSTED:
        return backend
    raise _missing(f"keyring is set up to use {_name(backend)}, which does not protect a secret")


def _name(backend: "KeyringBackend") -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _backend_class(name: str) -> "type[KeyringBackend] | None":
    module, _, attribute = name.rpartition(".")
    try:
        found: type[KeyringBackend] = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError):  # the backend of another system
        return None
    return found


# --- one job in the keychain's thread ---------------------------------------------------------


def _translated(job: Callable[[], T]) -> T:
    """`job()`, with everything a keychain is known to raise turned into a KeychainError.

    Their texts stay out of ours: some name the secret's attributes.
    """
    try:
        return job()
    except _known_failures() as err:
        raise _in_our_words(err) from err


def _known_failures() -> tuple[type[Exception], ...]:
    """What keyring raises, and what the libraries below it raise past it.

    Called when something was raised: a module that is not loaded then cannot have raised it.
    """
    known = (
        ("keyring.errors", "KeyringError"),
        ("jeepney.wrappers", "DBusErrorResponse"),  # a Secret Service that hangs, after 25 s
        ("jeepney.io.common", "RouterClosed"),
        ("secretstorage.exceptions", "SecretStorageException"),
        ("dbus.exceptions", "DBusException"),
        ("keyring.backends.macOS.api", "Error"),
        ("win32ctypes.pywin32.pywintypes", "error"),
    )
    found = (getattr(sys.modules.get(module), name, None) for module, name in known)
    ours = (each for each in found if each is not None)
    return (OSError, EOFError, ValueError, RuntimeError, *ours)


def _in_our_words(err: Exception) -> KeychainError:
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    match err:
        case KeyringLocked():
            return _locked()
        case NoKeyringError() | InitError():
            return _missing("this computer has no running keychain that CM Desk trusts")
    if str(getattr(err, "name", "")).endswith(("TimedOut", "Timeout", "NoReply")):
        return _hangs()
    return KeychainError(f"Your keychain refused ({type(err).__name__}).", f"Try again, {ONLY_NOW}")


def _not_locked(backend: "KeyringBackend") -> "KeyringBackend":
    """Asked before anything else, because a read of a locked Secret Service shows a prompt."""
    if _name(backend).startswith("keyring.backends.SecretService") and _is_locked():
        raise _locked()
    return backend


def _is_locked() -> bool:
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        try:
            default = secretstorage.Collection(bus, "/org/freedesktop/secrets/aliases/default")
            return default.is_locked()
        except secretstorage.ItemNotFoundException:  # none yet: the first write makes one
            return False


def _write(backend: "KeyringBackend", key: str, secret: str) -> None:
    """Parts first, then the entry that names them: a stop in between leaves the old secret."""
    old = backend.get_password(SERVICE, key)
    first, *others = _split(secret)
    tag = secrets.token_hex(4)
    for number, part in enumerate(others, 1):
        backend.set_password(SERVICE, f"{key}#{tag}.{number}", part)
    backend.set_password(SERVICE, key, f"{len(others)}.{tag}:{first}")
    _remove_parts(backend, key, old)
    if _read(backend, key) != secret:
        raise KeychainMissing(
            "Your keychain did not keep the sign-in.", f"Use another keychain, {ONLY_NOW}"
        )


def _split(secret: str) -> list[str]:
    parts = range(0, len(secret), PART_CHARS)
    return [secret[start : start + PART_CHARS] for start in parts] or [""]


def _read(backend: "KeyringBackend", key: str) -> str | None:
    if (entry := backend.get_password(SERVICE, key)) is None:
        return None
    head, _, first = entry.partition(":")
    others = [backend.get_password(SERVICE, name) for name in _part_names(key, head)]
    if any(part is None for part in others):
        return None  # half of it is gone; signing in again repairs that
    return "".join([first, *(part or "" for part in others)])


def _remove(backend: "KeyringBackend", key: str) -> None:
    if (entry := backend.get_password(SERVICE, key)) is not None:
        backend.delete_password(SERVICE, key)
        _remove_parts(backend, key, entry)


def _remove_parts(backend: "KeyringBackend", key: str, entry: str | None) -> None:
    for name in _part_names(key, (entry or "").partition(":")[0]):
        if backend.get_password(SERVICE, name) is not None:
            backend.delete_password(SERVICE, name)


def _part_names(key: str, head: str) -> list[str]:
    """The entries that hold the rest of a secret; `head` is "COUNT.TAG"."""
    count, _, tag = head.partition(".")
    return [f"{key}#{tag}.{n}" for n in range(1, int(count) + 1)] if count.isdecimal() else []


def _locked() -> KeychainLocked:
    return KeychainLocked("Your keychain is locked.", f"Unlock it and try again, {ONLY_NOW}")


def _missing(why: str) -> KeychainMissing:
    return KeychainMissing(
        f"There is no safe place for the sign-in: {why}.",
        f"Start GNOME Keyring or KWallet and try again, {ONLY_NOW}",
    )


def _hangs() -> KeychainHangs:
    return KeychainHangs(
        "Your keychain does not answer.",
        f"It may be asking you something behind another window. Try again, {ONLY_NOW}",
    )
