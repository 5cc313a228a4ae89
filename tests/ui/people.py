"""Some people with a past, for the tests of pages: two services, hostile names, a long silence."""

from datetime import timedelta

from cm_desk.desk import Desk
from cm_desk.domain.model import Author, Incoming, Kind, Media, Page, Profile, Signal, SignalKind
from cm_desk.store import accounts, contacts, gestures, messages, notes, promises, surveys
from cm_desk.store.gestures import Gesture
from cm_desk.store.surveys import Survey
from cm_desk.store.tx import Tx
from tests.conftest import NOW

PRIYA = Author("priya@makers.example", "@priya@makers.example", "Priya Raman")
PRIYA_MAIL = Author("priya@raman.example", "priya@raman.example", "Priya Raman")
OMAR = Author("omar@north.example", "@omar@north.example", "عمر حداد")
YUKI = Author("yuki@cups.example", "@yuki@cups.example", "田中 由紀 ☕️")
LONG = Author("long@x.example", "@" + "l" * 400 + "@x.example", "Long " * 100)
HOSTILE = Author(
    "bo@x.example", "@bo@x.example", "<b>Bo</b> <img src='file:///etc/hosts'>\u202eevil"
)
WORDS = (
    "The lid cracked on day three and the box stood in the rain. I’ve told everyone to buy yours, "
    "so this one stings a bit."
)


def days(number: float) -> timedelta:
    return timedelta(days=number)


def said(
    who: Author | None,
    id: str,
    ago: float,
    text: str,
    outgoing: bool = False,
    thread: str = "",
    **more: object,
) -> Incoming:
    """A message `ago` days before the tests' now."""
    whole = {"kind": Kind.MENTION, "visibility": "public", **more}
    return Incoming(id, thread or id, who, text, NOW - days(ago), outgoing=outgoing, **whole)  # type: ignore[arg-type]


def social() -> Page:
    shout = "Third Tidewell in the family! This one is for my dad’s 70th 🎂"
    picture = Media("image", "https://x.example/1.png", "A cracked lid on a wet step")
    return Page(
        messages=(
            said(PRIYA, "1", 400, "Which grinder do you suggest for a moka pot?"),
            said(PRIYA, "2", 399.8, "The small one, on step 14.", True, "1", kind=Kind.REPLY),
            said(PRIYA, "3", 160, "You can swap the burr yourself. Took me ten minutes."),
            said(PRIYA, "4", 22, shout),
            said(PRIYA, "5", 21.9, "Happy birthday to him. What does he brew?", True, "4"),
            said(PRIYA, "6", 0.2, WORDS, media=(picture,), unread=True),
            said(OMAR, "7", 3, "متى تصل الطاحونة؟ شكراً لكم على كل شيء", kind=Kind.DIRECT),
            said(YUKI, "8", 9, "刃を替えたら、味が戻りました。ありがとう ☕️"),
            said(LONG, "9", 30, "word " * 900),
            said(HOSTILE, "10", 5, "<h1>Hi</h1> <a href='x'>click</a> ‮desrever"),
            said(PRIYA, "11", 2, "Spoilers for the new model", warning="Rumours"),
        ),
        signals=tuple(
            Signal(f"s{n}", SignalKind.BOOST, PRIYA, NOW - days(22 + n / 10), "4")
            for n in range(14)
        ),
    )


def mail() -> Page:
    text = "Where do I find the burr for the 2019 model?"
    return Page(
        messages=(
            said(PRIYA_MAIL, "m1", 210, text, kind=Kind.MAIL, visibility="", subject="Burr, 2019"),
        )
    )


def _fill(tx: Tx) -> int:
    tidewell = Profile("@tidewell@social.example", "1", "Tidewell")
    hello = Profile("hello@tidewell.example", "2", "Hello")
    one = accounts.add(tx, "mastodon", tidewell, "https://social.example")
    two = accounts.add(tx, "email", hello, "")
    accounts.change(tx, one.id, signer="Mara Lindqvist")
    messages.save(tx, one.id, social(), "new")
    messages.save(tx, two.id, mail(), "new")
    priya = contacts.resolve(tx.db, "mastodon", PRIYA.key)
    assert priya is not None
    _give(tx, priya)
    return priya


def _give(tx: Tx, priya: int) -> None:
    card = Gesture(
        0, priya, "surprise", NOW - days(21), "Ines Carvalho, founder", "for my dad’s 70th",
        None, 400, "EUR", 20, "Birthday card for dad’s 70th", False, None,
    )  # fmt: skip
    thanks = Gesture(
        0, priya, "thank-you", NOW - days(150), "Tomás Ruiz, repair bench", public=True
    )
    for gesture in (card, thanks):
        gestures.add(tx, gesture)
    late = NOW - days(1)
    promises.add(tx, priya, "Send a new lid", late, NOW - days(4))
    kept = promises.add(tx, priya, "Say when the courier changes", NOW, NOW - days(40))
    promises.settle(tx, kept, "kept", NOW - days(30))
    notes.add(tx, priya, "Prefers a call. Her dad repairs radios.", NOW - days(10))
    question = "How likely are you to recommend Tidewell?"
    asked = Survey(0, priya, "nps", NOW - days(180), 9, 0, 10, question, "It can be repaired.")
    surveys.add(tx, asked, NOW - days(1))


async def settle_in(desk: Desk) -> int:
    """Fill the desk; returns Priya's contact."""
    return await desk.store.write(_fill)
