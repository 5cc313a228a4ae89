"""A small community in a real store, for the tests and pictures of the inbox."""

from datetime import timedelta

from cm_desk.actions import promises, triage
from cm_desk.desk import Desk
from cm_desk.domain.model import (
    Account,
    Author,
    Incoming,
    Kind,
    Media,
    Page,
    Poll,
    PollOption,
    Profile,
    Signal,
    SignalKind,
)
from cm_desk.domain.views import View
from cm_desk.store import accounts, conversations, gestures, messages, notes
from cm_desk.store.gestures import Gesture
from tests.conftest import NOW

DARK, HAIR = "face:F6C9D6-7A4A30-2B1B14-long-B4630A", "face:CFE8DF-F2C9A8-B5652A-short-24803F"
PRIYA = Author("priya@makers.example", "@priya@makers.example", "Priya Raman", avatar_url=DARK)
MINSEO = Author("minseo", "@minseo@social.example", "김민서")
OMAR = Author("omar", "@omar@social.example", "عمر حداد")
LUKASZ = Author("lukasz", "@lukasz@social.example", "Łukasz Nowak")
LONG = Author("long", "@long@social.example", "Wolfeschlegelsteinhausenbergerdorff " * 14)
ODD = Author("odd", "@odd@social.example", "<b>Bo</b> \u202egpj.exe")
AWAY = "https://pictures.example/lid.png"


def said(
    id: str, who: Author | None, text: str, hours_ago: float, thread: str = "", **more: object
) -> Incoming:
    fields: dict[str, object] = {"visibility": "public", "unread": not more.get("outgoing"), **more}
    sent_at = NOW - timedelta(hours=hours_ago)
    return Incoming(id, thread or id, who, text, sent_at, **fields)  # type: ignore[arg-type]


async def add_account(desk: Desk, handle: str = "@tidewell@social.example") -> Account:
    profile = Profile(handle, "1", "Tidewell", HAIR)
    return await desk.store.write(accounts.add, "mastodon", profile, "https://social.example")


async def receive(desk: Desk, account: Account, *items: Incoming, **page: object) -> None:
    found = Page(items, **page)  # type: ignore[arg-type]
    await desk.store.write(messages.save, account.id, found, "new")


async def fill(desk: Desk) -> Account:
    """Priya's conversation has everything a conversation can have."""
    account = await add_account(desk)
    await receive(desk, account, *priya(), *others(), signals=(boost(),))
    [row] = [row for row in await rows(desk) if row.who == "Priya Raman"]
    assert row.contact_id is not None
    given = Gesture(
        0, row.contact_id, "gift", NOW - timedelta(days=2, hours=11), "Ines", "", None,
        400, "EUR", 10, "Card for dad’s 70th",
    )  # fmt: skip
    await desk.store.write(gestures.add, given)
    due = NOW + timedelta(days=2)
    await promises.promise(desk, row.contact_id, "Write when the courier change is live", due)
    await desk.store.write(notes.add, row.contact_id, "Her dad roasts at home.", NOW)
    return account


async def rows(desk: Desk, view: View = View.ALL) -> tuple[conversations.InboxRow, ...]:
    return (await desk.store.read(conversations.page, view)).items


async def row_of(desk: Desk, who: str) -> conversations.InboxRow:
    return next(row for row in await rows(desk) if row.who.startswith(who))


FIRST = "Third Tidewell in the family! This one is for my dad’s 70th 🎂"
OURS = "Priya, that made our evening. Which roast does your dad start his day with?"
STINGS = (
    "The lid cracked on day three and the box stood in the rain. I’ve told everyone to buy "
    "yours, so this one stings a bit. Can you help before Saturday? It’s his party."
)
LID = Media("image", AWAY, "A cracked lid", "lid.png")


def priya() -> tuple[Incoming, ...]:
    same = {"thread": "p", "visibility": "direct", "kind": Kind.DIRECT}
    return (
        said("p1", PRIYA, FIRST, 65, **same),
        said("p2", PRIYA, OURS, 64.7, outgoing=True, **same),
        said("p3", PRIYA, STINGS, 3, lang="en", media=(LID,), **same),
    )


def others() -> tuple[Incoming, ...]:
    poll = Poll((PollOption("Light", 12), PollOption("Dark", 30), PollOption("Neither")))
    links = "Is https://tidewell.example/help yours? And https://tidewell.example@evil.example/x?"
    arabic = "هل تناسب المطحنة اليدوية القهوة التركية؟ https://example.org/قهوة شكرا"
    order = "Re: Order 4417, still no tracking number. " * 6
    return (
        said("k1", MINSEO, "택배 잘 받았어요 😊 분쇄도는 어떻게 맞추나요? " * 3, 21),
        said("o1", OMAR, arabic, 30),
        said("l1", LUKASZ, order, 60, subject="Order 4417"),
        said("w1", LONG, "x" * 9000, 5, warning="A very long word", thread="w"),
        said("b1", ODD, f"<img src='file:///etc/passwd'> {links}", 6, poll=poll, edited_at=NOW),
        said("y1", None, "Our bench is open on Fridays.", 80, outgoing=True, kind=Kind.POST),
    )


def boost() -> Signal:
    return Signal("s1", SignalKind.BOOST, PRIYA, NOW - timedelta(days=9))


async def snoozed(desk: Desk, who: str) -> None:
    row = await row_of(desk, who)
    await triage.snooze(desk, [row.id], NOW + timedelta(days=1))
