from cm_desk.insight.counted import by_use, counted, hint


def test_what_was_decided_is_said_with_every_count() -> None:
    assert counted(0, 0, 0, 0) == "Not shown yet."
    assert counted(1, 1, 0, 0) == "Shown once: 1 done."
    whys = {"Not the right moment": 2, "It does not fit": 1}
    assert counted(12, 4, 5, 3, whys) == (
        "Shown 12 times: 4 done, 5 later, 3 not this one"
        " (Not the right moment 2; It does not fit 1)."
    )
    assert counted(2, 0, 0, 0) == "Shown 2 times."


def test_a_hint_comes_from_five_decisions_on_and_changes_nothing() -> None:
    assert hint(0, 0, 4) == ""
    assert hint(2, 0, 3) == "You skipped 3 of 5: other numbers, or off?"
    assert hint(2, 3, 0) == "You put off 3 of 5: does it come too early?"
    assert hint(3, 1, 1) == ""


def test_reasons_that_were_given_often_come_first() -> None:
    used = [{"late": 1}, {"busy": 2, "late": 2}]
    assert by_use(["fits not", "busy", "late"], used) == ["late", "busy", "fits not"]
