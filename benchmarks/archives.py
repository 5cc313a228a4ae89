"""Imports large archives through the product's own command, and prints memory and time.

    python benchmarks/archives.py --dir SCRATCH            # 20 MB of each: some seconds
    python benchmarks/archives.py --mb 1000 --dir SCRATCH mbox twitter telegram table
    python benchmarks/archives.py --mb 200 --dir SCRATCH bluesky

An archive of each format is made (seeded), looked at with `--preview`, imported into an empty desk,
and imported once more, each in a process of its own. `peak` is VmHWM, what the kernel counted as its
most memory in RAM. Exit status 1 when an import exceeds 300 MB, or the second one writes something.
"""

import argparse
import io
import json
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import IO

from words import WORDS

HERE = Path(__file__).resolve().parent
LIMIT_MB = 300
START = datetime(2016, 1, 1, tzinfo=timezone.utc)
EVERY = timedelta(seconds=211)
PEOPLE = 60_000
CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from cm_desk import cli
status = cli.main(sys.argv[2:])
for line in open("/proc/self/status"):
    if line.startswith("VmHWM"):
        print(line.split()[1], flush=True)
sys.exit(status)
"""


class Writer:
    """A stream that counts, and the chance of this archive."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self._stream, self._size, self.count = stream, size, 0
        self.random = random.Random(size)
        self._words = [word for each in WORDS.values() for word in each.split()]
        self.written = 0

    @property
    def full(self) -> bool:
        return self.written >= self._size

    def put(self, text: str) -> None:
        data = text.encode()
        self.written += len(data)
        self._stream.write(data)

    def text(self, words: int) -> str:
        return " ".join(self.random.choices(self._words, k=words))

    def person(self) -> int:
        """Some write often, most once or twice."""
        return int(self.random.random() ** 3 * PEOPLE)


def mbox(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        w, before = Writer(stream, size), []
        while not w.full:
            n, at = w.count, START + EVERY * w.count
            head = ["Subject: " + w.text(6), f"Message-ID: <{n}.{n * 7919}@mail.example>"]
            if before and w.random.random() < 0.7:
                person, refs = before[0], before[1][-8:]
                head.append("References: " + " ".join(f"<{each}>" for each in refs))
                head.append(f"In-Reply-To: <{refs[-1]}>")
                before = [person, [*refs, f"{n}.{n * 7919}@mail.example"]]
            else:
                person = w.person()
                before = [person, [f"{n}.{n * 7919}@mail.example"]]
            sides = [f"Person {person} <p{person}@mail.example>", "Desk <desk@brand.example>"]
            if n % 3 == 1:
                sides.reverse()
            quoted = "".join(f"> {w.text(12)}\n" for _ in range(20))
            w.put(
                f"From p{person}@mail.example {at:%a %b %d %H:%M:%S %Y}\nFrom: {sides[0]}\nTo: {sides[1]}\n"
            )
            w.put("\n".join(head) + f"\nDate: {at:%a, %d %b %Y %H:%M:%S +0000}\n")
            w.put(f'Content-Type: text/plain; charset="utf-8"\n\n{w.text(120)}\n\n{quoted}\n\n')
            w.count += 1


def twitter(path: Path, size: int) -> None:
    """As X packs it, but stored: a gigabyte of posts is a gigabyte of zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        account = {"username": "brand", "accountId": "1", "accountDisplayName": "Brand"}
        file.writestr(
            "data/account.js", "window.YTD.account.part0 = " + json.dumps([{"account": account}])
        )
        for part, share in (("tweets.js", 0.5), ("tweets-part1.js", 0.3)):
            with file.open(f"data/{part}", "w", force_zip64=True) as stream:
                _tweets(Writer(stream, int(size * share)), part)
        with file.open("data/direct-messages.js", "w", force_zip64=True) as stream:
            _messages(Writer(stream, int(size * 0.2)))


def _tweets(w: Writer, part: str) -> None:
    first = 10**18 if part == "tweets.js" else 10**18 + 10**17
    w.put(f"window.YTD.{part[:-3]}.part0 = [ ")
    while not w.full:
        n, person, at = w.count, w.person(), START + EVERY * w.count
        tweet = {
            "edit_info": {"initial": {"editTweetIds": [str(first + n)], "editsRemaining": "5"}},
            "retweeted": False, "source": '<a href="https://brand.example">Desk</a>',
            "entities": {"hashtags": [], "user_mentions": [
                {"name": f"Person {person}", "screen_name": f"p{person}", "id_str": str(1000 + person)}]},
            "display_text_range": ["0", "280"], "favorite_count": "1", "id_str": str(first + n),
            "in_reply_to_user_id_str": str(1000 + person), "truncated": False, "retweet_count": "0",
            "id": str(first + n), "created_at": f"{at:%a %b %d %H:%M:%S +0000 %Y}", "lang": "en",
            "in_reply_to_status_id_str": str(first + n - 1 if n % 4 == 3 else 5 * 10**17 + n),
            "full_text": f"@p{person} {w.text(40)}",
        }  # fmt: skip
        w.put((",\n" if n else "") + json.dumps({"tweet": tweet}, indent=2))
        w.count += 1
    w.put(" ]")


def _messages(w: Writer) -> None:
    w.put("window.YTD.direct_messages.part0 = [ ")
    talk = 0
    while not w.full:
        w.put(
            (",\n" if talk else "")
            + '{"dmConversation": {"conversationId": "%d-1", "messages": [' % (1000 + talk)
        )
        for n in range(w.random.choice((2, 5, 40))):
            at = START + EVERY * w.count
            sides = {"senderId": str(1000 + talk), "recipientId": "1"}
            said = {"id": str(2 * 10**18 + w.count), "createdAt": f"{at:%Y-%m-%dT%H:%M:%S}.000Z"}
            w.put(
                ("," if n else "")
                + json.dumps({"messageCreate": {**sides, **said, "text": w.text(30)}})
            )
            w.count += 1
        w.put("]}}")
        talk += 1
    w.put(" ]")


def telegram(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        w = Writer(stream, size)
        w.put(
            '{"about": "", "personal_information": {"user_id": 1, "first_name": "Brand", "username": "@brand"},'
        )
        w.put('\n "chats": {"about": "", "list": [')
        chat = 0
        while not w.full:
            head = {"name": f"Person {chat}", "type": "personal_chat", "id": 1000 + chat}
            w.put((",\n" if chat else "") + json.dumps(head)[:-1] + ', "messages": [')
            for n in range(w.random.choice((3, 10, 400))):
                at, ours = START + EVERY * w.count, n % 3 == 1
                row = {
                    "id": w.count, "type": "message", "date": f"{at:%Y-%m-%dT%H:%M:%S}",
                    "date_unixtime": str(int(at.timestamp())), "from": "Brand" if ours else f"Person {chat}",
                    "from_id": "user1" if ours else f"user{1000 + chat}", "text": w.text(30),
                }  # fmt: skip
                row["text_entities"] = [{"type": "plain", "text": row["text"]}]
                w.put((",\n" if n else "") + json.dumps(row, indent=1))
                w.count += 1
            w.put("]}")
            chat += 1
        w.put("]}}")


def table(path: Path, size: int) -> None:
    """A help desk's export: quoted line breaks, days first, no ids."""
    with path.open("wb") as stream:
        w = Writer(stream, size)
        w.put("Ticket,Created at,Customer,Email,Direction,Subject,Message\n")
        while not w.full:
            n, person, at = w.count, w.person(), START + EVERY * w.count
            side = "out" if n % 3 == 1 else "in"
            w.put(
                f"T{n // 4},{at:%d/%m/%Y %H:%M:%S},Person {person},p{person}@mail.example,{side},"
                f'{w.text(5)},"{w.text(35)}\n{w.text(25)}"\n'
            )
            w.count += 1


def bluesky(path: Path, size: int) -> None:
    """A CAR of answers and likes, 250 MB at most: it is made in memory, some six times its size."""
    sys.path.insert(0, str(HERE.parent))
    from tests.archives.cars import pieces, repository

    records, cid = {}, "bafyreiao2tsqabvbayptlzrhalrjcat6ks2sul5tnco4lovshntgcg5iv4"
    w = Writer(io.BytesIO(), size)
    for n in range(min(size, 250_000_000) // 620):
        key, made = _tid(n), f"{START + EVERY * n:%Y-%m-%dT%H:%M:%S}.000Z"
        to = {"uri": f"at://did:plc:{w.person():024}/app.bsky.feed.post/{key}", "cid": cid}
        if n % 3 == 2:
            like = {"$type": "app.bsky.feed.like", "subject": to, "createdAt": made}
            records[f"app.bsky.feed.like/{key}"] = like
            continue
        post = {"$type": "app.bsky.feed.post", "text": w.text(25), "langs": ["en"]}
        post |= {"createdAt": made, "reply": {"root": to, "parent": to}}
        records[f"app.bsky.feed.post/{key}"] = post
    with path.open("wb") as stream:
        stream.writelines(pieces(*repository(records)))


def _tid(n: int) -> str:
    """The key that a post's time makes."""
    number, key = int((START + EVERY * n).timestamp() * 1e6) << 10, ""
    for _ in range(13):
        number, digit = divmod(number, 32)
        key = "234567abcdefghijklmnopqrstuvwxyz"[digit] + key
    return key


MAKERS: dict[str, tuple[str, Callable[[Path, int], None]]] = {
    "mbox": ("desk.mbox", mbox),
    "twitter": ("twitter.zip", twitter),
    "telegram": ("result.json", telegram),
    "table": ("table.csv", table),
    "bluesky": ("repo.car", bluesky),
}


def run(desk: Path, *args: str) -> tuple[dict, float, float]:
    """(what the command said, its peak in MB, seconds)."""
    begun = time.monotonic()
    command = [
        sys.executable,
        "-c",
        CHILD,
        str(HERE.parent),
        "--data",
        str(desk),
        "import",
        "--json",
        *args,
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(done.returncode)
    *_, said, peak = done.stdout.splitlines()
    return json.loads(said), int(peak) / 1000, time.monotonic() - begun


def measure(name: str, size_mb: int, folder: Path) -> Iterator[bool]:
    file, make = MAKERS[name]
    path, desk = folder / file, folder / f"desk-{name}"
    make(path, size_mb * 1_000_000)
    print(f"\n{name}: {path.stat().st_size / 1e6:,.0f} MB", flush=True)
    for what, more in (("preview", ["--preview"]), ("import", []), ("again", [])):
        found, peak, seconds = run(desk, *more, str(path))
        new = found.get("new", "")
        counts = f"{found['messages']:>9,} messages {found['people']:>7,} people"
        print(f"  {what:8} {counts} {new:>9} new {peak:6.0f} MB peak {seconds:7.1f} s", flush=True)
        yield peak <= LIMIT_MB and (what != "again" or new == 0)
    path.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("format", nargs="*", default=list(MAKERS), help=", ".join(MAKERS))
    parser.add_argument("--mb", type=int, default=20, help="size of each archive (default 20)")
    parser.add_argument("--dir", type=Path, required=True, help="a folder for archives and desks")
    given = parser.parse_args()
    given.dir.mkdir(parents=True, exist_ok=True)
    good = [each for name in given.format for each in measure(name, given.mb, given.dir)]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
