"""What is installed is whole: the command, the package and its resources."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.real import HERE

ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and installed into a folder of its own; its libraries are ours."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    wheel = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*pip, *wheel], check=True)
    [built] = folder.glob("*.whl")
    target = folder / "installed"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(target), built], check=True)
    return target


def ran(installed: Path, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_the_installed_command_answers(installed: Path) -> None:
    assert "demo" in ran(installed, str(installed / "bin/cm-desk"), "--help")


def test_every_resource_is_in_the_wheel(installed: Path) -> None:
    inside = installed / "cm_desk/resources"
    ours = [each for each in (ROOT / "resources").rglob("*") if each.is_file()]
    assert ours
    assert [e for e in ours if not (inside / e.relative_to(ROOT / "resources")).is_file()] == []
    code = "from cm_desk.paths import resource; print(resource('keymap.json'))"
    assert Path(ran(installed, "-c", code).strip()) == inside / "keymap.json"


def test_the_licences_come_along(installed: Path) -> None:
    [info] = installed.glob("cm_desk-*.dist-info")
    assert {each.name for each in (info / "licenses").iterdir()} == {"LICENSE", "NOTICE"}


def test_the_menu_entry_starts_this_program(tmp_path: Path) -> None:
    program = tmp_path / "a folder/cm-desk"
    program.parent.mkdir()
    program.touch(mode=0o755)
    subprocess.run(
        [str(ROOT / "packaging/add-to-menu"), str(program)],
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path)},
        check=True,
        capture_output=True,
    )
    entry = (tmp_path / "applications/cm-desk.desktop").read_text()
    assert f'Exec="{program}"\n' in entry
    assert (tmp_path / "icons/hicolor/scalable/apps/cm-desk.svg").is_file()
