"""The keychain over backends that misbehave; tests/test_keychain_real.py has a real one."""

import asyncio
import importlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import SecretService, chainer, fail, null
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError, PasswordSetError

from cm_desk.errors import KeychainError, KeychainHangs, KeychainLocked, KeychainMissing
from cm_desk.keychain import Keychain, MemoryKeychain, find_backend, trusted

jeepney: Any = importlib.import_module("jeepney")  # has no types
KEY, CANARY = "mastodon:@shop@social.example", "canary-5f1d9c"
LIMIT = 1280  # of Windows, in UTF-16 units


class Kept(KeyringBackend):
    """A keychain in memory with Windows' limit."""

    priority = -1

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le", "surrogatepass")) > 2 * LIMIT:
            raise PasswordSetError("too long")
        self.entries[username] = password

    def delete_password(self, service: str, username: str) -> None:
        if username not in self.entries:
            raise PasswordDeleteError(username)
        del self.entries[username]


class Raises(Kept):
    def __init__(self, err: BaseException) -> None:
        super().__init__()
        self.err = err

    def get_password(self, service: str, username: str) -> str | None:
        raise self.err


class Forgets(Kept):
    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Blocks(Kept):
    """Answers once `open` is set, as a desktop does whose prompt waits."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.open.wait()
        return super().get_password(service, username)


def over(backend: KeyringBackend, timeout_s: float = 5) -> Keychain:
    return Keychain(lambda: backend, timeout_s)


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=3000), max_size=4))
def test_whatever_is_kept_is_read_back_and_leaves_nothing(all_secrets: list[str]) -> None:
    async def scenario() -> None:
        backend = Kept()
        keychain = over(backend)
        for secret in all_secrets:
            await keychain.set(KEY, secret)
            assert await over(backend).get(KEY) == secret
            assert len(backend.entries) == max(1, -(-len(secret) // 600))
        await keychain.delete(KEY)
        assert backend.entries == {}

    run(scenario())


def test_half_a_secret_is_no_secret() -> None:
    async def scenario() -> None:
        backend = Kept()
        await over(backend).set(KEY, CANARY * 200)
        del backend.entries[next(name for name in backend.entries if "#" in name)]
        assert await over(backend).get(KEY) is None

    run(scenario())


@pytest.mark.parametrize("backend", [Forgets, null.Keyring], ids=["forgets", "null"])
def test_a_keychain_that_forgets_is_noticed_at_once(backend: type[KeyringBackend]) -> None:
    with pytest.raises(KeychainMissing, match="did not keep"):
        run(over(backend()).set(KEY, CANARY))


def _named(module: str, name: str) -> type[KeyringBackend]:
    return type(name, (Kept,), {"__module__": module, "__qualname__": name})


@pytest.mark.parametrize(
    "backend",
    [
        null.Keyring,
        fail.Keyring,
        chainer.ChainerBackend,
        _named("keyrings.alt.file", "PlaintextKeyring"),
        _named("keyring.backends.SecretService", "Plaintext"),
        type("Mine", (SecretService.Keyring,), {}),
    ],
    ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}",
)
def test_only_the_listed_backends_are_trusted(backend: type[KeyringBackend]) -> None:
    with pytest.raises(KeychainMissing, match="does not protect"):
        trusted(backend())


def test_a_listed_backend_is_trusted() -> None:
    kind: type[KeyringBackend] = SecretService.Keyring
    backend = kind()
    assert trusted(backend) is backend


@pytest.mark.parametrize(
    ("configured", "says"),
    [
        ("keyring.backends.null.Keyring", "does not protect"),
        ("keyring.backends.fail.Keyring", "does not protect"),
        ("keyrings.alt.file.PlaintextKeyring", "does not work"),
        ("keyring.backends.SecretService.Nothing", "does not work"),
        ("keyring.backends.chainer.ChainerBackend", "no running keychain"),
    ],
)
def test_what_the_person_configured_is_taken_or_refused(
    configured: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", configured)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    with pytest.raises(KeychainMissing, match=says):
        find_backend()


def test_a_hanging_keychain_hangs_nobody_and_can_be_tried_again() -> None:
    async def scenario() -> None:
        backend = Blocks()
        turning = asyncio.create_task(asyncio.sleep(0))
        with pytest.raises(KeychainHangs, match="does not answer"):
            await over(backend, timeout_s=0.05).get(KEY)
        assert turning.done()
        backend.open.set()
        assert await over(backend).get(KEY) is None

    run(scenario())


def _dbus_error(name: str) -> Exception:
    call = jeepney.new_method_call(jeepney.DBusAddress("/", "org.example", "org.example"), "Get")
    call.header.serial = 1
    err: Exception = jeepney.DBusErrorResponse(jeepney.new_error(call, name))
    return err


@pytest.mark.parametrize(
    ("raised", "ours"),
    [
        (KeyringLocked(CANARY), KeychainLocked),
        (InitError(CANARY), KeychainMissing),
        (PasswordSetError(CANARY), KeychainError),
        (ConnectionResetError(CANARY), KeychainError),
        (ValueError(CANARY), KeychainError),
        (_dbus_error("org.freedesktop.DBus.Error.TimedOut"), KeychainHangs),
        (_dbus_error("org.freedesktop.DBus.Error.AccessDenied"), KeychainError),
    ],
)
def test_each_failure_is_a_sentence_without_the_secret(
    raised: Exception, ours: type[KeychainError]
) -> None:
    with pytest.raises(ours) as seen:
        run(over(Raises(raised)).get(KEY))
    assert type(seen.value) is ours
    assert CANARY not in str(seen.value)
    assert seen.value.hint.endswith("keep the sign-in for this run only.")


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(TypeError):
        run(over(Raises(TypeError())).get(KEY))


def _no_keychain() -> KeyringBackend:
    raise KeychainMissing("none", "")


def test_without_a_keychain_a_secret_can_be_kept_for_this_run() -> None:
    async def scenario() -> None:
        keychain = Keychain(_no_keychain)
        keychain.for_this_run(KEY, CANARY)
        assert await keychain.get(KEY) == CANARY
        await keychain.delete(KEY)
        with pytest.raises(KeychainMissing):
            await keychain.get(KEY)
        with pytest.raises(KeychainMissing):
            await keychain.delete(KEY)

    run(scenario())


def test_a_secret_of_this_run_gives_way_to_a_kept_one() -> None:
    async def scenario() -> None:
        backend = Kept()
        keychain = over(backend)
        keychain.for_this_run(KEY, "old-canary")
        await keychain.set(KEY, CANARY)
        assert await keychain.get(KEY) == CANARY
        assert list(backend.entries) == [KEY]

    run(scenario())


@pytest.mark.parametrize("make", [MemoryKeychain, lambda: over(Kept())])
def test_every_keychain_answers_alike(make: Callable[[], Keychain | MemoryKeychain]) -> None:
    async def scenario() -> None:
        keychain = make()
        assert await keychain.get(KEY) is None
        await keychain.set(KEY, CANARY)
        assert await keychain.get(KEY) == CANARY
        await keychain.delete(KEY)
        await keychain.delete(KEY)
        assert await keychain.get(KEY) is None

    run(scenario())


def test_a_renewed_secret_stays_where_the_one_before_was() -> None:
    async def scenario() -> None:
        backend = Kept()
        keychain = over(backend)
        await keychain.set(KEY, "first")
        await keychain.renew(KEY, CANARY)
        assert await over(backend).get(KEY) == CANARY
        keychain.for_this_run("other", "first")
        await keychain.renew("other", CANARY)
        assert await keychain.get("other") == CANARY
        assert CANARY not in backend.entries.get("other", "")

    run(scenario())


def test_a_renewed_secret_works_on_while_the_keychain_does_not() -> None:
    async def scenario() -> None:
        keychain = over(Raises(KeyringLocked()))
        await keychain.renew(KEY, CANARY)
        assert await keychain.get(KEY) == CANARY

    run(scenario())
