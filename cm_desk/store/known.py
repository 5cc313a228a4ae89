"""All that was noted of one person, in one reading; the merge of people decides what stands."""

import sqlite3
from dataclasses import dataclass

from cm_desk.domain.known import CARE as ABOUT_CARE
from cm_desk.domain.known import About
from cm_desk.store import dates, facts, fields, labels, merges, moments, settings
from cm_desk.store.dates import Occasion
from cm_desk.store.facts import Fact
from cm_desk.store.fields import Field, Value
from cm_desk.store.labels import Label
from cm_desk.store.moments import Marked

CARE = "people.care"  # the setting: what moves people is noted only where it was switched on


@dataclass(frozen=True, slots=True)
class Known:
    """`fields` are all there are, `values` what this person has in some of them.

    `care`: passions, fears, joys and moments are switched on. Off, they are kept and not read.
    """

    facts: tuple[Fact, ...] = ()
    labels: tuple[Label, ...] = ()
    dates: tuple[Occasion, ...] = ()
    moments: tuple[Marked, ...] = ()
    fields: tuple[Field, ...] = ()
    values: tuple[Value, ...] = ()
    care: bool = False

    def all(self, about: About) -> tuple[Fact, ...]:
        return tuple(each for each in self.facts if each.about is about)

    def one(self, about: About) -> Fact | None:
        """The one that stands."""
        return next(iter(self.all(about)), None)

    def value(self, field: Field) -> str:
        return next((each.text for each in self.values if each.field.id == field.id), "")


def of(db: sqlite3.Connection, contact_id: int) -> Known:
    id = merges.root(db, contact_id)
    care = settings.get(db, CARE) == "1"
    told = facts.of(db, id)
    return Known(
        tuple(each for each in told if care or each.about not in ABOUT_CARE),
        labels.of_people(db, [id]).get(id, ()),
        tuple(dates.of(db, id)),
        tuple(moments.of(db, id)) if care else (),
        tuple(fields.all(db)),
        tuple(fields.of(db, id)),
        care,
    )
