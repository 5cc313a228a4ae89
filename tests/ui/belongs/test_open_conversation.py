"""Somebody is erased while their conversation is open and an answer is being typed."""

import asyncio
import sys
from typing import Any

import pytest

from cm_desk.actions.erase import erase, plan
from cm_desk.store import contacts, drafts
from tests.conftest import Run
from tests.ui.whole import Open, inbox, patiently


def test_what_is_typed_to_them_goes_with_them(
    run: Run[Any], opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, err, _trace: bugs.append(err))

    async def scenario() -> None:
        it = await opened()
        page = inbox(it)
        read = page.conversation.read
        assert read is not None
        assert read.row.contact_id is not None
        who = await it.desk.store.read(contacts.person, read.row.contact_id)
        assert who is not None
        page.conversation.reply()
        page.conversation.composer.form.editor.setPlainText("Dear somebody, zzqtyped")
        await erase(it.desk, await plan(it.desk, who.id))
        it.flush()
        await patiently(lambda: page.conversation.read is not read)
        it.flush()
        await asyncio.sleep(1.2)  # longer than the saver waits
        assert not [d for d in await it.desk.store.read(drafts.page) if "zzqtyped" in d.text]
        assert await it.desk.store.read(contacts.person, who.id) is None

    run(scenario())
    assert bugs == []
