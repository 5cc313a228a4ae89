"""The conversations that were written by hand, and what became of them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cm_desk.connectors.services.demo.cast import members, read
from cm_desk.connectors.services.demo.happening import Happening
from cm_desk.domain.model import Author, Incoming, Kind, Media, Poll, PollOption
from cm_desk.domain.offsets import moment
from cm_desk.text.plain import plain

US = "us"
DAY = re.compile(r"\{([+-]\d+)d\}")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST_KIND = {"mail": Kind.MAIL, "discourse": Kind.COMMENT}
FRESH = timedelta(hours=30)  # what nobody answered since then is still unread


@cache
def conversations() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read("conversations")
    return found


@cache
def thanks() -> dict[str, str]:
    """What the other person says when we answer this very conversation, by its id."""
    return {each["id"]: each["thanks"] for each in conversations() if "thanks" in each}


def told(born: datetime) -> Iterator[Happening]:
    """All stories of a demo that began at `born`, its future included."""
    for story in conversations():
        yield from _told(story, born)


def _told(story: dict[str, Any], born: datetime) -> Iterator[Happening]:
    lines = story["messages"]
    last_of_ours = max((i for i, each in enumerate(lines) if each["by"] == US), default=-1)
    lang = ""
    for i, line in enumerate(lines):
        lang = line.get("lang") or (lang if line["by"] == US else members()[line["by"]].lang)
        message = _message(story, i, born, lang)
        if i > last_of_ours and message.sent_at > born - FRESH:
            message = replace(message, unread=True)
        yield from _life(story["service"], message, line, born)


def _life(
    service: str, message: Incoming, line: dict[str, Any], born: datetime
) -> Iterator[Happening]:
    """The message, then its edit and its deletion."""
    text = line.get("was", message.text)
    yield Happening(message.sent_at, service, replace(message, text=text))
    if "edited" in line:
        at = moment(line["edited"], born)
        yield Happening(at, service, replace(message, edited_at=at))
    if "deleted" in line:
        yield Happening(moment(line["deleted"], born), service, deleted=message.remote_id)


def _message(story: dict[str, Any], i: int, born: datetime, lang: str) -> Incoming:
    line, thread, service = story["messages"][i], story["id"], story["service"]
    ours = line["by"] == US
    return Incoming(
        remote_id=f"{thread}.{i + 1}",
        thread=thread,
        who=_addressed(story, i) if ours else members()[line["by"]].authors[service],
        text=_text(line, born),
        sent_at=moment(line["at"], born),
        kind=_kind(story, i),
        outgoing=ours,
        reply_to=f"{thread}.{i}" if i else "",
        subject=_subject(story, i),
        lang=lang,
        visibility=_visibility(story),
        warning=line.get("warning", ""),
        url=_url(story, i),
        media=tuple(Media(**each) for each in line.get("media", ())),
        poll=_poll(line.get("poll"), born),
    )


def _text(line: dict[str, Any], born: datetime) -> str:
    """ "{+3d}" is the name of the day three days after the start."""
    text: str = plain(line["text"]) if line.get("html") else line["text"]
    return DAY.sub(lambda found: DAYS[(born + timedelta(int(found[1]))).weekday()], text)


def _addressed(story: dict[str, Any], i: int) -> Author | None:
    """Whom we answered: the last other person; None for a post of ours to nobody."""
    before = [each["by"] for each in story["messages"][:i] if each["by"] != US]
    return members()[before[-1]].authors[story["service"]] if before else None


def _kind(story: dict[str, Any], i: int) -> Kind:
    if story.get("visibility") == "direct":
        return Kind.DIRECT
    if story["service"] in FIRST_KIND:
        return FIRST_KIND[story["service"]]
    if i:
        return Kind.REPLY
    return Kind.POST if story["messages"][0]["by"] == US else Kind.MENTION


def _subject(story: dict[str, Any], i: int) -> str:
    subject: str = story.get("subject", "")
    return f"Re: {subject}" if subject and i and story["service"] == "mail" else subject


def _visibility(story: dict[str, Any]) -> str:
    given: str = story.get("visibility", "public" if story["service"] == "mastodon" else "")
    return given


def _url(story: dict[str, Any], i: int) -> str:
    service, place = story["service"], f"{story['id']}/{i + 1}"
    if service == "mail":
        return ""
    host = {"mastodon": "social.example", "bluesky": "bsky.example"}
    return f"https://{host.get(service, 'bench.tidewell.example')}/t/{place}"


def _poll(given: dict[str, Any] | None, born: datetime) -> Poll | None:
    if given is None:
        return None
    options = tuple(PollOption(text, votes) for text, votes in given["options"])
    return Poll(options, moment(given["ends"], born))
