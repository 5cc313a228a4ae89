"""Adding a Bluesky account in the window, on the small network: from the form to the face."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from cm_desk.desk import Desk
from cm_desk.domain.model import Account
from cm_desk.ui import theme
from cm_desk.ui.accounts.add import AddAccount
from tests.conftest import Run, until
from tests.connectors.bluesky import small_server
from tests.servers.fake_bluesky.server import PASSWORD
from tests.ui.stage import cut_words, shoot


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_bluesky_account_is_added_by_its_form(
    run: Run[Any], desk: Desk, qapp: QApplication, tmp_path: Path, name: str
) -> None:
    async def scenario(server: str) -> None:
        theme.use(qapp, name)
        dialog = AddAccount(desk)
        dialog.show()
        labels = [each.service.label for each in dialog.choose.tiles]
        dialog.choose.tiles[labels.index("Bluesky")].click()
        page = dialog.address
        assert page
        await until(lambda: not cut_words(dialog))
        assert shoot(dialog, f"bluesky-form-{name}", tmp_path) > 10
        page.fields["handle"].setText("desk.example")
        page.fields["password"].setText("aaaa-bbbb-cccc-dddd")
        page.fields["server"].setText(server)
        page.open.click()
        await until(lambda: "does not take this handle and password" in dialog.problem.words)
        await until(lambda: not cut_words(dialog))
        assert shoot(dialog, f"bluesky-wrong-{name}", tmp_path) > 10
        page.fields["password"].setText(PASSWORD)
        page.open.click()
        await until(lambda: dialog.added is not None)
        await until(lambda: not cut_words(dialog))
        assert dialog.added
        assert dialog.added.handle == "@desk.example"
        assert shoot(dialog, f"bluesky-in-{name}", tmp_path) > 10

    with small_server() as network:
        run(scenario(network.fake.base_url))


def test_signing_in_again_needs_the_password_alone(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        dialog = AddAccount(desk)
        account = Account(1, "bluesky", "@desk.example", "https://pds.example", remote_id="did:x")
        dialog.start_at(account)
        assert dialog.address
        known = {"handle": "desk.example", "password": "", "server": ""}
        assert dialog.address.answers() == known
        assert dialog.address.first_empty() is dialog.address.fields["password"]

    run(scenario())
