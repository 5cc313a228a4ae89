"""Brand accounts: signing in, naming, removing."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import ParamSpec, TypeVar

from cm_desk.actions.faces import sweep
from cm_desk.actions.undo import Undo
from cm_desk.desk import BrowserSignIn, Desk, Found, Granted, Http, Loopback, Service
from cm_desk.domain.model import Account, Capabilities, Limits
from cm_desk.errors import BadInput, KeychainError, Offline, ServiceError
from cm_desk.keychain import Keychain
from cm_desk.lanes import within
from cm_desk.store import accounts
from cm_desk.store.accounts import AccountState
from cm_desk.store.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")
SIGN_OUT_S = 10.0
ASK_S = 20.0
CHOOSE = "Check it, or choose the service below."
MOST_S = 360.0  # for people to find their password


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in under way: show `url` in the browser, then `finish` it one way or the other."""

    service: str
    url: str
    browser: BrowserSignIn
    loopback: Loopback | None  # None: the service shows a code to paste


def services(desk: Desk) -> list[Service]:
    """Every service an account can be added from; a package that does not work is left out."""
    found = []
    for name in desk.services.names():
        with suppress(BadInput):
            found.append(desk.services.service(name))
    return found


async def recognise(desk: Desk, typed: str) -> list[Found]:
    """What is at an address, handle or mail address: each service is asked, all at once.

    The sure ones first. Raises BadInput when nobody knows it, and the ServiceError when that
    is because nothing answered.
    """
    asks = [each.recognise for each in services(desk) if each.recognise]
    told = await asyncio.gather(*(_known(desk, each, typed.strip()) for each in asks))
    found = [each for each in told if isinstance(each, Found)]
    if not found:
        silent = [each for each in told if isinstance(each, ServiceError)]
        if silent:
            raise silent[0]
        raise BadInput(f"Nothing we know answers at {typed.strip()[:80]}.", CHOOSE)
    return sorted(found, key=lambda each: not each.sure)


async def _known(
    desk: Desk, ask: Callable[[Http, str], Found | None], typed: str
) -> Found | ServiceError | None:
    try:
        return await within(ASK_S, ask, desk.http, typed)
    except ServiceError as err:
        return err
    except TimeoutError:
        return Offline("address", "no answer came in time.", "Try again, or choose the service.")


def capabilities(desk: Desk, account: Account) -> Capabilities:
    return desk.services.service_of(account).capabilities


async def limits(desk: Desk, account: Account) -> Limits:
    """How long a message may be there. Asks the server once. Raises ServiceError."""
    connector = await desk.connector(account)
    return await desk.lane(account).run(connector.limits)


async def begin(desk: Desk, service: str, address: str, paste: bool = False) -> SignIn:
    """Start a sign-in in the browser at `address`; `paste`: without a way back to this computer.

    Raises ServiceError, and BadInput for a service that asks for a form instead.
    """
    offered = desk.services.service(service)
    starting = offered.begin
    if starting is None:
        raise BadInput(f"{service} has no sign-in in the browser.")
    loopback = None if paste or offered.shows_code else Loopback()
    uri = loopback.uri if loopback else ""
    try:
        browser = await _apart(starting, desk.http, address.strip(), uri)
    except BaseException:
        if loopback:
            loopback.close()
        raise
    return SignIn(service, browser.url, browser, loopback)


async def starts(desk: Desk, service: str, answers: Mapping[str, str]) -> SignIn | None:
    """A sign-in in the browser, should the form's answers lead there.

    Raises ServiceError, BadInput.
    """
    starting = desk.services.service(service).starts
    if starting is None:
        return None
    loopback, browser = Loopback(), None
    try:
        browser = await _apart(starting, desk.http, answers, loopback.uri)
    finally:
        if browser is None:
            loopback.close()
    return SignIn(service, browser.url, browser, loopback) if browser else None


async def finish(desk: Desk, sign_in: SignIn) -> Granted:
    """Wait for the browser to come back. Cancelling closes the port. Raises ServiceError."""
    if (loopback := sign_in.loopback) is None:
        raise BadInput("This sign-in waits for a code.", "Paste the code that the page shows.")
    try:
        answer = await _apart(loopback.wait, sign_in.url)
        return await _apart(sign_in.browser.finish, answer)
    except asyncio.CancelledError:
        loopback.stop()
        raise


async def finish_with_code(desk: Desk, sign_in: SignIn, code: str) -> Granted:
    return await _apart(sign_in.browser.finish_with_code, code.strip())


async def sign_in_with(desk: Desk, service: str, answers: Mapping[str, str]) -> Granted:
    """A sign-in by the form's answers. Raises ServiceError, BadInput."""
    signing_in = desk.services.service(service).sign_in
    if signing_in is None:
        raise BadInput(f"{service} is signed in to in the browser.")
    return await _apart(signing_in, desk.http, answers)


async def add(desk: Desk, service: str, granted: Granted, this_run: bool = False) -> Account:
    """The account, signed in; one known from an archive or an earlier sign-in is taken up.

    The secret goes to the keychain before the account is there, or, with `this_run`, stays in
    memory. Raises KeychainError; then nothing was added, and `granted` may be tried again.
    """
    key = f"{service}:{granted.profile.handle}"
    if this_run:
        desk.keychain.for_this_run(key, granted.secret)
    else:
        await desk.keychain.set(key, granted.secret)
    account = await desk.store.write(_add, service, granted)
    desk.forget(account)
    return account


async def unlock(desk: Desk) -> None:
    """Let the system ask for the keychain's password. Raises KeychainError."""
    if isinstance(desk.keychain, Keychain):
        await desk.keychain.unlock()


def _add(tx: Tx, service: str, granted: Granted) -> Account:
    account = accounts.add(tx, service, granted.profile, granted.base_url)
    _well(tx, account.id)
    return account


def _well(tx: Tx, account_id: int) -> None:
    state = accounts.state(tx.db, account_id)
    accounts.set_state(tx, account_id, replace(state, problem_kind="", problem="", retry_at=None))


async def state(desk: Desk, account: Account) -> AccountState:
    """With the time of the last sync, which the store notes once in an hour only."""
    kept = await desk.store.read(accounts.state, account.id)
    return replace(kept, synced_at=desk.synced_at.get(account.id, kept.synced_at))


async def rename(desk: Desk, account: Account, name: str) -> Undo:
    await desk.store.write(accounts.change, account.id, name.strip(), None)
    back = partial(desk.store.write, accounts.change, account.id, account.name, None)
    return Undo("Account renamed.", back)


async def sign_as(desk: Desk, account: Account, signer: str) -> Undo:
    """Who answers here, by name; "" for nobody in particular."""
    await desk.store.write(accounts.change, account.id, None, signer.strip())
    back = partial(desk.store.write, accounts.change, account.id, None, account.signer)
    return Undo("Signer changed.", back)


async def remove(desk: Desk, account: Account) -> None:
    """With everything it brought, and its sign-in. There is no way back: ask first.

    Raises KeychainError when the account is gone and its secret could not be deleted.
    """
    desk.forget(account)
    await desk.store.write(accounts.remove, account.id)
    await sweep(desk)
    if account.base_url:
        await _sign_out(desk, account)
        await desk.keychain.delete(account.key)


async def _sign_out(desk: Desk, account: Account) -> None:
    """So that the token is worth nothing any more; offline it stays what it was at the service."""
    leave = desk.services.service_of(account).sign_out
    if leave is None:
        return
    with suppress(ServiceError, KeychainError, TimeoutError):
        if secret := await desk.keychain.get(account.key):
            await within(SIGN_OUT_S, leave, account, secret, desk.http)


async def try_again(desk: Desk, account: Account) -> None:
    """After the person repaired something: forget the problem, and let everything look again."""
    desk.forget(account)
    await desk.store.write(_well, account.id)
    desk.bell.ring_all()


async def _apart(job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """In a thread of its own: there is no account yet, and a cancelled wait ends at once."""
    try:
        return await within(MOST_S, job, *args, **kwargs)
    except TimeoutError as err:
        raise Offline("sign-in", "no answer came in time.", "Start the sign-in again.") from err
