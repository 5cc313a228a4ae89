"""Settings: data and backup, privacy."""

from typing import Any

from cm_desk.actions.backup import PASSPHRASE, is_sealed, seal_from_now, state
from cm_desk.actions.erase import erase, plan
from cm_desk.actions.keeping import keep, preview
from cm_desk.desk import Desk
from cm_desk.store import accounts, erasing, keeping
from cm_desk.ui.belongs.keep import KeepDialog
from cm_desk.ui.belongs.passphrase import NewPassphrase
from cm_desk.ui.news import News
from cm_desk.ui.settings.page import SettingsPage
from cm_desk.ui.widgets.buttons import Button
from tests.conftest import NOW, Run, until
from tests.ui.people import settle_in
from tests.ui.stage import Going, Undos, open_dialog

WORDS = "four words will do it"


class Scene:
    def __init__(self, desk: Desk, news: News) -> None:
        self.undos, self.problems = Undos(), list[Exception]()
        self.page = SettingsPage(desk, news, self.problems.append, self.undos, Going())
        self.page.resize(1068, 740)
        self.page.show()


def test_backups_are_sealed_after_a_passphrase_was_typed_twice(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        scene = Scene(desk, news)
        data = scene.page.data
        await until(lambda: "None yet" in data.state.words)
        data.seal.click()
        await until(lambda: open_dialog(NewPassphrase))
        dialog = open_dialog(NewPassphrase)
        assert dialog is not None
        dialog.first.setText("short")
        dialog.ok.click()
        assert "12 characters" in dialog.problem.words
        dialog.first.setText(WORDS)
        dialog.second.setText(WORDS + "!")
        dialog.ok.click()
        assert "not the same" in dialog.problem.words
        dialog.second.setText(WORDS)
        dialog.ok.click()
        await until(lambda: "Sealed and checked" in data.result.words)
        await until(lambda: data.seal.isChecked())
        await until(lambda: "next tomorrow" in data.state.words)
        told = await state(desk)
        assert told.last is not None
        assert is_sealed(told.last)
        assert scene.problems == []
        data.seal.click()
        await until(lambda: not data.seal.isChecked())

    run(scenario())


def test_a_backup_that_was_not_made_stands_in_the_settings(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await seal_from_now(desk, WORDS)
        await desk.keychain.delete(PASSPHRASE)
        scene = Scene(desk, news)
        scene.page.data.back_up.click()
        await until(lambda: scene.problems)
        await until(lambda: "not in the system keychain" in scene.page.data.state.words)

    run(scenario())


def test_texts_are_kept_for_a_time_after_a_look_and_undone(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        scene = Scene(desk, news)
        privacy = scene.page.privacy
        await until(lambda: len(privacy.choices) == 2)
        [first, *_] = privacy.choices.values()
        first.activated.emit(first.findText("12 months"))
        await until(lambda: open_dialog(KeepDialog))
        dialog = open_dialog(KeepDialog)
        assert dialog is not None
        await until(lambda: dialog.go.isVisible())
        assert dialog.seen is not None
        assert dialog.seen.messages == 2
        dialog.go.click()
        await until(lambda: scene.undos)
        [rule] = await desk.store.read(keeping.rules)
        assert rule.months == 12
        await scene.undos[0].back()
        assert await desk.store.read(keeping.rules) == []

    run(scenario())


def test_cancelling_the_look_leaves_the_choice_as_it_was(
    run: Run[Any], desk: Desk, news: News
) -> None:
    async def scenario() -> None:
        await settle_in(desk)
        [account, *_] = await desk.store.read(accounts.all)
        await keep(desk, await preview(desk, account, 24))
        scene = Scene(desk, news)
        privacy = scene.page.privacy
        await until(lambda: account.id in privacy.choices)
        choice = privacy.choices[account.id]
        assert choice.currentText() == "24 months"
        choice.setCurrentIndex(choice.findText("3 months"))
        choice.activated.emit(choice.currentIndex())
        await until(lambda: open_dialog(KeepDialog))
        dialog = open_dialog(KeepDialog)
        assert dialog is not None
        dialog.reject()
        await until(lambda: privacy.choices[account.id].currentText() == "24 months")
        [rule] = await desk.store.read(keeping.rules)
        assert (rule.months, rule.since) == (24, NOW)

    run(scenario())


def test_who_was_erased_may_be_let_back(run: Run[Any], desk: Desk, news: News) -> None:
    async def scenario() -> None:
        await erase(desk, await plan(desk, await settle_in(desk)))
        scene = Scene(desk, news)
        found: list[Button] = []

        def there() -> bool:
            buttons = scene.page.privacy.findChildren(Button)
            found[:] = [each for each in buttons if "come back" in each.text()]
            return bool(found)

        await until(there)
        found[0].click()
        await until(lambda: not there())
        assert await desk.store.read(erasing.all) == []

    run(scenario())
