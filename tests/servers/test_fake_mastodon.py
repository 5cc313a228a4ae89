"""The small server answers as Mastodon's published OpenAPI description says.

The description is not part of this repository: `$SPECS`, or `../shared/specs` beside it.
"""

import json
import os
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.fake_mastodon import FakeMastodon

BESIDE = Path(__file__).parents[2].parent / "shared/specs"
FILE = Path(os.environ.get("SPECS", BESIDE)) / "mastodon/openapi.json"
PATHS = [
    "/.well-known/oauth-authorization-server",
    "/api/v1/accounts/verify_credentials",
    "/api/v1/notifications",
    "/api/v1/conversations",
    "/api/v1/statuses",
    "/api/v1/statuses/{id}",
    "/api/v1/statuses/{id}/context",
    "/api/v1/accounts/{id}/statuses",
]


@pytest.fixture(scope="module")
def published() -> Any:
    if not FILE.exists():
        pytest.skip(f"no description of the Mastodon API at {FILE}: set SPECS")
    return json.loads(FILE.read_text("utf-8"))


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeMastodon]:
    with FakeMastodon() as made:
        world = made.world
        first = world.write("Hello", "Ada", warning="Food")
        ours = world.post(
            {"status": "@ada Welcome https://tea.example", "in_reply_to_id": first}, ""
        )
        world.write("4711", "Bo", visibility="direct")
        world.like(ours)
        world.boost(ours)
        world.follow()
        world.quote("Look", of=ours, name="Cleo")
        world.edit(first, "Hello there")
        yield made


def ask(fake: FakeMastodon, path: str) -> Any:
    headers = {"Authorization": f"Bearer {fake.token}"}
    request = urllib.request.Request(fake.base_url + path, headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.load(answer)


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_as_published(path: str, published: Any, fake: FakeMastodon) -> None:
    one = next(iter(fake.world.statuses))
    ours = fake.world.us.id
    asked = path.replace("{id}", ours if "accounts" in path else one)
    if path == "/api/v1/statuses":
        asked += f"?id[]={one}"
    found = ask(fake, asked)
    assert found
    response = published["paths"][path]["get"]["responses"]["200"]
    schema = response["content"]["application/json"]["schema"]
    assert list(odd(found, schema, published, path)) == []


def test_what_is_not_as_published_would_be_seen(published: Any) -> None:
    schema = {"$ref": "#/components/schemas/Status"}
    assert list(odd({"id": 7}, schema, published, "status"))


def odd(value: Any, schema: Any, whole: Any, where: str) -> Iterator[str]:
    """Where `value` is not as `schema` says: types, enums, and what must be there."""
    while "$ref" in schema:
        schema = _at(whole, schema["$ref"])
    choices = schema.get("oneOf") or schema.get("anyOf")
    if choices:
        if all(list(odd(value, each, whole, where)) for each in choices):
            yield f"{where}: none of the {len(choices)} forms"
        return
    for each in schema.get("allOf", ()):
        yield from odd(value, each, whole, where)
    if "type" in schema and not _is(value, schema["type"]):
        yield f"{where}: {type(value).__name__}, not {schema['type']}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is not published"
    elif isinstance(value, dict):
        missing = set(schema.get("required", ())) - set(value)
        yield from (f"{where}.{each} is missing" for each in sorted(missing))
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                yield from odd(value[name], inner, whole, f"{where}.{name}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from odd(each, schema.get("items", {}), whole, f"{where}[{number}]")


def _at(whole: Any, ref: str) -> Any:
    for part in ref.removeprefix("#/").split("/"):
        whole = whole[part]
    return whole


def _is(value: Any, kinds: str | list[str]) -> bool:
    names: dict[str, type | tuple[type, ...]] = {
        "string": str, "integer": int, "number": (int, float), "boolean": bool,
        "array": list, "object": dict, "null": type(None),
    }  # fmt: skip
    return any(isinstance(value, names[k]) for k in ([kinds] if isinstance(kinds, str) else kinds))
