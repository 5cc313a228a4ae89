"""Ten accounts at once: CPU, traffic and fairness. python -m benchmarks.ten_accounts [rounds [seconds]]

Ten small Mastodon servers run in a process of their own; the desk with all that runs in the
background in this one. After the first sync nothing happens any more: then `rounds` quiet pulls of
each account are measured, and reckoned for one every two minutes, as the program asks. At last one
account is flooded while another gets one message.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cm_desk.actions.accounts import add
from cm_desk.actions.sync import sync
from cm_desk.background.everything import Background
from cm_desk.background.sync import EVERY_S
from cm_desk.desk import Desk, Granted, open_desk
from cm_desk.domain.model import Account, Profile
from cm_desk.keychain import MemoryKeychain
from cm_desk.store import conversations

ACCOUNTS, KNOWN, FLOOD = 10, 60, 1500
PADDING = "A small shop for grinders, with a bench for repairs. " * 20  # a profile of usual length


def serve() -> None:
    """One line of JSON with the addresses; then a command a line: bytes, flood N, one N."""
    from cm_desk_contract.small import _Handler
    from tests.servers.fake_mastodon import FakeMastodon

    passed = [0]
    servers = [FakeMastodon("token").__enter__() for _ in range(ACCOUNTS)]
    for each in servers:
        account = each.world.account
        each.world.account = lambda person, account=account: {**account(person), "note": PADDING}
        for n in range(KNOWN):
            each.world.write(f"number {n} about the grinder, and what we do with it", f"P{n % 9}")
    original = _Handler.setup

    def setup(self) -> None:
        original(self)
        write = self.wfile.write

        def counted(data):
            passed[0] += len(data)
            return write(data)

        self.wfile.write = counted

    _Handler.setup = setup
    print(json.dumps([each.base_url for each in servers]), flush=True)
    for line in sys.stdin:
        command, _, number = line.strip().partition(" ")
        if command == "bytes":
            asked = sum(len(one) + 260 for each in servers for one in each.asked)  # with headers
            print(passed[0] + asked, sum(len(each.asked) for each in servers), flush=True)
        elif command == "flood":
            for n in range(FLOOD):
                servers[int(number)].world.write(f"flood {n}")
            print("ok", flush=True)
        else:
            servers[int(number)].world.write("one among many")
            print("ok", flush=True)


class Servers:
    def __init__(self) -> None:
        command = [sys.executable, "-m", "benchmarks.ten_accounts", "--serve"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, text=True, **pipes)
        self.urls = json.loads(self.process.stdout.readline())

    def say(self, command: str) -> str:
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def counts(self) -> tuple[int, int]:
        given, asked = self.say("bytes").split()
        return int(given), int(asked)


async def connect(desk: Desk, urls: list[str]) -> list[Account]:
    made = []
    for n, url in enumerate(urls):
        profile = Profile(f"@desk{n}@social.example", "1", f"Shop {n}")
        made.append(await add(desk, "mastodon", Granted('{"token": "token"}', profile, url)))
    return made


async def quiet(desk: Desk, servers: Servers, accounts: list[Account], rounds: int) -> dict:
    for each in accounts:
        await sync(desk, each)
    (before, asked), cpu = servers.counts(), time.process_time()
    for _ in range(rounds):
        await asyncio.gather(*(sync(desk, each) for each in accounts))
    cpu = (time.process_time() - cpu) / rounds
    after, now = servers.counts()
    pulls, an_hour = rounds * ACCOUNTS, 3600 / EVERY_S
    return {
        "cpu_share": cpu / EVERY_S,
        "requests_per_pull": (now - asked) / pulls,
        "kb_per_pull": (after - before) / pulls / 1000,
        "mb_an_hour_per_account": (after - before) / pulls * an_hour / 1e6,
    }


async def idle(desk: Desk, seconds: float) -> float:
    """The share of a core that everything takes with nothing to do, the background running."""
    background = Background(desk, lambda err: print("problem:", err))
    background.start()
    await asyncio.sleep(15)  # the first sync and what it starts
    cpu, start = time.process_time(), time.monotonic()
    await asyncio.sleep(seconds)
    share = (time.process_time() - cpu) / (time.monotonic() - start)
    await background.stop()
    return share


async def fair(desk: Desk, servers: Servers, accounts: list[Account]) -> dict:
    """One account gets FLOOD messages; how long another waits for its one."""
    total = (await desk.store.read(conversations.counts)).total
    servers.say("flood 0")
    start = time.monotonic()
    flooded = asyncio.create_task(sync(desk, accounts[0]))
    servers.say("one 1")
    await sync(desk, accounts[1])
    waited = time.monotonic() - start
    await flooded
    whole = time.monotonic() - start
    there = (await desk.store.read(conversations.counts)).total - total
    return {"one_waited_s": waited, "flood_took_s": whole, "messages": there}


async def main(rounds: int, seconds: float) -> None:
    servers = Servers()
    with tempfile.TemporaryDirectory() as folder:
        desk = await open_desk(Path(folder), lambda _: None, keychain=MemoryKeychain())
        accounts = await connect(desk, servers.urls)
        found = await quiet(desk, servers, accounts, rounds)
        found |= await fair(desk, servers, accounts)
        found["idle_share"] = await idle(desk, seconds)
        await desk.close()
    servers.process.terminate()
    print(json.dumps({name: round(value, 4) for name, value in found.items()}, indent=1))


if __name__ == "__main__":
    if "--serve" in sys.argv:
        serve()
    else:
        given = [int(each) for each in sys.argv[1:]]
        asyncio.run(main(*(given + [20, 130][len(given) :])))
