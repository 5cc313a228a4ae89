"""Our own posts in other words, and taken back. https://docs.joinmastodon.org/methods/statuses/

Other servers of its kind answer oddly, or not at all: what stands there afterwards tells.
"""

import re

from cm_desk.connectors.api import Api
from cm_desk.connectors.services.mastodon.read import Json
from cm_desk.connectors.services.mastodon.send import normal
from cm_desk.errors import Gone, OddAnswer, Rejected
from cm_desk.text.links import MENTION
from cm_desk.text.plain import plain

THERE = "Do it in the browser."


def edit(api: Api, one: str, text: str) -> Json:
    """The status afterwards. Raises Gone; Rejected where the server leaves it as it was."""
    before = _status(api, one)
    if before.get("poll"):
        what = "a message with a poll would lose its votes."
        raise Rejected(api.account, what, THERE)
    source = _source(api, one)
    if "text" in source and not _is_plain(before, str(source["text"])):
        what = "this message has formatting or a quote that would be lost."
        raise Rejected(api.account, what, THERE)
    wanted = _with_hosts(text, str(source.get("text") or ""), before)
    if wanted == source.get("text"):
        return before
    try:
        path = f"/api/v1/statuses/{one}"
        api.post(path, json=_body(before, source, wanted), repeatable=True, method="PUT")
    except (Gone, OddAnswer):
        pass  # what is there now tells
    after = _status(api, one)
    if after.get("content") == before.get("content"):
        raise Rejected(api.account, "this server did not change the message.", THERE)
    return after


def delete(api: Api, one: str) -> None:
    """Raises Rejected where the server leaves it there."""
    path = f"/api/v1/statuses/{one}"
    try:
        api.post(path, repeatable=True, method="DELETE")
        return
    except (Gone, OddAnswer):
        pass
    try:
        api.get(path)
    except Gone:
        return
    raise Rejected(api.account, "this server did not delete the message.", THERE)


def _status(api: Api, one: str) -> Json:
    found = api.get(f"/api/v1/statuses/{one}").body
    if not isinstance(found, dict) or "id" not in found:
        raise OddAnswer(api.account, "a message is not as published.")
    return found


def _source(api: Api, one: str) -> Json:
    """As it was written; empty where a server cannot tell."""
    try:
        found = api.get(f"/api/v1/statuses/{one}/source").body
    except (Gone, Rejected, OddAnswer):
        return {}
    return found if isinstance(found, dict) else {}


def _is_plain(before: Json, source: str) -> bool:
    return normal(plain(str(before.get("content")))) == normal(source)


def _body(before: Json, source: Json, text: str) -> Json:
    """Whatever is not named here would be lost."""
    media = before.get("media_attachments") or ()
    asked = {
        "status": text,
        "spoiler_text": source.get("spoiler_text") or before.get("spoiler_text"),
        "language": before.get("language"),
        "sensitive": bool(before.get("sensitive")),
        "media_ids": [str(each["id"]) for each in media if isinstance(each, dict)],
    }
    return {name: value for name, value in asked.items() if value}


def _with_hosts(text: str, source: str, before: Json) -> str:
    """A post shows people without their hosts; written like that it would reach nobody."""
    accts = (str(each.get("acct")) for each in before.get("mentions") or ())
    full = [each[0] for each in MENTION.finditer(source) if each[2]] + [f"@{a}" for a in accts]
    known: dict[str, list[str]] = {}
    for each in dict.fromkeys(full):
        known.setdefault(each[1:].partition("@")[0].lower(), []).append(each)

    def named(match: re.Match[str]) -> str:
        found = known.get(match[1].lower(), [])
        if match[2] or not found:
            return match[0]
        return found.pop(0) if len(found) > 1 else found[0]  # namesakes in their order

    return MENTION.sub(named, text)
