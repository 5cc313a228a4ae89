"""How often a suggestion is right, on invented people whose names are near each other.

`pytest -s` shows the figures. The weights were set on one village, the other is only counted.
"""

from typing import Any

from cm_desk.desk import Desk
from tests.conftest import Run
from tests.insight.settling import measure


def test_on_new_people_too_what_is_shown_is_right_95_times_of_100(
    run: Run[Any], desk: Desk
) -> None:
    async def scenario() -> None:
        score = await measure(desk, "heldout")
        print(f"\nheld out: {score}")  # noqa: T201
        _, low, _ = score.precision
        assert score.shown >= 250
        assert low >= 0.95, score
        assert score.recall[0] >= 0.7, score

    run(scenario())


def test_where_the_weights_were_set_the_same_holds(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        score = await measure(desk, "tuning")
        print(f"\ntuning: {score}")  # noqa: T201
        assert score.precision[0] >= 0.95, score
        assert score.recall[0] >= 0.7, score

    run(scenario())
