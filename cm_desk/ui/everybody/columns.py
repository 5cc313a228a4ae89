"""What the list of people can show, and what of it fits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PERSON_LEAST = 220  # px at 100 % text


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in px at 100 %, 0 takes the rest. `sort` is one of store.people.SORTS, "" for none.
    `says` tells what is counted."""

    id: str
    title: str
    width: int
    sort: str = ""
    says: str = ""


COLUMNS = (
    Column("person", "Person", 0, "name", "By name"),
    Column(
        "closeness",
        "Back and forth",
        122,
        "closeness",
        "How often the word went from one side to the other",
    ),
    Column("channels", "On", 82, "channels", "On how many services they are"),
    Column("labels", "Labels", 150),
    Column("received", "From them", 96, "received", "Messages from them"),
    Column("sent", "From us", 82, "sent", "Messages from us"),
    Column("heard", "Last from them", 122, "heard", "Their last message, like, boost or follow"),
    Column("last", "Last contact", 112, "last", "The last sign from either side"),
    Column("first", "First contact", 112, "first", "When they came, or we wrote first"),
    Column("signals", "Likes and boosts", 124, "signals", "Likes, boosts, follows and quotes"),
    Column("waiting", "Waiting", 86, "", "Conversations in which they wait for us"),
    Column("gestures", "Gestures", 92, "gestures", "Thank-yous, apologies, gifts and surprises"),
    Column("given", "Last gesture", 112, "given", "When they were last given something"),
    Column("promises", "Promises", 96, "promises", "What we promised and have not done yet"),
)
NUMBER = {column.id: number for number, column in enumerate(COLUMNS)}
USUAL = ("person", "closeness", "channels", "labels", "received", "last", "gestures", "promises")
# Who goes last when there is no room for all.
FIRST_KEPT = (
    *("person", "last", "closeness", "promises", "gestures", "received", "channels", "labels"),
    *("heard", "waiting", "first", "given", "sent", "signals"),
)


def by_sort(sort: str) -> Column:
    return next(column for column in COLUMNS if column.sort == sort)


def fitting(wanted: Iterable[str], sort: str, width: float) -> frozenset[str]:
    """Which of the `wanted` columns fit into `width` px at 100 %; the one that is sorted by does
    always."""
    chosen, room = {"person"}, width - PERSON_LEAST
    sorted_by = by_sort(sort).id
    for id in dict.fromkeys((sorted_by, *FIRST_KEPT)):
        need = COLUMNS[NUMBER[id]].width
        if id == sorted_by or (id in set(wanted) and need <= room):
            chosen.add(id)
            room -= need
    return frozenset(chosen)


def read(setting: str) -> tuple[str, ...]:
    """The columns of a setting, in their order here; the usual ones for none."""
    named = set(setting.split())
    return tuple(c.id for c in COLUMNS if c.id in named | {"person"}) if named else USUAL


def written(ids: Sequence[str]) -> str:
    """ "" for the usual ones."""
    return "" if set(ids) == set(USUAL) else " ".join(ids)
