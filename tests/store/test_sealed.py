"""A sealed file opens with its passphrase only; damage and a wrong passphrase are told apart."""

import hashlib
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cm_desk.errors import StoreError
from cm_desk.store import sealed
from cm_desk.store.sealed import CHUNK, HEAD, MAC, WrongPassphrase

QUICK = (4, 8, 1)
PASSPHRASE = "correct horse battery staple"
EDGES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 7]
NEAR = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)


def made(folder: Path, size: int = 300) -> Path:
    plain, target = folder / "plain", folder / "a.sealed"
    plain.write_bytes(bytes(n * 31 % 251 for n in range(size)))
    sealed.seal(plain, target, PASSPHRASE, QUICK)
    return target


def resummed(blob: bytes) -> bytes:
    """As somebody would leave it who changes a file on purpose."""
    return blob[:-32] + hashlib.sha256(blob[:-32]).digest()


@pytest.mark.parametrize("size", EDGES)
def test_what_is_sealed_opens_again(tmp_path: Path, size: int) -> None:
    file = made(tmp_path, size)
    assert sealed.is_sealed(file)
    assert sealed.whole(file)
    sealed.open_(file, tmp_path / "opened", PASSPHRASE)
    assert (tmp_path / "opened").read_bytes() == (tmp_path / "plain").read_bytes()


def test_another_passphrase_is_told_from_damage(tmp_path: Path) -> None:
    file = made(tmp_path)
    with pytest.raises(WrongPassphrase, match="as it was written"):
        sealed.open_(file, tmp_path / "opened", PASSPHRASE + " ")


@NEAR
@given(st.data())
def test_every_changed_bit_is_damage(tmp_path: Path, data: st.DataObject) -> None:
    file = made(tmp_path)
    blob = bytearray(file.read_bytes())
    blob[data.draw(st.integers(0, len(blob) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    file.write_bytes(blob)
    assert not sealed.whole(file)
    with pytest.raises(StoreError) as told:
        sealed.open_(file, tmp_path / "opened", PASSPHRASE)
    assert "damaged" in str(told.value)


@NEAR
@given(st.integers(0, 600))
def test_a_file_that_was_cut_or_made_longer_is_damaged(tmp_path: Path, size: int) -> None:
    file = made(tmp_path)
    blob = file.read_bytes()
    file.write_bytes((blob + bytes(300))[:size] if size != len(blob) else blob[1:])
    assert not sealed.whole(file)


@NEAR
@given(st.integers(HEAD.size + MAC, 439))
def test_a_change_on_purpose_does_not_open(tmp_path: Path, at: int) -> None:
    """The sum is made anew; the tags are not, without the passphrase."""
    file = made(tmp_path)
    blob = bytearray(file.read_bytes())
    blob[min(at, len(blob) - 33)] ^= 1
    file.write_bytes(resummed(bytes(blob)))
    assert sealed.whole(file)
    with pytest.raises(StoreError, match="damaged"):
        sealed.open_(file, tmp_path / "opened", PASSPHRASE)


def test_chunks_that_changed_places_do_not_open(tmp_path: Path) -> None:
    file = made(tmp_path, 3 * CHUNK)
    blob, start, step = file.read_bytes(), HEAD.size + MAC, CHUNK + sealed.TAG
    first, second = blob[start : start + step], blob[start + step : start + 2 * step]
    file.write_bytes(resummed(blob[:start] + second + first + blob[start + 2 * step :]))
    with pytest.raises(StoreError, match="damaged"):
        sealed.open_(file, tmp_path / "opened", PASSPHRASE)


def test_a_file_that_asks_for_years_of_work_is_refused(tmp_path: Path) -> None:
    file = made(tmp_path)
    blob = bytearray(file.read_bytes())
    blob[16] = 40
    file.write_bytes(resummed(bytes(blob)))
    with pytest.raises(StoreError, match="damaged"):
        sealed.open_(file, tmp_path / "opened", PASSPHRASE)


def test_the_same_file_twice_is_sealed_differently(tmp_path: Path) -> None:
    assert made(tmp_path).read_bytes() != made(tmp_path).read_bytes()


def test_a_large_file_is_never_whole_in_memory(tmp_path: Path) -> None:
    size = 48 * CHUNK
    with (tmp_path / "plain").open("wb") as plain:
        plain.truncate(size)
    tracemalloc.start()
    sealed.seal(tmp_path / "plain", tmp_path / "a.sealed", PASSPHRASE, QUICK)
    sealed.open_(tmp_path / "a.sealed", tmp_path / "opened", PASSPHRASE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * CHUNK
