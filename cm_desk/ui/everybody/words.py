"""How a filter of the list of people reads on its chip."""

from datetime import datetime

from PySide6.QtCore import QLocale

from cm_desk.domain.query import Filter
from cm_desk.text import show
from cm_desk.ui.art import service_name
from cm_desk.ui.format import date

_DAYS = {
    "since": "Came since {}",
    "before": "Came before {}",
    "silent": "Quiet since {}",
    "given": "Gesture since {}",
}
_FIXED = {
    ("gesture", "none"): "No gesture yet",
    ("gesture", "any"): "Any gesture",
    ("promise", "open"): "Open promise",
    ("promise", "late"): "Late promise",
    ("promise", "kept"): "Kept promise",
    ("promise", "broken"): "Broken promise",
    ("promise", "none"): "Nothing promised",
    ("is", "quiet"): "Left alone",
    ("is", "private"): "Thanked in private",
    ("is", "unanswered"): "Waiting for us",
    ("is", "joined"): "Joined from several",
}
_OTHERWISE = {
    ("gesture", "none"): "Any gesture",
    ("gesture", "any"): "No gesture yet",
    ("promise", "none"): "Something promised",
}
_NAMED = {
    "on": "On {}",
    "account": "Wrote with {}",
    "label": "Label {}",
    "gesture": "Given {}",
    "lang": "Writes {}",
    "field": "{}",
}
# What is offered while nothing is sifted: words, and what is typed for them.
OFFERS = (
    ("Waiting for us", "is:unanswered"),
    ("Quiet for 3 months", "silent:3m"),
    ("No gesture yet", "gesture:none"),
    ("Open promise", "promise:open"),
)


def said(asked: Filter, now: datetime) -> str:
    words = _said(asked, now)
    if not asked.without:
        return words
    return _OTHERWISE.get((asked.name, asked.value), f"Not {words[:1].lower()}{words[1:]}")


def _said(asked: Filter, now: datetime) -> str:
    if asked.moment is not None:
        return _DAYS[asked.name].format(date(asked.moment, now))
    value = show.line(asked.value, 40)
    if fixed := _FIXED.get((asked.name, value.casefold())):
        return fixed
    if asked.name == "on":
        value = service_name(value.casefold())
    elif asked.name == "lang":
        value = _language(value)
    elif asked.name == "field":
        value = value.replace("=", ": ", 1)
    return _NAMED.get(asked.name, f"{asked.name}: {{}}").format(value)


def _language(code: str) -> str:
    language = QLocale(code).language()
    return QLocale.languageToString(language) if language != QLocale.Language.C else code


def people(n: int) -> str:
    return "1 person" if n == 1 else f"{n:,} people"


def counted(some: int, every: int, sifted: bool) -> str:
    """ "212 of 1,040 people"."""
    return f"{some:,} of {people(every)}" if sifted else people(every)
