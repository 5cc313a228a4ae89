"""A file sealed with a passphrase, in chunks: it may be larger than memory. The only module with
cryptography.

    magic 16 | log2 N, r, p of scrypt 1 1 1 | salt 16 | length of the plain file 8 | mac 32
    chunks: AES-256-GCM of up to 1 MiB, each with its tag of 16; the nonce counts them and marks
    the last, so that none is left out, doubled or moved; the header is bound to each
    SHA-256 of all before 32

The sum at the end needs no passphrase: a file that is not as it was written is damaged, and one
that is, but does not open, was asked with another passphrase.
"""

import hashlib
import hmac
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cm_desk.errors import StoreError

MAGIC = b"CM-Desk sealed 1"
HEAD = struct.Struct("<16sBBB16sQ")
MAC = 32
CHUNK = 1024 * 1024
TAG = 16
COST = (17, 8, 1)  # scrypt: 128 MB for half a second, as OWASP has it
MOST_COST, MOST_MEMORY = (18, 16, 4), 1 << 30  # of a file from elsewhere
SHORTEST = 12  # characters of a new passphrase


class WrongPassphrase(StoreError):
    """The file is as it was written."""


def seal(plain: Path, target: Path, passphrase: str, cost: tuple[int, int, int] = COST) -> None:
    """`target` is read again and compared with `plain` before this returns."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    length = plain.stat().st_size
    head = HEAD.pack(MAGIC, *cost, os.urandom(16), length)
    key, check = _keys(passphrase, head)
    head += hmac.digest(check, head, "sha256")
    cipher, total = AESGCM(key), hashlib.sha256(head)
    with plain.open("rb") as data, target.open("wb") as file:
        file.write(head)
        for nonce, chunk in _chunks(data, length, CHUNK):
            part = cipher.encrypt(nonce, chunk, head)
            total.update(part)
            file.write(part)
        file.write(total.digest())
        file.flush()
        os.fsync(file.fileno())
    if _sum_of(plain) != _sum_inside(target, passphrase):
        raise StoreError(f"{target.name} is not as it was written.", "Is the disk all right?")


def open_(sealed: Path, target: Path, passphrase: str) -> None:
    """The plain file as `target`. Raises WrongPassphrase, or StoreError for a damaged file."""
    with target.open("wb") as file:
        for chunk in _opened(sealed, passphrase):
            file.write(chunk)


def whole(sealed: Path) -> bool:
    """Whether it is as it was written, down to the last byte; no passphrase is needed for that."""
    try:
        size = sealed.stat().st_size
        with sealed.open("rb") as file:
            head = file.read(HEAD.size + MAC)
            if len(head) < HEAD.size + MAC or not head.startswith(MAGIC):
                return False
            length = HEAD.unpack(head[: HEAD.size])[-1]
            if size != _size(length):
                return False
            total = hashlib.sha256(head)
            left = size - len(head) - 32
            while left:
                part = file.read(min(CHUNK, left))
                total.update(part)
                left -= len(part)
            return hmac.compare_digest(total.digest(), file.read(32))
    except OSError:
        return False


def is_sealed(file: Path) -> bool:
    with file.open("rb") as data:
        return data.read(len(MAGIC)) == MAGIC


def _size(length: int) -> int:
    chunks = max(1, -(-length // CHUNK))
    return int(HEAD.size + MAC + length + chunks * TAG + 32)


def _keys(passphrase: str, head: bytes) -> tuple[bytes, bytes]:
    """One to encrypt, one to know the passphrase again."""
    _, log_n, r, p, salt, _ = HEAD.unpack(head[: HEAD.size])
    both = hashlib.scrypt(
        passphrase.encode(), salt=salt, n=1 << log_n, r=r, p=p, maxmem=MOST_MEMORY, dklen=64
    )
    return both[:32], both[32:]


def _chunks(file: IO[bytes], length: int, size: int) -> Iterator[tuple[bytes, bytes]]:
    """(nonce, part) of the next `length` bytes, plain or not, in parts of `size`."""
    count = max(1, -(-length // size))
    for number in range(count):
        part = file.read(min(size, length - number * size))
        yield struct.pack(">Q3xB", number, number == count - 1), part


def _opened(sealed: Path, passphrase: str) -> Iterator[bytes]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not whole(sealed):
        raise damaged(sealed)
    with sealed.open("rb") as file:
        head = file.read(HEAD.size + MAC)
        _, *cost, _, length = HEAD.unpack(head[: HEAD.size])
        if any(asked > most for asked, most in zip(cost, MOST_COST, strict=True)):
            raise damaged(sealed)
        key, check = _keys(passphrase, head)
        if not hmac.compare_digest(hmac.digest(check, head[: HEAD.size], "sha256"), head[-MAC:]):
            raise WrongPassphrase(
                f"{sealed.name} does not open with this passphrase.",
                "The file itself is as it was written. Try another passphrase.",
            )
        cipher = AESGCM(key)
        chunks = max(1, -(-length // CHUNK))
        try:
            for nonce, part in _chunks(file, length + chunks * TAG, CHUNK + TAG):
                yield cipher.decrypt(nonce, part, head)
        except InvalidTag as err:
            raise damaged(sealed) from err


def damaged(file: Path) -> StoreError:
    return StoreError(
        f"{file.name} is damaged: it is not as it was written.", "Choose another backup."
    )


def _sum_of(plain: Path) -> bytes:
    with plain.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _sum_inside(sealed: Path, passphrase: str) -> bytes:
    total = hashlib.sha256()
    for chunk in _opened(sealed, passphrase):
        total.update(chunk)
    return total.digest()
