"""Who is in the demo community, read from resources/demo/people.json."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from cm_desk.domain.model import Author, OwnLink, Profile
from cm_desk.paths import resource

SERVICES = ("mastodon", "bluesky", "mail", "discourse")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the community. `talks` weighs their share of the everyday traffic.

    They wrote from day `since` to day `until`, counted from the start of the demo. `silent`
    people never answer us.
    """

    id: str
    lang: str
    authors: dict[str, Author]  # by service
    talks: int
    since: int
    until: int
    silent: bool
    ahead_h: int  # their clock, beside ours in Porto

    @property
    def first_name(self) -> str:
        return next(iter(self.authors.values())).name.split(" ")[0]


def read(name: str) -> Any:
    return json.loads(resource(f"demo/{name}.json").read_text("utf-8"))


@cache
def members() -> dict[str, Member]:
    """Everybody, by their id."""
    return {each["id"]: _member(each) for each in read("people")["people"]}


@cache
def profiles() -> dict[str, Profile]:
    """Who we are at each of the four services."""
    fields = ("handle", "remote_id", "name", "followers", "avatar_url")
    given = read("people")["accounts"]
    return {name: Profile(**{f: a[f] for f in fields if f in a}) for name, a in given.items()}


def _member(row: dict[str, Any]) -> Member:
    authors = {name: _author(row, name) for name in SERVICES if name in row}
    since, until, silent = row.get("since", 0), row.get("until", 0), row.get("silent", False)
    return Member(
        row["id"], row["lang"], authors, row["talks"], since, until, silent, row.get("ahead_h", 0)
    )


def _author(row: dict[str, Any], service: str) -> Author:
    own = row[service]
    user, _, host = own.partition("@")
    key, handle, url = {
        "mastodon": (own, f"@{own}", f"https://{host}/@{user}"),
        "bluesky": (f"did:plc:{row['id']}", f"@{own}", f"https://bsky.example/profile/{own}"),
        "mail": (own, own, ""),
        "discourse": (own, f"@{own}", f"https://bench.tidewell.example/u/{own}"),
    }[service]
    bio, bot = row.get("bio", ""), row.get("bot", False)
    links = tuple(OwnLink(*each) for each in row.get("links", {}).get(service, ()))
    return Author(key, handle, row["name"], url, row.get("face", ""), bio, bot, links)
