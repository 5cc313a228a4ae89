from dataclasses import replace
from typing import Any

from cm_desk.domain.model import Account
from cm_desk.errors import (
    BadInput,
    KeychainLocked,
    Offline,
    StoreError,
)
from cm_desk.ui.banners import Banners, Trouble, chosen, of_account, of_error, offline, rejected
from cm_desk.ui.widgets.buttons import Button
from cm_desk.ui.widgets.messages import Banner
from tests.conftest import NOW, Run, until

ACCOUNT = Account(1, "bluesky", "@tidewell.example", "https://a.example", name="Tidewell")


def trouble(kind: str, number: int = 1) -> Trouble:
    return Trouble(replace(ACCOUNT, handle=f"@t{number}.example"), kind, "Their words.", NOW)


def test_at_most_one_per_account_and_two_in_all_worst_first() -> None:
    kinds = ("slow", "offline", "sign-in", "odd", "keychain")
    notices = [of_account(trouble(kind, n % 3), NOW) for n, kind in enumerate(kinds)]
    shown, more = chosen([*notices, rejected(1, "Too long.")])
    assert [each.rank for each in shown] == [80, 75]
    assert more == 2


def test_each_trouble_has_a_sentence_and_a_way_on() -> None:
    sign_in = of_account(trouble("sign-in"), NOW)
    assert (sign_in.title, sign_in.button, sign_in.action) == (
        "Bluesky: sign in again.",
        "Sign in",
        "accounts",
    )
    assert "Nothing is lost." in of_account(trouble("slow"), NOW).detail
    assert offline(2).detail.endswith("2 replies leave when the connection is back.")
    assert offline(1).detail.endswith("1 reply leaves when the connection is back.")
    assert "outbox" not in offline(0).detail
    assert of_error(KeychainLocked("x")).title == "The keychain is locked."
    assert of_error(StoreError("The disk is full.", "Make room.")).rank == 90
    assert of_error(BadInput("No such file.")).can_close
    assert of_error(Offline("a", "no answer.")).tone == "wait"


def test_a_banner_goes_with_its_cause_or_when_it_is_closed(run: Run[Any]) -> None:
    async def scenario() -> None:
        done: list[str] = []
        bar = Banners(done.append)
        bar.resize(900, 200)
        bar.show()
        bar.stand([offline(0)])
        bar.add(of_error(BadInput("No such file.", "Choose another.")))
        await until(lambda: len(bar.findChildren(Banner)) == 2)
        next(b for b in bar.findChildren(Button) if b.text() == "Try now").click()
        assert done == ["sync"]
        next(b for b in bar.findChildren(Button) if "Close" in b.accessibleName()).click()
        await until(lambda: len(bar.findChildren(Banner)) == 1)
        bar.stand([])
        await until(lambda: bar.findChildren(Banner) == [])

    run(scenario())
