"""The contract alone catches a bad connector: each rule is broken once, and its test fails."""

import inspect
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from cm_desk.connectors.base import Connector
from cm_desk.connectors.exchange import TooLong
from cm_desk.connectors.services.demo.network import Demo
from cm_desk.domain.model import Account
from cm_desk_contract import ConnectorContract
from tests.connectors.mastodon import small_server
from tests.connectors.services import test_demo, test_mastodon
from tests.connectors.services.test_demo import Steered
from tests.contracts.broken import MUTANTS, Mutant

CAUGHT = (AssertionError, Exception, pytest.fail.Exception)
RULES = [name for name in dir(ConnectorContract) if name.startswith("test_")]


def variants(test: Any) -> Iterator[dict[str, Any]]:
    """The arguments of each of its parameters."""
    marks = [m for m in getattr(test, "pytestmark", []) if m.name == "parametrize"]
    choices = [[(mark.args[0], value) for value in mark.args[1]] for mark in marks]
    for chosen in product(*choices):
        yield dict(chosen)


def broken(request: pytest.FixtureRequest, contract: Any, name: str, network: Any) -> list[str]:
    """How each variant of a test ends: "" for one that passes."""
    test, ends = getattr(contract, name), []
    for given in variants(test):
        fresh = network()
        connector = contract.connect(fresh)
        known = {"network": fresh, "connector": connector, **given}
        asked = inspect.signature(test).parameters
        known |= {each: request.getfixturevalue(each) for each in asked if each not in known}
        try:
            test(**{each: known[each] for each in asked})
            ends.append("")
        except CAUGHT as err:
            ends.append(type(err).__name__)
        finally:
            fresh.come_back()
    return ends


class Bad(test_demo.TestDemo):
    __test__ = False
    patience_s = 0.5

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def connect(self, network: Any) -> Any:
        account = Account(1, network.service, "@tidewell@social.example", "demo:x")
        return self.mutant.make(account, network.world)


@pytest.mark.parametrize(
    "mutant", MUTANTS, ids=[f"{each.make.__name__}-{each.caught_by}" for each in MUTANTS]
)
def test_a_broken_connector_is_caught(mutant: Mutant, request: pytest.FixtureRequest) -> None:
    contract = Bad(mutant)
    ends = broken(request, contract, mutant.caught_by, Steered)
    assert set(ends) - {"", "AttributeError", "NameError", "TypeError"}


def test_every_rule_is_broken_once() -> None:
    """A test that nothing can fail would prove nothing."""
    by_http = {"test_a_redirect_takes_nothing_of_ours_along"}
    left = set(RULES) - {each.caught_by for each in MUTANTS} - by_http - SAME
    assert left == set()


SAME = {  # what else would fail with one of the mutants, seen from another side
    "test_history_goes_on_after_any_page",
    "test_a_message_is_sent_once",
}


class Led(test_mastodon.TestMastodon):
    """Follows a redirect with all that it has."""

    __test__ = False

    def connect(self, network: Any) -> Connector:
        made: Any = super().connect(network)
        made.api._wire.ask = made.api._wire.follow
        return made  # type: ignore[no-any-return]


class Flooded(test_mastodon.TestMastodon):
    """Lets out an error of the room below."""

    __test__ = False

    def connect(self, network: Any) -> Connector:
        made: Any = super().connect(network)

        def ask(*_: object) -> None:
            raise TooLong(20_000_000, sent=False)

        made.api._ask = ask
        return made  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("contract", "name"),
    [
        (Led(), "test_a_redirect_takes_nothing_of_ours_along"),
        (Flooded(), "test_an_endless_answer_is_cut"),
    ],
    ids=["redirect", "flood"],
)
def test_a_broken_connector_by_http_is_caught(
    contract: Any, name: str, request: pytest.FixtureRequest
) -> None:
    with small_server() as network:
        assert any(broken(request, contract, name, lambda: network))


def test_the_demo_itself_breaks_nothing(request: pytest.FixtureRequest) -> None:
    """The way of running the contract here is not what fails."""
    contract = Bad(Mutant(Demo, ""))
    assert {name: broken(request, contract, name, Steered) for name in RULES} == {
        name: [""] * len(list(variants(getattr(contract, name)))) for name in RULES
    }
