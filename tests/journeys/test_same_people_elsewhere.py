"""An archive of X is imported, and its people are found again on Bluesky by suggestion."""

import json
from pathlib import Path
from typing import Any

from tests.cli.test_commands import Shell, empty, shell

__all__ = ["empty", "shell"]

PEOPLE = {
    "mateuso": "Mateus Oliveira",
    "isatremblay": "Isabelle Tremblay",
    "nilsbergman": "Nils Bergman",
}


def tweet(number: int, handle: str, name: str) -> dict[str, Any]:
    mention = {"id_str": str(40 + number), "screen_name": handle, "name": name}
    return {
        "tweet": {
            "id_str": str(1000 + number),
            "created_at": f"Mon Jan 05 10:0{number}:00 +0000 2026",
            "full_text": f"@{handle} The burr is on its way.",
            "in_reply_to_user_id_str": mention["id_str"],
            "entities": {"user_mentions": [mention]},
        }
    }


def archive(folder: Path) -> Path:
    """Of the demo's own account: three people it answered years ago, one of them a namesake."""
    data = folder / "twitter" / "data"
    data.mkdir(parents=True)
    us = {"username": "tidewell", "accountId": "700", "accountDisplayName": "Tidewell"}
    tweets = [tweet(n, *each) for n, each in enumerate(PEOPLE.items())]
    for name, rows in (("account", [{"account": us}]), ("tweets", tweets)):
        text = f"window.YTD.{name}.part0 = {json.dumps(rows)}"
        (data / f"{name}.js").write_text(text, "utf-8")
    return data.parent


def handles(each: dict[str, Any]) -> set[str]:
    return {each["left"]["handle"], each["right"]["handle"]}


def test_who_answered_on_x_is_found_on_bluesky_joined_and_parted(
    shell: Shell, tmp_path: Path
) -> None:
    before = shell.json("suggestions")
    [brought] = shell.json("import", str(archive(tmp_path)))
    assert brought["messages"] == 3
    found = [each for each in shell.json("suggestions") if each not in before]
    with_x = [handles(each) for each in found if "twitter" in str(each)]
    assert {"@mateuso", "@mateus-o.example"} in with_x
    assert {"@isatremblay", "@isatremblay.example"} in with_x
    assert not [each for each in with_x if "@nilsbergman" in each]

    [before_bluesky, *_] = shell.json("person", "@isatremblay.example")
    [before_x, *_] = shell.json("person", "@isatremblay")
    [whole] = shell.json("merge", "@isatremblay.example", "@isatremblay")
    assert {each["service"] for each in whole["identities"]} == {"bluesky", "twitter"}
    assert not [each for each in shell.json("suggestions") if handles(each) & {"@isatremblay"}]
    shell.json("part", "@isatremblay.example")
    assert shell.json("person", "@isatremblay.example")[0] == before_bluesky
    assert shell.json("person", "@isatremblay")[0] == before_x
