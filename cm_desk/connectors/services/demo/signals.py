"""Likes, boosts and follows: what the community says without words."""

import random
from collections.abc import Iterable, Iterator
from datetime import timedelta

from cm_desk.connectors.services.demo.cast import Member, members
from cm_desk.connectors.services.demo.happening import Happening
from cm_desk.domain.model import Kind, Signal, SignalKind

OPEN_SERVICES = ("mastodon", "bluesky")


def given(happenings: Iterable[Happening]) -> Iterator[Happening]:
    """For the messages of `happenings`, oldest first: the same ones each time."""
    dice = random.Random("signals")  # noqa: S311  a deal, no secret
    follows: set[tuple[str, str]] = set()
    for each in happenings:
        if each.message is None or each.message.edited_at:
            continue
        if each.message.outgoing:
            yield from _liked(dice, each)
        elif each.message.who and (each.service, each.message.who.key) not in follows:
            follows.add((each.service, each.message.who.key))
            yield from _followed(each)


def _liked(dice: random.Random, post: Happening) -> Iterator[Happening]:
    if post.service == "mail" or (post.message and post.message.kind is Kind.DIRECT):
        return
    here = [each for each in members().values() if each.talks and post.service in each.authors]
    for number, member in enumerate(dice.sample(here, dice.choice((0, 0, 1, 1, 2, 3)))):
        boost = post.service in OPEN_SERVICES and dice.random() < 0.2
        kind = SignalKind.BOOST if boost else SignalKind.LIKE
        after = timedelta(minutes=dice.randint(1, 200) + number)
        yield signal(post, member, kind, after)


def _followed(first: Happening) -> Iterator[Happening]:
    if first.service not in OPEN_SERVICES or first.message is None or first.message.who is None:
        return
    who, at = first.message.who, first.at + timedelta(minutes=4)
    yield Happening(
        at, first.service, signal=Signal(f"follow-{who.key}", SignalKind.FOLLOW, who, at)
    )


def signal(post: Happening, member: Member, kind: SignalKind, after: timedelta) -> Happening:
    who, at = member.authors[post.service], post.at + after
    found = Signal(f"{kind}-{post.id}-{member.id}", kind, who, at, post.id)
    return Happening(at, post.service, signal=found)
