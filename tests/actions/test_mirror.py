"""P2, M16: a person is shown everything that is held, and nobody else's name."""

import hashlib
import json
import re
from base64 import b64encode
from contextlib import suppress
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

from cm_desk.actions import gestures, notes, promises, tags
from cm_desk.actions.mirror import DATA, PAGE, Mirror, write
from cm_desk.actions.sync import history, sync
from cm_desk.domain.model import Author
from cm_desk.store import contacts, holdings
from tests.actions.known import BOB, FACE, PIECES, know
from tests.conftest import Run
from tests.place import Place

ADA = Author("ada@far.example", "@ada@far.example", "Ada Vogel", "https://far.example/@ada")
TOMAS = Author("tomas@far.example", "@tomas@far.example", "Tomas")
CLEO = Author("cleo@far.example", "@cleo@far.example", "Cleo Brandt")


async def worked(place: Place, folder: Path) -> Mirror:
    """42 messages, 3 gestures, 2 promises, 5 notes and a tag; three others are named in them."""
    for number in range(39):
        place.village.write(f"Word {number} of mine", ADA, f"t{number // 4}")
    place.village.write("Ask Tomas, or @cleo@far.example; Bob knows too", ADA, "t0")
    place.village.write("cleo brandt said https://far.example/@bob/12 helps", ADA, "t1")
    place.village.write("I am Ada Vogel, and this is <script>alert(1)</script>", ADA, "t2")
    for other in (TOMAS, CLEO, BOB):
        place.village.write("I am here as well, hello", other, "t0")
    await sync(place.desk, place.account)
    await history(place.desk, place.account)
    desk = place.desk
    who = await desk.store.read(contacts.resolve, "village", ADA.key)
    assert who
    for kind in ("thank-you", "gift", "surprise"):
        await gestures.give(desk, who, kind, why="They helped", note="for the help")
    for text in ("a new lid", "word on Friday"):
        await promises.promise(desk, who, text, desk.now() + timedelta(days=2))
    for number in range(5):
        await notes.add(desk, who, f"Note {number}: knows Bob Lind")
    await tags.label(desk, who, "baker")
    return await write(desk, who, folder)


def test_the_worked_example(run: Run[Any], place: Place, tmp_path: Path) -> None:
    async def scenario() -> None:
        done = await worked(place, tmp_path / "a")
        again = await write(place.desk, 1, tmp_path / "b")
        assert done.entries == {
            "Messages": 42, "Gestures": 3, "Promises": 2, "Notes": 5, "Labels": 1,
        }  # fmt: skip
        assert (done.count, done.blacked_out) == (53, 3)
        assert again.sums == done.sums
        for name in (PAGE, DATA):
            blob = (tmp_path / "a" / name).read_bytes()
            assert hashlib.sha256(blob).hexdigest() == done.sums[name]
            assert not re.search(rb"Tomas|cleo|Cleo|brandt|Bob|Lind|@bob", blob)
            assert blob.count(b"Ada Vogel") > 2

    run(scenario())


def test_everything_held_is_in_both_files(run: Run[Any], place: Place, tmp_path: Path) -> None:
    async def scenario() -> None:
        who, _ = await know(place)
        await write(place.desk, who, tmp_path)
        told = json.loads((tmp_path / DATA).read_text("utf-8"))
        counts = await place.desk.store.read(holdings.count, who)
        assert {name: len(rows) for name, rows in told["held"].items()} == {
            holdings.held()[table].called: n for table, n in counts.items()
        }
        page, data = ((tmp_path / name).read_text("utf-8") for name in (PAGE, DATA))
        assert b64encode(FACE).decode() in page
        assert b64encode(FACE).decode() in data
        for piece in [each for each in PIECES if each.encode() not in FACE]:
            assert piece in data, piece
            assert piece in unescape(page), piece
        assert BOB.name not in page + data
        [first, *_] = told["held"]["Messages"]
        assert first["source"] == "village @brand@village.example, by sync"
        assert first["kept"] == "until erased"

    run(scenario())


def test_the_page_runs_nothing_and_loads_nothing(
    run: Run[Any], place: Place, tmp_path: Path
) -> None:
    async def scenario() -> None:
        await worked(place, tmp_path)
        page = (tmp_path / PAGE).read_text("utf-8")
        assert "<script" not in page
        assert "&lt;script&gt;" in page
        assert "default-src &#x27;none&#x27;" in page
        assert not re.search(r"<[^>]*\s(src|href|action|on\w+)=", page)
        assert set(re.findall(r"<([a-z0-9]+)", page)) <= {
            *("html", "head", "meta", "title", "style", "body", "table", "tr", "td"),
            *("h1", "h2", "p", "article", "dl", "dt", "dd"),
        }

    run(scenario())


def test_a_mirror_that_is_cancelled_leaves_no_half_file(
    run: Run[Any], place: Place, tmp_path: Path
) -> None:
    async def scenario() -> None:
        who, _ = await know(place)

        def stop(_: object) -> None:
            raise KeyboardInterrupt

        with suppress(KeyboardInterrupt):
            await write(place.desk, who, tmp_path / "m", stop)
        assert list((tmp_path / "m").iterdir()) == []

    run(scenario())
