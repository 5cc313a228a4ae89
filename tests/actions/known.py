"""Somebody who is known in every way, among others, on a desk with a past: for what belongs to a
person. Their names have letters that every form of writing writes differently."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

from cm_desk.actions import backup, gestures, merge, notes, promises, reply, triage
from cm_desk.actions.sync import sync
from cm_desk.domain.model import Author, Media, Page, Signal, SignalKind
from cm_desk.paths import FACES, face_file
from cm_desk.store import contacts, drafts, messages, surveys
from cm_desk.store.drafts import Draft
from cm_desk.store.surveys import Survey
from tests.place import Place

WHO = Author(
    "zoe.quistgaard@far.example",
    "@zoe.quistgaard@far.example",
    "Zoë “Q” Quistgård",
    "https://far.example/@zoe.quistgaard",
    "https://far.example/faces/zoequist77.png",
    "Bakes rye bread in Nørrebrohaven",
)
ELSEWHERE = Author("did:plc:zoequistelsewhere", "@quistbakes.example", "Zoë bakes")
BOB = Author("bob@far.example", "@bob@far.example", "Bob Lind")
FACE = b"\x89PNG\r\n and the face of somebody"
SAID = "The lid of my blue grinder cracked on the third morning, just like that"
OURS = "Dear Quistgård family, a new lid is on its way since nine o’clock"
QUOTED = f"> {SAID}\nI had the same with mine"
PIECES = (  # what must be nowhere afterwards
    *("zoe.quistgaard", "Quistgård", "zoequist77", "Nørrebrohaven", "zoequistelsewhere"),
    *(
        "quistbakes",
        "the face of somebody",
        SAID,
        OURS,
        "likes her coffee wideawake",
        "honeyed birthday gesture",
    ),
    *("thirdlid promise", "secretdraft", "surveyed verbatim", "post-of-zoe-1", "alonesubject"),
)


async def know(place: Place) -> tuple[int, int]:
    """The contacts of the person and of somebody else; everything is written by our own actions."""
    village, desk = place.village, place.desk
    alone = village.write("Where is my alonesubject parcel, please answer", WHO)
    _answer(place, alone.thread, OURS)
    village.write(SAID, WHO, "together")
    village.messages[-1] = replace(
        village.messages[-1], remote_id="post-of-zoe-1", url=f"{WHO.url}/post-of-zoe-1",
        media=(Media("image", f"{WHO.url}/lid.jpg", "Zoë “Q” Quistgård holds the lid"),),
    )  # fmt: skip
    village.write(QUOTED, BOB, "together")
    village.messages[-1] = replace(village.messages[-1], reply_to="post-of-zoe-1")
    village.write(
        f"@zoe.quistgaard@far.example see {WHO.url}/post-of-zoe-1 and"
        f" https://x.example/?who={quote(WHO.name)}&k={quote(WHO.key, safe='')}",
        BOB,
        "bobs-own",
    )
    await sync(desk, place.account)
    who, other = await _ids(place)
    await _elsewhere(place, who)
    await gestures.give(desk, who, "thank-you", why="Hers", note="honeyed birthday gesture")
    await gestures.give(desk, other, "thank-you", why=f"“{SAID}”", message_id=await _message(place))
    await promises.promise(desk, who, "thirdlid promise", desk.now() + timedelta(days=3))
    await notes.add(desk, who, "likes her coffee wideawake")
    await notes.add(desk, other, "Friend of Zoë “Q” Quistgård, they bake together")
    await _unsent(place)
    await triage.label(desk, [1, 2], "bread")
    asked = Survey(0, who, "nps", desk.now(), 9, text="surveyed verbatim", source="form.csv")
    await desk.store.write(surveys.add, asked, desk.now())
    face = place.folder / FACES / face_file(WHO.avatar_url)
    face.parent.mkdir(exist_ok=True)
    face.write_bytes(FACE)
    await backup.back_up(desk)
    return who, other


def _answer(place: Place, thread: str, text: str) -> None:
    said = place.village.write(text, WHO, thread)
    place.village.messages[-1] = replace(said, outgoing=True, unread=False)


async def _ids(place: Place) -> tuple[int, int]:
    found = [
        await place.desk.store.read(contacts.resolve, "village", each.key) for each in (WHO, BOB)
    ]
    assert found[0]
    assert found[1]
    return found[0], found[1]


async def _message(place: Place) -> int:
    found = await place.desk.store.read(messages.by_remote, place.account.id, "post-of-zoe-1")
    assert found
    return found.id


async def _elsewhere(place: Place, who: int) -> None:
    """A second profile of theirs that was found and joined; it liked and boosted."""
    liked = [
        Signal(f"s{n}", SignalKind.LIKE, ELSEWHERE, place.desk.now(), "post") for n in range(3)
    ]
    page = Page(signals=tuple(liked))
    await place.desk.store.write(messages.save, place.account.id, page, "new")
    found = await place.desk.store.read(contacts.resolve, "village", ELSEWHERE.key)
    assert found
    await merge.merge(place.desk, who, found, f"both name {WHO.url}")


async def _unsent(place: Place) -> None:
    """A draft to them, one to both, and a message to them that has not left."""
    desk, account = place.desk, place.account.id
    await desk.store.write(drafts.save, Draft(0, None, account, "secretdraft to them", to=(WHO,)))
    both = Draft(0, 2, account, f"To both of you, {WHO.name}", to=(WHO, BOB))
    await desk.store.write(drafts.save, both)
    await reply.send(desk, Draft(0, 1, account, "Short word", visibility="public"))


def traces(blob: bytes) -> list[str]:
    """Which of PIECES are in `blob`, in any form of writing."""
    low = blob.lower()
    return [piece for piece in PIECES if any(form in low for form in _forms(piece))]


def _forms(piece: str) -> set[bytes]:
    texts = {piece, json.dumps(piece)[1:-1], quote(piece), quote(piece, safe="")}
    return {
        text.encode(code).lower()
        for text in texts | {each.lower() for each in texts}
        for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
        if code != "latin-1" or all(ord(char) < 256 for char in text)
    }
