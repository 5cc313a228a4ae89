"""Faces: pictures of people, kept beside the store; fetched because one of us clicked."""

import hashlib
from functools import partial
from pathlib import Path

from cm_desk.actions.media import fetch as fetched
from cm_desk.actions.undo import Undo
from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.errors import BadInput
from cm_desk.paths import FACES, face_file
from cm_desk.store import accounts, contacts
from cm_desk.store.contacts import Identity
from cm_desk.text.links import true_host

MAX_BYTES = 2_000_000
PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")


async def fetch(desk: Desk, contact_id: int) -> Undo:
    """The picture of whichever profile has one, from the host that the profile names.

    Raises BadInput, ServiceError.
    """
    identity, account = await _whose(desk, contact_id)
    data = await fetched(desk, account, identity.avatar_url, MAX_BYTES)
    if not data.startswith(PICTURES):
        raise BadInput("What came is not a picture.", "Their initials stay.")
    file = desk.folder / FACES / face_file(identity.avatar_url)
    await desk.lane(account).run(_keep, file, data)
    await sweep(desk)
    return Undo("Picture fetched.", partial(_forget, file))


async def of_voice(desk: Desk, file: Path) -> str:
    """Keep a picture of a colleague beside the store; its address, for Voice.face."""
    return _of_ours(desk.folder / FACES, file)


def _of_ours(folder: Path, file: Path) -> str:
    if not file.is_file() or file.stat().st_size > MAX_BYTES:
        raise BadInput(f"{file.name} is not a picture of at most 2 MB.", "Choose another one.")
    data = file.read_bytes()
    if not data.startswith(PICTURES):
        raise BadInput(f"{file.name} is not a picture.", "Choose a PNG, JPEG, GIF or WebP.")
    address = f"own:{hashlib.sha256(data).hexdigest()}"
    _keep(folder / face_file(address), data)
    return address


async def host(desk: Desk, contact_id: int) -> str:
    """Who would hear of it; "" when there is nothing to fetch."""
    try:
        identity, _ = await _whose(desk, contact_id)
    except BadInput:
        return ""
    return true_host(identity.avatar_url)


async def sweep(desk: Desk) -> int:
    """Take away the pictures of people who are not here any more; how many there were."""
    files = list((desk.folder / FACES).glob("*"))
    if not files:
        return 0
    known = {face_file(url) for url in await desk.store.read(contacts.pictures)}
    gone = [each for each in files if each.name not in known]
    _remove(gone)
    return len(gone)


async def _whose(desk: Desk, contact_id: int) -> tuple[Identity, Account]:
    """The profile that wrote last among those with a picture, and an account that can ask."""
    who = await desk.store.read(contacts.identities, contact_id)
    with_picture = [each for each in who if true_host(each.avatar_url)]
    if not with_picture:
        raise BadInput("None of their profiles has a picture to fetch.")
    ours = {a.service: a for a in await desk.store.read(accounts.all) if a.base_url}
    for each in with_picture:
        if account := ours.get(each.service):
            return each, account
    raise BadInput("None of your accounts is where their picture is.")


def _keep(file: Path, data: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.write_bytes(data)
    part.replace(file)


async def _forget(file: Path) -> None:
    _remove([file])


def _remove(files: list[Path]) -> None:
    for each in files:
        each.unlink(missing_ok=True)
