"""Files that prove a corrective step: copies beside the store, gone when nothing names them."""

import shutil
from pathlib import Path
from uuid import uuid4

from cm_desk.actions.files import told
from cm_desk.desk import Desk
from cm_desk.errors import BadInput
from cm_desk.paths import PROOFS
from cm_desk.store import apologies

MAX_BYTES = 50_000_000


async def keep(desk: Desk, file: Path) -> str:
    """A copy of it; the name that the copy has. Raises BadInput."""
    return _copy(desk.folder / PROOFS, file)


def path(desk: Desk, name: str) -> Path:
    """Where it is; raises BadInput when it is not there any more."""
    found = desk.folder / PROOFS / Path(name).name
    if not found.is_file():
        raise BadInput("This proof is not on this computer.", "Choose the file again.")
    return found


async def sweep(desk: Desk) -> int:
    """Take away the copies that no step names; how many there were."""
    files = list((desk.folder / PROOFS).glob("*"))
    known = await desk.store.read(apologies.files) if files else frozenset()
    gone = [each for each in files if each.name not in known]
    for each in gone:
        each.unlink(missing_ok=True)
    return len(gone)


def _copy(folder: Path, file: Path) -> str:
    if not file.is_file():
        raise BadInput(f"{file.name} is not there.", "Choose another file.")
    if file.stat().st_size > MAX_BYTES:
        raise BadInput(f"{file.name} is larger than 50 MB.", "Choose a smaller one, or a link.")
    name = f"{uuid4().hex[:8]}-{file.name[-80:]}"
    with told(folder):
        folder.mkdir(exist_ok=True)
        shutil.copyfile(file, folder / name)
    return name
