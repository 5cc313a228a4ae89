"""Blocks on pages: nothing is lost, nothing sticks out, nothing is fetched."""

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from cm_desk.actions.progress import Progress
from cm_desk.desk import Desk
from cm_desk.domain.views import View
from cm_desk.store import conversations
from cm_desk.ui.contact import words
from cm_desk.ui.printing.blocks import Block, paragraphs
from cm_desk.ui.printing.job import send_to, usual_page, write_pdf
from cm_desk.ui.printing.paper import Paper, fill
from cm_desk.ui.printing.read import conversation, story
from tests.conftest import Run
from tests.ui.people import WORDS, settle_in

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=4000)
ROLES = st.sampled_from(["title", "day", "event", "meta", "subject", "text", "quiet", "gap"])
BLOCKS = st.lists(st.builds(Block, TEXTS, ROLES, st.booleans(), st.booleans()), max_size=30)
HERE = settings(suppress_health_check=list(HealthCheck), max_examples=60, deadline=None)


def paper(folder: Path) -> Paper:
    writer = QPdfWriter(str(folder / "x.pdf"))
    writer.setResolution(100)
    return Paper(writer, 100)


@HERE
@given(BLOCKS)
def test_every_line_of_every_block_stands_on_one_page(
    qapp: QApplication, tmp_path: Path, blocks: list[Block]
) -> None:
    made = paper(tmp_path)
    assert [*fill(made, blocks)] == [*range(1, len(blocks) + 1)]
    seen: dict[int, list[tuple[int, int]]] = {}
    for sheet in made.sheets:
        for strip in sheet.strips:
            assert strip.top + strip.height <= made.height + 1 or strip.last == strip.first + 1
            seen.setdefault(id(strip.layout), []).append((strip.first, strip.last))
            for n in range(strip.first, strip.last):
                line = strip.layout.lineAt(n)
                assert line.naturalTextWidth() <= made.width + 1 or line.textLength() == 1
    for parts in seen.values():
        assert parts[0][0] == 0
        assert all(end == start for (_, end), (start, _) in pairwise(parts))


def test_who_wrote_is_never_alone_at_the_foot_of_a_page(qapp: QApplication, tmp_path: Path) -> None:
    made = paper(tmp_path)
    blocks = [each for n in range(200) for each in (Block(f"Ada {n}", "meta", joined=True),
              *paragraphs("word " * 40))]  # fmt: skip
    assert list(fill(made, blocks))
    assert len(made.sheets) > 3
    assert all(sheet.strips[-1].block.role == "text" for sheet in made.sheets)


def test_a_picture_that_was_opened_fits_on_a_page(qapp: QApplication, tmp_path: Path) -> None:
    image = QImage(400, 9000, QImage.Format.Format_RGB32)
    made = paper(tmp_path)
    assert list(fill(made, [Block("Picture: a tower", "quiet", picture=image)]))
    [place, *_] = [s.picture for sheet in made.sheets for s in sheet.strips if s.picture]
    assert place.bottom() <= made.height
    assert place.right() <= made.width


def test_a_conversation_is_read_from_old_to_new_without_fetching(run: Run[Any], desk: Desk) -> None:
    async def scenario() -> None:
        priya = await settle_in(desk)
        rows = (await desk.store.read(conversations.page, View.ALL, limit=50)).items
        [row] = [each for each in rows if each.text == WORDS[:200]]
        blocks = await conversation(desk, row.id, {})
        assert blocks[0].text == "Conversation with Priya Raman"
        assert [b.text for b in blocks if b.role == "text"] == [WORDS]
        assert "Picture: A cracked lid on a wet step" in [b.text for b in blocks]
        assert all(block.picture is None for block in blocks)
        told = await story(desk, priya, partial(words.on_paper, desk.now))
        said = [block.text for block in told]
        assert said.index("You can swap the burr yourself. Took me ten minutes.") < said.index(
            WORDS
        )
        assert any("Prefers a call" in text for text in said)

    run(scenario())


def test_a_printer_gets_the_same_pages_as_a_pdf(run: Run[Any], tmp_path: Path) -> None:
    async def scenario() -> None:
        blocks = [Block("A title", "title"), *paragraphs("word " * 3000), *paragraphs("متى تصل")]
        told: list[Progress] = []
        pages = await write_pdf(tmp_path / "a.pdf", "A", blocks, "foot", told.append)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(usual_page())
        printer.setOutputFileName(str(tmp_path / "b.pdf"))
        assert await send_to(printer, blocks, "foot", told.append) == pages > 1

    run(scenario())
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF")
    assert not (tmp_path / "a.pdf.part").exists()
