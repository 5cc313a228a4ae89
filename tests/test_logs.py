"""What reaches the log file, and what never does."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cm_desk import logs

CANARY = "kanarie5f1d9cQx"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    yield logs.start(tmp_path, debug=True)
    logs.stop()


@pytest.mark.parametrize(
    "line",
    [
        f"Authorization: Bearer {CANARY}",
        f"{{'Authorization': 'Bearer {CANARY}', 'Accept': '*/*'}}",
        f"send: b'GET / HTTP/1.1\\r\\nAuthorization: Basic {CANARY}==\\r\\n'",
        f"GET /oauth/token?code={CANARY}&state={CANARY}&x=1",
        f"grant_type=authorization_code&client_secret={CANARY}",
        json.dumps({"access_token": CANARY, "scope": "read"}),
        json.dumps({"refresh_token": f'a"{CANARY}'}),
        repr({"password": CANARY}),
        f"Set-Cookie: {CANARY}; Path=/",
        f"https://user:{CANARY}@social.example/api",
        f"a key {CANARY}{CANARY}{CANARY} somewhere",
        f"mail to {CANARY}@shop.example",
        f"lookup?acct={CANARY}%40social.example",
        f"mention of @{CANARY}@social.example",
    ],
)
def test_secrets_and_addresses_are_removed(line: str) -> None:
    assert CANARY not in logs.redact(line)


def test_what_helps_to_find_a_bug_stays() -> None:
    line = "GET https://social.example/api/v1/statuses?limit=40&min_id=110 answered 503 in 0.4 s"
    assert logs.redact(line) == line


def test_an_address_keeps_one_mark_so_that_it_can_be_followed() -> None:
    one, same, other = (
        logs.redact(each) for each in ("@bo@social.example", "Bo@social.example", "@al@b.example")
    )
    assert one == same != other


@given(st.text(max_size=200))
def test_any_text_can_be_redacted(text: str) -> None:
    logs.redact(text)


def test_a_known_secret_is_removed_in_any_form(file: Path) -> None:
    logs.hide(json.dumps({"access_token": "swordfish-1", "base_url": "https://social.example"}))
    logging.getLogger("x").warning("odd answer: <swordfish-1> of %s", "https://social.example")
    assert "<(removed)> of https://social.example" in file.read_text()


def test_exceptions_and_stacks_are_redacted_too(file: Path) -> None:
    try:
        raise ValueError(f"token={CANARY} of bo@social.example")
    except ValueError:
        logging.getLogger("x").exception("failed", stack_info=True)
    text = file.read_text()
    assert "ValueError" in text
    assert CANARY not in text
    assert "bo@social" not in text


def test_the_libraries_own_chatter_is_redacted(file: Path) -> None:
    """urllib3 at DEBUG writes each address with its query."""
    import urllib3

    with pytest.raises(urllib3.exceptions.MaxRetryError):
        urllib3.PoolManager(retries=1).request("GET", f"http://127.0.0.1:1/?access_token={CANARY}")
    text = file.read_text()
    assert "urllib3" in text
    assert CANARY not in text


def test_a_bug_that_nobody_caught_is_written(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    err = RuntimeError(f"password={CANARY}")
    sys.excepthook(RuntimeError, err, None)
    for text in (file.read_text(), capsys.readouterr().err):
        assert "RuntimeError" in text
        assert CANARY not in text


def test_the_log_is_rotated_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 500)
    file = logs.start(tmp_path)
    for number in range(100):
        logging.getLogger("x").info("record %d", number)
    logs.stop()
    assert len(list(file.parent.iterdir())) == 1 + logs.KEPT_FILES
    assert sys.platform == "win32" or file.parent.stat().st_mode & 0o077 == 0


def test_a_record_of_a_megabyte_is_cut(file: Path) -> None:
    logging.getLogger("x").info("%s", "word" * 250_000)
    assert file.stat().st_size < 2 * logs.MAX_CHARS


def test_half_a_surrogate_pair_can_be_logged(file: Path) -> None:
    logging.getLogger("x").info("odd \ud83d text")
    assert "odd" in file.read_text()
