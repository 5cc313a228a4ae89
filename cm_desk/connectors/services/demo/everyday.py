"""The rest of the traffic, dealt from resources/demo/everyday.json: always the same deal.

Questions with our answers and their thanks, our fortnightly notes from the repair bench with
the cheers below them, and Henrik's night shift reports.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cm_desk.connectors.services.demo.cast import Member, members, read
from cm_desk.connectors.services.demo.happening import Happening
from cm_desk.domain.model import Author, Incoming, Kind

EXCHANGES = 350
TO_COME = 120  # questions of the days after the start
Line = tuple[str, datetime, Author | None, bool]  # text, when, who, ours


@cache
def deck() -> dict[str, Any]:
    found: dict[str, Any] = read("everyday")
    return found


def dealt(born: datetime) -> Iterator[Happening]:
    """Everything of a demo that began at `born`, its future included."""
    dice = random.Random("tidewell")  # noqa: S311  a deal, no secret
    yield from _exchanges(dice, born)
    yield from _notes(dice, born)
    yield from _reports(dice, born)
    yield from _to_come(dice, born)


class Dealer:
    """Deals every exchange to somebody before any comes up again, and to nobody twice."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._stacks: dict[str, list[list[str]]] = {}
        self._had: set[tuple[str, str]] = set()

    def lines(self, member: Member) -> list[str]:
        """A question, our answer and mostly thanks, with every gap filled."""
        stack = self._stacks.setdefault(member.lang, [])
        if all((member.id, each[0]) in self._had for each in stack):
            known = [each["lines"] for each in deck()["exchanges"] if each["lang"] == member.lang]
            self._dice.shuffle(known)
            stack += known
        fresh = (i for i, each in enumerate(stack) if (member.id, each[0]) not in self._had)
        taken = stack.pop(next(fresh, 0))
        self._had.add((member.id, taken[0]))
        return self.fill(taken)

    def fill(self, texts: list[str]) -> list[str]:
        """The same word for the same gap in all `texts` of one exchange."""
        slots = {name: self._dice.choice(words) for name, words in deck()["slots"].items()}
        clicks = deck()["slots"]["clicks"].index(slots["clicks"])
        slots["clicks2"] = deck()["slots"]["clicks2"][clicks]
        return [text.format_map(slots) for text in texts]


def _exchanges(dice: random.Random, born: datetime) -> Iterator[Happening]:
    dealer = Dealer(dice)
    everybody = [each for each in members().values() if each.talks]
    for number in range(EXCHANGES):
        day = -537 + round(534 * (number / EXCHANGES) ** 0.8)
        there = [each for each in everybody if each.since <= day <= each.until]
        member = dice.choices(there, [each.talks for each in there])[0]
        service = dice.choice(sorted(member.authors))
        theirs = _at(born, day, dice.randint(5, 21) + 2, dice.randrange(60))  # 7 to 23 o'clock
        asked = theirs - timedelta(hours=member.ahead_h)
        yield from _exchange(dealer, dice, f"e{number:04}", service, member, asked)


def _exchange(
    dealer: Dealer,
    dice: random.Random,
    thread: str,
    service: str,
    member: Member,
    asked: datetime,
) -> Iterator[Happening]:
    question, answer, *thanks = dealer.lines(member)
    answered = _working_time(asked + timedelta(minutes=dice.randint(8, 95)), dice)
    who = member.authors[service]
    lines: list[Line] = [(question, asked, who, False), (answer, answered, who, True)]
    for text in thanks:
        lines.append((text, answered + timedelta(minutes=dice.randint(3, 240)), who, False))
    subject = _subject(dice, service, member.lang)
    yield from _thread(thread, service, member, lines, subject)


def _notes(dice: random.Random, born: datetime) -> Iterator[Happening]:
    cheers = {lang: list(texts) for lang, texts in deck()["cheers"].items()}
    for number, found in enumerate(deck()["notes"], 1):
        service = ("mastodon", "bluesky")[number % 2]
        at = _at(born, -545 + 13 * number, 15, 5 + number)
        text = f"Bench note {number}. On the bench this fortnight: {found}."
        thread = f"n{number:04}"
        lines: list[Line] = [(text, at, None, True), *_cheers(dice, cheers, service, at)]
        yield from _thread(thread, service, None, lines, "")


def _cheers(
    dice: random.Random, cheers: dict[str, list[str]], service: str, at: datetime
) -> list[Line]:
    """Some of the regulars say something nice, in their own language; words take turns."""
    here = [each for each in members().values() if each.talks and service in each.authors]
    lines: list[Line] = []
    for member in dice.sample(here, dice.randint(2, 5)):
        words = cheers[member.lang]
        words.append(words.pop(dice.randrange(1 + len(words) // 2)))
        at += timedelta(minutes=dice.randint(2, 80))
        lines.append((words[-1], at, member.authors[service], False))
    return lines


def _reports(dice: random.Random, born: datetime) -> Iterator[Happening]:
    henrik = members()["henrik"]
    who = henrik.authors["mail"]
    reports = deck()["reports"]
    for i, (report, answer) in enumerate(reports):
        number = 2 + i * 43 // len(reports)
        at = _at(born, -513 + 8 * (number - 2), 5, 20 + number % 40)
        answered = at + timedelta(hours=3, minutes=dice.randint(5, 50))
        lines: list[Line] = [(report, at, who, False), (answer, answered, who, True)]
        yield from _thread(f"h{i:04}", "mail", henrik, lines, f"Night shift report no. {number}")


def _to_come(dice: random.Random, born: datetime) -> Iterator[Happening]:
    """Questions that arrive while one watches: half an hour after the start and on."""
    dealer = Dealer(dice)
    asking = [each for each in members().values() if each.talks and each.until > -100]
    at = born + timedelta(minutes=31)
    for number in range(TO_COME):
        member = dice.choice(asking)
        service = dice.choice(sorted(member.authors))
        question = dealer.lines(member)[0]
        lines: list[Line] = [(question, at, member.authors[service], False)]
        subject = _subject(dice, service, member.lang)
        yield from _thread(f"f{number:04}", service, member, lines, subject, unread=True)
        at += timedelta(minutes=dice.randint(25, 200))


def _thread(
    thread: str,
    service: str,
    member: Member | None,
    lines: list[Line],
    subject: str,
    unread: bool = False,
) -> Iterator[Happening]:
    lang = member.lang if member else "en"
    for number, (text, at, who, ours) in enumerate(lines, 1):
        message = Incoming(
            remote_id=f"{thread}.{number}",
            thread=thread,
            who=who,
            text=_signed(text, member, ours) if service == "mail" else text,
            sent_at=at,
            kind=_kind(service, number, ours),
            outgoing=ours,
            unread=unread,
            reply_to=f"{thread}.{number - 1}" if number > 1 else "",
            subject=f"Re: {subject}" if subject and number > 1 else subject,
            lang=lang,
            visibility="public" if service == "mastodon" else "",
        )
        yield Happening(at, service, message)


def _kind(service: str, number: int, ours: bool) -> Kind:
    if service in ("mail", "discourse"):
        return Kind.MAIL if service == "mail" else Kind.COMMENT
    if number > 1:
        return Kind.REPLY
    return Kind.POST if ours else Kind.MENTION


def _signed(text: str, member: Member | None, ours: bool) -> str:
    name = "Mara" if ours or member is None else member.first_name
    return f"{text}\n\n{name}"


def _subject(dice: random.Random, service: str, lang: str) -> str:
    if service not in ("mail", "discourse"):
        return ""
    subjects = deck()["subjects"]
    chosen: str = dice.choice(subjects.get(lang, subjects["en"]))
    return chosen


def _working_time(at: datetime, dice: random.Random) -> datetime:
    """We answer between eight and six."""
    if 8 <= at.hour < 18:
        return at
    morning = at if at.hour < 8 else at + timedelta(days=1)
    return morning.replace(hour=8, minute=dice.randint(2, 55))


def _at(born: datetime, day: int, hour: int, minute: int) -> datetime:
    return (born + timedelta(days=day)).replace(hour=hour, minute=minute, second=0, microsecond=0)
