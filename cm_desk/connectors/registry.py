"""Finds services and their connectors. Nothing to change here for a new service."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from cm_desk.connectors import services
from cm_desk.connectors.base import Connector, Service
from cm_desk.connectors.http import Http
from cm_desk.domain.model import Account

DEMO = "demo"  # accounts on the embedded network have addresses that begin with "demo:"


def names() -> list[str]:
    """Every service one can add, e.g. for the list in Add Account."""
    return sorted(each.name for each in iter_modules(services.__path__) if each.name != DEMO)


@cache
def service(name: str) -> Service:
    found: Service = import_module(f"{services.__name__}.{name}").SERVICE
    return found


def service_of(account: Account) -> Service:
    """The embedded network answers for its accounts, whatever service they play."""
    if not account.base_url.startswith("demo:"):
        return service(account.service)
    played: Service = import_module(f"{services.__name__}.{DEMO}").playing(account.service)
    return played


def connector(account: Account, secret: str, http: Http) -> Connector:
    return service_of(account).connect(account, secret, http)
