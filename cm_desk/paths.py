"""Where files are: the person's own folder, and the files of resources/."""

from hashlib import blake2b
from pathlib import Path

PACKAGE = Path(__file__).parent
DATABASE = "desk.db"  # in the data folder
FACES = "faces"  # in the data folder: pictures of people
PROOFS = "proofs"  # in the data folder: files that prove a corrective step


def resource(name: str) -> Path:
    """A file of resources/, e.g. `resource("icons/check.svg")`; a wheel holds a copy."""
    inside = PACKAGE / "resources"
    return (inside if inside.is_dir() else PACKAGE.parent / "resources") / name


def face_file(url: str) -> str:
    """The name of the file in FACES that keeps the picture of that address."""
    return blake2b(url.encode("utf-8", "replace"), digest_size=16).hexdigest()


def data_folder() -> Path:
    """Where the desk is kept when nobody names a folder with `--data`."""
    import platformdirs

    return platformdirs.user_data_path("cm-desk", appauthor=False)
