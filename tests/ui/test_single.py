from pathlib import Path
from typing import Any

from cm_desk.ui.single import Doorbell, address, raise_first
from tests.conftest import Run, until


def test_a_second_start_rings_at_the_first(run: Run[Any], tmp_path: Path) -> None:
    async def scenario() -> None:
        rung: list[int] = []
        doorbell = Doorbell(tmp_path)
        doorbell.rung.connect(lambda: rung.append(1))
        assert raise_first(tmp_path)
        await until(lambda: rung == [1])
        assert raise_first(tmp_path / "x" / "..")
        await until(lambda: rung == [1, 1])
        doorbell.deleteLater()

    run(scenario())


def test_nobody_answers_for_a_folder_that_is_closed(run: Run[Any], tmp_path: Path) -> None:
    async def scenario() -> None:
        assert not raise_first(tmp_path / "other")

    run(scenario())


def test_what_a_killed_program_left_behind_is_in_nobodys_way(run: Run[Any], tmp_path: Path) -> None:
    async def scenario() -> None:
        first = Doorbell(tmp_path)
        second = Doorbell(tmp_path)  # as after kill -9: the address exists
        rung: list[int] = []
        second.rung.connect(lambda: rung.append(2))
        assert raise_first(tmp_path)
        await until(lambda: rung == [2])
        first.deleteLater()
        second.deleteLater()

    run(scenario())


def test_the_address_is_short_and_the_folders_own(tmp_path: Path) -> None:
    assert address(tmp_path) == address(tmp_path / "x" / "..")
    assert address(tmp_path) != address(tmp_path / "x")
    assert len(address(tmp_path / ("x" * 200))) < 40
