"""Villages of invented people for measuring suggestions: who is one person is known.

Two parts that share no name, word or seed: `tuning` for setting weights, `heldout` for the figure
that is told. The second was written before the weights were set and is only ever counted.
"""

import json
import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SERVICES = ("mastodon", "bluesky", "mail", "discourse", "twitter")
HERE = Path(__file__).parent


@dataclass(eq=False)
class Account:
    """`person` tells whose it is. `posts` are (minute, text); `face` is a print of the picture."""

    person: int
    service: str
    local: str
    handle: str
    name: str
    url: str
    bio: str = ""
    links: list[tuple[str, bool]] = field(default_factory=list)  # address, verified
    face: str = ""
    posts: list[tuple[int, str]] = field(default_factory=list)
    bot: bool = False

    @property
    def at(self) -> str:
        """How others name it in their words."""
        return self.handle or self.url


@dataclass(frozen=True)
class Pair:
    """Two accounts by their numbers, and the story that made them."""

    story: str
    same: bool
    left: int
    right: int


@dataclass
class Village:
    accounts: list[Account]
    pairs: list[Pair]


@dataclass
class Name:
    given: str
    family: str
    native: str  # the whole name in its own script; the same as `full` for most

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}"


class Maker:
    """Deals names, handles and accounts, and writes down who is who."""

    def __init__(self, words: dict[str, Any]) -> None:
        self.words = words
        self.dice = random.Random(words["seed"])  # noqa: S311  a deal, no secret
        self.accounts: list[Account] = []
        self.pairs: list[Pair] = []
        self.people = 0
        self._taken: set[str] = set()

    def one(self, of: str) -> Any:
        return self.dice.choice(self.words[of])

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def person(self) -> int:
        self.people += 1
        return self.people

    def name(self) -> Name:
        """A whole name is given out once, so that namesakes are made on purpose only."""
        while True:
            culture = self.one("cultures")
            given, family = (self.dice.choice(culture[part]) for part in ("given", "family"))
            if isinstance(given, str):
                found = Name(given, family, f"{given} {family}")
            else:
                parts = (family[0], given[0]) if culture.get("turned") else (given[0], family[0])
                gap = "" if culture.get("turned") else " "
                found = Name(given[1], family[1], gap.join(parts))
            if found.full not in self._taken:
                self._taken.add(found.full)
                return found

    def mixed(self) -> Name:
        """A given name of one culture and a family name of another: there are enough of these."""
        one, other = self.dice.sample(self.words["cultures"], 2)
        parts = (self.dice.choice(one["given"]), self.dice.choice(other["family"]))
        given, family = (each if isinstance(each, str) else each[1] for each in parts)
        return Name(given, family, f"{given} {family}")

    def firm(self) -> str:
        """The name of a firm that no other has."""
        while True:
            found = f"{self.one('firms')} {self.one('animals')} {self.one('things')}".title()
            if found not in self._taken:
                self._taken.add(found)
                return found

    def handle(self, name: Name, style: int | None = None) -> str:
        given, family = plain(name.given), plain(name.family)
        styles = (
            given + family, f"{given}.{family}", f"{given[0]}{family}", f"{given}_{family[0]}",
            f"{family}{given}", f"{given}{family[:3]}", f"{given[0]}_{family}",
        )  # fmt: skip
        return self.dice.choice(styles) if style is None else styles[style % len(styles)]

    def odd(self) -> str:
        """A handle that says nothing of a name."""
        while True:
            made = f"{self.one('things')}{self.one('animals')}"
            if self.chance(0.3):
                made += str(self.dice.randint(2, 99))
            if made not in self._taken:
                self._taken.add(made)
                return made

    def called(self, name: Name) -> str:
        """What the same person may call themselves elsewhere."""
        short = self.words["short"].get(name.given, name.given)
        ways = (
            name.full, name.full, name.full, name.native, f"{short} {name.family}",
            f"{name.given} {name.family[0]}.", name.given, f"{name.full} (she/her)",
            f"{name.full} 🌿", name.full.lower(),
        )  # fmt: skip
        return self.dice.choice(ways)

    def two(self) -> tuple[str, str]:
        one, other = self.dice.sample(SERVICES, 2)
        return one, other

    def account(
        self, person: int, service: str, local: str, name: str, bio: str | None = None
    ) -> Account:
        host = f"{self.one('things')}{self.dice.randint(1, 40)}.example"
        local = plain(local)
        handle, url = {
            "mastodon": (f"@{local}@{host}", f"https://{host}/@{local}"),
            "bluesky": (f"@{bare(local)}.{host}", f"https://bsky.example/{bare(local)}.{host}"),
            "mail": (f"{local}@{host}", ""),
            "discourse": (f"@{local}", f"https://forum.example/u/{local}"),
            "twitter": (f"@{local}", f"https://x.com/{local}"),
        }[service]
        made = Account(person, service, local, handle, name, url)
        made.bio = self.one("bios") if bio is None and service != "mail" else bio or ""
        made.face = f"{self.dice.getrandbits(64):016x}" if self.chance(0.8) else ""
        self.accounts.append(made)
        return made

    def tell(self, account: Account, words: str) -> None:
        """More in the bio; mail has none, so a signature's site stands in its links."""
        account.bio = f"{account.bio} {words}".strip()

    def pair(self, story: str, same: bool, left: Account, right: Account) -> None:
        if self.chance(0.5):
            left, right = right, left
        numbers = (self.accounts.index(each) for each in (left, right))
        self.pairs.append(Pair(story, same, *numbers))


def plain(words: str) -> str:
    """For a handle: no accents, no capitals, no spaces."""
    from unicodedata import combining, normalize

    split = normalize("NFKD", words.lower().replace("ø", "o").replace("ł", "l").replace("đ", "d"))
    kept = (c for c in split if not combining(c) and (c.isalnum() or c in "._-"))
    return "".join(kept) or "someone"


def bare(words: str) -> str:
    return words.replace("_", "-").replace(".", "-")


@cache
def village(part: str) -> Village:
    """ "tuning" or "heldout". The same at every call."""
    from tests.insight.villages import others, sames

    maker = Maker(json.loads((HERE / f"{part}.json").read_text("utf-8")))
    for story, times in (*sames.STORIES.items(), *others.STORIES.items()):
        for _ in range(times):
            story(maker)
    for _ in range(150):  # people who are here once
        name = maker.name()
        maker.account(maker.person(), maker.dice.choice(SERVICES), maker.handle(name), name.full)
    return Village(maker.accounts, maker.pairs)
