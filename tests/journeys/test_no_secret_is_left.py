"""S1: a sign-in is in the keychain and nowhere else, whatever happens with it."""

import base64
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from cm_desk import logs
from cm_desk.actions import accounts, backup, doctor, export, outbox, reply, sync
from cm_desk.desk import Desk, Granted, open_desk
from cm_desk.domain.model import Profile
from cm_desk.domain.views import View
from cm_desk.errors import CmDeskError
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import conversations
from cm_desk.store.drafts import Draft
from tests.conftest import Run
from tests.servers.fake_mastodon import FakeMastodon

CANARY, SECOND = "canary-7f3Qz0Lw-token", "canary-9x2Kd8Pm-client"
US = Profile("@desk@social.example", "1", "Desk")
FORMS = [
    form
    for secret in (CANARY, SECOND)
    for form in (secret, quote(f"{secret}=", safe=""), base64.b64encode(secret.encode()).decode())
]
FAILURES: list[dict[str, Any]] = [
    {"refused_token": True},
    {"garbled": True},
    {"cut_after": 40},
    {"redirect": f"http://127.0.0.1:1/?token={CANARY}"},
    {"refusal": (422, {}, {"error": f"The token {CANARY} of this request is odd"})},
    {"refusal": (429, {"Retry-After": "60"}, {"error": f"slow down, {CANARY}"})},
    {"refusal": (500, {"Server": CANARY}, CANARY)},
    {"body": f'{{"echo": "Bearer {CANARY}"'.encode()},
]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Temporary files of ours and of the libraries fall into a folder that is searched too."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    yield folder
    logs.stop()


async def use_it(desk: Desk, fake: FakeMastodon, said: list[str]) -> None:
    """Everything that touches the sign-in: the good way first, then each way it can fail."""
    secret = json.dumps({"token": CANARY, "client_id": "x", "client_secret": SECOND})
    account = await accounts.add(desk, "mastodon", Granted(secret, US, fake.base_url))
    said.append(repr(Granted(secret, US, fake.base_url)))
    for failure in [{}, *FAILURES]:
        fake.world.write(f"@desk Hello {len(said)}")
        for name, value in failure.items():
            setattr(fake.faults, name, value)
        for work in (sync.sync, sync.history, answer):
            try:
                await work(desk, account)
            except CmDeskError as err:
                said += [str(err), repr(err)]
                logging.getLogger("cm_desk.journey").warning("failed", exc_info=err)
                await sync.note_problem(desk, account, err)  # type: ignore[arg-type]
        fake.faults.clear()
        desk.forget(account)
    said += [repr(await doctor.network(desk)), repr(account), repr(desk.keychain)]
    sys.excepthook(ValueError, ValueError(f"Authorization: Bearer {CANARY}"), None)


async def answer(desk: Desk, account: Any) -> None:
    """Answer the newest conversation; what cannot leave stays in the outbox with its reason."""
    newest = await desk.store.read(conversations.page, View.ALL)
    for row in newest.items[:1]:
        await reply.send(desk, Draft(0, row.id, account.id, "Thank you"), undo_s=0)
    await outbox.post_due(desk, account)


def found(folder: Path) -> list[str]:
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert {each.suffix for each in files} >= {".db", ".log", ".jsonl", ".csv"}
    return [
        f"{each.relative_to(folder)}: {form}"
        for each in files
        for form in FORMS
        if form.encode() in each.read_bytes()
    ]


def test_a_sign_in_leaves_no_trace(
    run: Run[Any], tmp_path: Path, temporary: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    async def scenario() -> list[str]:
        folder = tmp_path / "desk"
        keychain = MemoryKeychain()
        desk = await open_desk(folder, lambda _: None, keychain=keychain)
        logs.start(folder, debug=True)
        with FakeMastodon(CANARY) as fake:
            await use_it(desk, fake, said)
            assert f"Bearer {CANARY}" in fake.authorizations
        await backup.back_up(desk)
        await export.export(desk, tmp_path / "export")
        assert (folder / "desk.db-wal").exists()
        while_open = found(tmp_path)
        await desk.close()
        return while_open

    assert run(scenario()) == []
    assert found(tmp_path) == []
    out, err = capfd.readouterr()
    said += [out, err, Path("/proc/self/cmdline").read_text() if sys.platform == "linux" else ""]
    assert [text for text in said for form in FORMS if form in text] == []
