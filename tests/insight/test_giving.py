import pytest

from cm_desk.insight.giving import second_looks

BREATH = "in one breath: “please review”, “use code”"


@pytest.mark.parametrize(
    ("kind", "text", "looks"),
    [
        ("thank-you", "Thank you. No need to do anything.", []),
        ("thank-you", "Thanks. Please review us, use code A.", [f"This thanks and asks {BREATH}"]),
        ("gift", "For you. Please review us, use code A.", [f"This gives and asks {BREATH}"]),
        ("apology", "That was us, and I am sorry.", []),
        (
            "apology",
            "Sorry if you felt hurt, but it rained.",
            [
                "This takes the sorry back: “if you”, “but”",
                "It does not say yet that it was us.",
            ],
        ),
        ("apology", "", []),
    ],
)
def test_what_to_look_at_twice_is_named_and_nothing_else(
    kind: str, text: str, looks: list[str]
) -> None:
    assert list(second_looks(kind, False, text)) == looks


def test_a_shout_out_that_nobody_sees_is_noticed() -> None:
    assert second_looks("shout-out", True, "Look", "direct") == ("Nobody but they will see this.",)
    assert second_looks("shout-out", True, "Look", "public") == ()
    assert second_looks("shout-out", True, "Look", "") == ()
    assert second_looks("thank-you", False, "Look", "direct") == ()


def test_languages_without_a_list_get_no_answer() -> None:
    assert second_looks("thank-you", False, "Please review us", "", "ja") == ()
