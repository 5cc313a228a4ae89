"""Texts that have broken programs before: our own list, and a bigger one beside the project."""

import json
from pathlib import Path

import pytest

from cm_desk_contract.naughty import NAUGHTY as NAUGHTY


def big_list() -> list[str]:
    """The Big List of Naughty Strings beside the project; the test is skipped where it is not."""
    place = Path(__file__).parents[3] / "shared" / "data" / "blns" / "blns.json"
    if not place.exists():
        pytest.skip(f"no {place.name} in {place.parent}")
    found: list[str] = json.loads(place.read_text("utf-8"))
    return found
