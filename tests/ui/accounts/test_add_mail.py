"""A mailbox is added: the address is pasted, the password typed, the rest is found or asked."""

from pathlib import Path
from typing import Any

from cm_desk.desk import Desk, open_desk
from cm_desk.keychain import MemoryKeychain
from cm_desk.ui import theme
from cm_desk.ui.accounts.add import AddAccount
from tests.conftest import NOW, Run, until
from tests.connectors.mail import small_server
from tests.contracts.connector import SECRET
from tests.servers.fake_mail import FakeMail
from tests.servers.fake_mail.world import US
from tests.ui.look import problems, shoot


def test_a_mailbox_is_added_and_what_is_wrong_is_said_under_the_form(
    run: Run[Any], tmp_path: Path, qapp: Any
) -> None:
    async def one(desk: Desk, fake: FakeMail, name: str) -> None:
        theme.use(qapp, name)
        dialog = AddAccount(desk)
        dialog.show()
        dialog.choose.pasted.setText(US)
        dialog.choose.look_up.click()
        await until(lambda: dialog.address is not None)
        form = dialog.address
        assert form
        assert form.service.name == "mail"
        fields = form.fields
        assert fields["address"].text() == US
        assert form.next_empty() is fields["password"]
        assert shoot(dialog, f"add-mail-first-{name}", tmp_path) > 10
        assert not fields["imap"].isVisible()
        form.more.click()
        assert dialog.focusWidget() is fields["imap"]
        fields["imap"].setText(f"plain://127.0.0.1:{fake.imap}")
        fields["smtp"].setText(f"plain://127.0.0.1:{fake.smtp}")
        fields["password"].setText("wrong")
        form.open.click()
        await until(dialog.problem.isVisible)
        assert "does not take this name and password" in dialog.problem.words
        assert shoot(dialog, f"add-mail-{name}", tmp_path) > 10
        assert problems(dialog) == []
        assert dialog.height() <= 640
        fields["password"].setText(SECRET)
        form.open.click()
        await until(lambda: dialog.pages.current() is dialog.ready)
        assert dialog.ready.handle.words == US
        assert shoot(dialog, f"add-mail-done-{name}", tmp_path) > 10
        dialog.reject()

    async def scenario(fake: FakeMail) -> None:
        keys = MemoryKeychain()
        desk = await open_desk(tmp_path, lambda _: None, keychain=keys, now=lambda: NOW)
        for name in ("dark", "light"):
            await one(desk, fake, name)
        assert SECRET in str(await keys.get(f"mail:{US}"))
        await desk.close()

    with small_server() as network:
        run(scenario(network.fake))
