"""Where files are: the person's own folder, and the files of resources/."""

from pathlib import Path

PACKAGE = Path(__file__).parent
DATABASE = "desk.db"  # in the data folder


def resource(name: str) -> Path:
    """A file of resources/, e.g. `resource("icons/check.svg")`; a wheel holds a copy."""
    inside = PACKAGE / "resources"
    return (inside if inside.is_dir() else PACKAGE.parent / "resources") / name


def data_folder() -> Path:
    """Where the desk is kept when nobody names a folder with `--data`."""
    import platformdirs

    return platformdirs.user_data_path("cm-desk", appauthor=False)
