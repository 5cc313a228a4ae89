"""Finds services and their connectors. Nothing to change here for a new service."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from cm_desk.connectors import services
from cm_desk.connectors.base import Connector, Service
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account, Capabilities
from cm_desk.errors import SignInNeeded

DEMO = "demo"  # accounts on the embedded network have addresses that begin with "demo:"


def names() -> list[str]:
    """Every service one can add, e.g. for the list in Add Account."""
    return sorted(each.name for each in iter_modules(services.__path__) if each.name != DEMO)


@cache
def service(name: str) -> Service:
    found: Service = import_module(f"{services.__name__}.{name}").SERVICE
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
