"""All that runs as long as the desk is open."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from cm_desk.actions.progress import Progress
from cm_desk.background.backup import keep_backing_up
from cm_desk.background.comparing import keep_comparing, keep_noticing
from cm_desk.background.folders import keep_looking
from cm_desk.background.keeping import keep_trimming
from cm_desk.background.outbox import keep_posting
from cm_desk.background.sync import EVERY_S, keep_in_sync
from cm_desk.background.tidy import keep_people, keep_tidy
from cm_desk.background.wake import keep_waking
from cm_desk.desk import DEMO, Desk
from cm_desk.domain.model import Account
from cm_desk.domain.news import Topic
from cm_desk.errors import CmDeskError
from cm_desk.store import accounts

Problem = Callable[[CmDeskError], object]
DEMO_S = 5.0  # the made-up people are watched, and ask for no network
ReportFor = Callable[[Account, Progress], object]
Task = asyncio.Task[None]


class Background:
    """Call `start` once, and `stop` before the desk is closed."""

    def __init__(self, desk: Desk, problem: Problem, report: ReportFor | None = None) -> None:
        self._desk, self._problem, self._report = desk, problem, report
        self._tasks: dict[str, Task] = {}

    def start(self, every_s: float = EVERY_S) -> None:
        self._run("wake", keep_waking(self._desk))
        self._run("backup", keep_backing_up(self._desk, self._problem))
        self._run("keeping", keep_trimming(self._desk))
        self._run("tidy", keep_tidy(self._desk))
        self._run("people", keep_people(self._desk))
        self._run("folders", keep_looking(self._desk, self._problem))
        self._run("comparing", keep_comparing(self._desk))
        self._run("noticing", keep_noticing(self._desk))
        self._run("accounts", self._keep_accounts(every_s))

    def names(self) -> list[str]:
        """What is running, e.g. "sync mastodon:@shop@social.example 1"."""
        return [name for name, task in self._tasks.items() if not task.done()]

    async def stop(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep_accounts(self, every_s: float) -> None:
        """Accounts come, go, and are signed in again."""
        changed = self._desk.bell.listen(Topic.ACCOUNT)
        while True:
            changed.clear()
            known = await self._desk.store.read(accounts.all)
            self._end_removed({_name(account) for account in known})
            for account in known:
                if account.base_url:  # else it has only an archive
                    await self._keep(account, every_s)
            await changed.wait()

    async def _keep(self, account: Account, every_s: float) -> None:
        """A task that ended for want of a sign-in starts again once the problem is gone."""
        state = await self._desk.store.read(accounts.state, account.id)
        task = self._tasks.get(f"sync {_name(account)}")
        if task is None or (task.done() and not state.problem_kind):
            self._run(f"sync {_name(account)}", self._sync(account, every_s))
        if f"post {_name(account)}" not in self._tasks:
            self._run(f"post {_name(account)}", keep_posting(self._desk, account))

    def _sync(self, account: Account, every_s: float) -> Coroutine[Any, Any, None]:
        report = self._reporter(account)
        if account.base_url.startswith(DEMO):
            pace_s = min(every_s, DEMO_S)
            return keep_in_sync(self._desk, account, self._problem, pace_s, report, pause_s=0)
        return keep_in_sync(self._desk, account, self._problem, every_s, report)

    def _reporter(self, account: Account) -> Callable[[Progress], object] | None:
        if (report := self._report) is None:
            return None
        return lambda progress: report(account, progress)

    def _end_removed(self, known: set[str]) -> None:
        for name in [n for n in self._tasks if " " in n and n.split(" ", 1)[1] not in known]:
            self._tasks.pop(name).cancel()

    def _run(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = self._tasks[name] = asyncio.create_task(work, name=name)
        task.add_done_callback(self._ended)

    def _ended(self, task: Task) -> None:
        err = None if task.cancelled() else task.exception()
        if isinstance(err, CmDeskError):
            self._problem(err)
        elif err is not None:
            sys.excepthook(type(err), err, err.__traceback__)


def _name(account: Account) -> str:
    """With its row id: an account that was removed and added again is another one."""
    return f"{account.key} {account.id}"
