"""A page of thanks that can be shared: only who agreed is named, and it says so of the others."""

from dataclasses import dataclass
from pathlib import Path

from cm_desk.actions import board
from cm_desk.actions.board import Leaders
from cm_desk.actions.files import told
from cm_desk.actions.undo import count
from cm_desk.desk import Desk
from cm_desk.domain.help import KINDS
from cm_desk.domain.known import About
from cm_desk.domain.months import Month
from cm_desk.errors import BadInput
from cm_desk.insight.board import Row
from cm_desk.store import consents, facts
from cm_desk.store.consents import NAMED, QUOTED
from cm_desk.text import paper

ALONE, PRIVATE, NEVER, BACK = (
    "wants to be left alone",
    "wants thanks in private",
    "was never asked",
    "took their yes back",
)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody on the page. `quote` is "" unless they allowed that, too."""

    contact_id: int
    name: str
    helped: int
    what: str
    quote: str
    badges: tuple[tuple[str, str], ...]  # name, icon


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who helped and is not named, and why."""

    contact_id: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Shared:
    title: str
    month: Month | None
    context: str
    named: tuple[Named, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def others(self) -> str:
        """How many are not named; "" for nobody."""
        n = len(self.left_out)
        return f"And {count(n, 'person', 'people')} more, who are not named here." if n else ""


async def shared(desk: Desk, month: Month | None = None, context: str = "") -> Shared:
    """Who helped most comes first: whom we thanked last is nobody's business."""
    found = await board.leaders(desk, month, context, fair=False)
    why = {each.contact_id: await _why(desk, each.contact_id) for each in found.board.rows}
    quoted = await desk.store.read(consents.who, QUOTED)
    rows = [each for each in found.board.rows if not why[each.contact_id]]
    named = tuple(_named(found, each, each.contact_id in quoted) for each in rows)
    out = tuple(
        LeftOut(each.contact_id, found.faces[each.contact_id][0], why[each.contact_id])
        for each in found.board.rows
        if why[each.contact_id]
    )
    return Shared(_title(month, context), month, context, named, out)


async def _why(desk: Desk, contact_id: int) -> str:
    """Why somebody is not named; "" for who agreed and still does."""
    about = {each.about for each in await desk.store.read(facts.of, contact_id)}
    if About.ALONE in about:
        return ALONE
    if About.PRIVATE in about:
        return PRIVATE
    asked = [c for c in await desk.store.read(consents.of, contact_id) if c.what == NAMED]
    if any(each.withdrawn_at is None for each in asked):
        return ""
    return BACK if asked else NEVER


def _named(found: Leaders, row: Row, quoted: bool) -> Named:
    what = ", ".join(
        f"{KINDS[kind].lower()} {count(n, 'time', 'times')}" for kind, n in row.kinds.items()
    )
    badges = found.badges.get(row.contact_id, ())
    name, quote = found.faces[row.contact_id][0], row.latest if quoted else ""
    worn = tuple((each.name, each.icon) for each in badges)
    return Named(row.contact_id, name, row.aided, what, quote, worn)


def _title(month: Month | None, context: str) -> str:
    when = "" if month is None else f" in {month[0]}-{month[1]:02}"
    about = f" with {context}" if context else ""
    return f"Thank you for helping others{about}{when}"


def page(found: Shared) -> str:
    """For any browser: runs nothing, loads nothing, and every word of theirs is escaped."""
    parts = [paper.head(found.title), paper.part("h1", found.title)]
    for each in found.named:
        parts.append(paper.part("h2", each.name))
        parts.append(paper.part("p", f"{each.what[:1].upper()}{each.what[1:]}."))
        if each.quote:
            parts.append(f"<article>{paper.part('p', each.quote, 'text')}</article>\n")
        if each.badges:
            worn = ", ".join(name for name, _ in each.badges)
            parts.append(paper.part("p", f"Badges: {worn}", "quiet"))
    parts.append(paper.part("p", found.others, "quiet") if found.others else "")
    return "".join([*parts, paper.tail()])


async def write(desk: Desk, found: Shared, file: Path, picture: bytes = b"") -> Path:
    """The page, or the `picture` that a window drew of it. Raises BadInput where nobody agreed, or
    somebody took their yes back since the preview."""
    if not found.named:
        raise BadInput("Nobody agreed to be named yet.", "Ask them first.")
    now = await shared(desk, found.month, found.context)
    if {each.contact_id for each in found.named} - {each.contact_id for each in now.named}:
        raise BadInput("Somebody took their yes back meanwhile.", "Look at the page again.")
    _put(file, picture or page(found).encode())
    return file


def _put(file: Path, data: bytes) -> None:
    with told(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
