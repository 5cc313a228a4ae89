"""Files of messages on their way to a disk."""

import pytest

from cm_desk.actions.media import file_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("bill.pdf", "bill.pdf"),
        ("../../.bashrc", "_.._.bashrc"),
        ("a/b\\c:d*?.txt", "a_b_c_d__.txt"),
        ("\u202egpj.exe", "gpj.exe"),
        ("…", "…"),
        (" . ", "file"),
        ("", "file"),
    ],
)
def test_a_strangers_name_leads_nowhere_else(given: str, safe: str) -> None:
    assert file_name(given) == safe


def test_a_long_name_keeps_its_ending() -> None:
    assert file_name("x" * 400 + ".exe").endswith(".exe")
    assert len(file_name("字" * 400 + ".exe")) <= 101
