"""Finds services and their connectors, ours and those of other packages. Nothing to change here.

A package brings one by an entry point: group `cm_desk.connectors`, the service's name, and where
its Service is, "package.module:SERVICE". docs/connectors.md, examples/matrix.
"""

import logging
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules

from cm_desk.connectors import services
from cm_desk.connectors.base import Connector, Service
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account, Capabilities
from cm_desk.errors import BadInput, SignInNeeded

GROUP = "cm_desk.connectors"
REPAIR = "Update the package, or remove it."
log = logging.getLogger(__name__)
DEMO = "demo"  # accounts on the embedded network have addresses that begin with "demo:"


def names() -> list[str]:
    """Every service one can add, e.g. for the list in Add Account."""
    return sorted({*_ours(), *_brought()} - {DEMO})


@cache
def _ours() -> frozenset[str]:
    return frozenset(each.name for each in iter_modules(services.__path__))


@cache
def _brought() -> dict[str, EntryPoint]:
    """What other packages bring; none takes the place of one of ours."""
    found = entry_points(group=GROUP)
    return {each.name: each for each in found if each.name not in {*_ours(), DEMO}}


@cache
def service(name: str) -> Service:
    """Raises BadInput for a package that does not work."""
    if name in _brought():
        return _load(name, _brought()[name])
    found: Service = import_module(f"{services.__name__}.{name}").SERVICE
    return found


def _load(name: str, entry: EntryPoint) -> Service:
    try:
        found = entry.load()
    except Exception as err:
        log.warning("the package of %s does not load: %s", name, err)
        raise BadInput(f"The package of {name} does not load: {err}", REPAIR) from err
    if not isinstance(found, Service) or found.name != name:
        what = f"The package of {name} brings no service of that name."
        raise BadInput(what, REPAIR)
    return found


def service_of(account: Account) -> Service:
    """The embedded network answers for its accounts, whatever service they play.

    What an archive brought of a service we cannot connect to is there to be read.
    """
    if account.base_url.startswith("demo:"):
        played: Service = import_module(f"{services.__name__}.{DEMO}").playing(account.service)
        return played
    return service(account.service) if account.service in names() else _archived(account.service)


def _archived(name: str) -> Service:
    return Service(name, name.capitalize(), Capabilities(), (), _no_way_there)


def _no_way_there(account: Account, secret: str, http: Http) -> Connector:
    what = "came from an archive. CM Desk cannot connect to this service yet."
    raise SignInNeeded(account.key, what, "Reading and searching work.")


def connector(account: Account, secret: str, http: Http) -> Connector:
    return service_of(account).connect(account, secret, http)
