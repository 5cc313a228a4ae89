"""Every service by every test of the contract, with counts: python -m tests.contracts.table

Runs tests/connectors/services. A number is how many variants passed, "–" a rule that does not
apply there, "skip" a service whose server is not installed, "FAIL" what it says.
"""

import inspect
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from cm_desk_contract import Contract

SERVICES = Path(__file__).parents[1] / "connectors" / "services"
UNLESS = re.compile(r"if not self\.(\w+):\n\s+return")


class Heard:
    """Counts how the tests of the contract end, by class and rule."""

    def __init__(self) -> None:
        self.classes: dict[str, type[Contract]] = {}
        self.counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        kept = []
        for item in items:
            of = getattr(item, "cls", None)
            if of is not None and issubclass(of, Contract):
                self.classes[of.__name__.removeprefix("Test")] = of
                kept.append(item)
        items[:] = kept

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            _, of, name = report.nodeid.split("::")
            self.counts[of.removeprefix("Test"), name.partition("[")[0]][report.outcome] += 1

    def cell(self, of: str, rule: str) -> str:
        counts = self.counts[of, rule]
        if counts["failed"]:
            return "FAIL"
        if counts["skipped"]:
            return "skip"
        found = UNLESS.search(inspect.getsource(getattr(self.classes[of], rule, _nothing)))
        if not counts["passed"] or (found and not getattr(self.classes[of], found[1])):
            return "–"
        return str(counts["passed"])

    def lines(self) -> list[str]:
        rules = list(dict.fromkeys(rule for _, rule in self.counts))
        names = sorted(self.classes)
        wide = max(map(len, rules)) - len("test_")
        made = [f"{'':{wide}}  " + "  ".join(names)]
        for rule in rules:
            cells = "  ".join(f"{self.cell(of, rule):>{len(of)}}" for of in names)
            made.append(f"{rule.removeprefix('test_').replace('_', ' '):{wide}}  {cells}")
        totals = (
            sum(int(n) for rule in rules if (n := self.cell(of, rule)).isdigit()) for of in names
        )
        sums = "  ".join(f"{n:>{len(of)}}" for n, of in zip(totals, names, strict=True))
        return [*made, f"{'passed in all':{wide}}  {sums}"]


def _nothing() -> None:
    """A rule that a class does not have."""


def main() -> int:
    heard = Heard()
    status = pytest.main(["-q", "--no-header", "-p", "no:cacheprovider", str(SERVICES)], [heard])
    print("\n".join(heard.lines()))  # noqa: T201
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
