"""What the command palette offers."""

from collections.abc import Callable
from functools import partial

from cm_desk.store import contacts
from cm_desk.store.contacts import ContactRow
from cm_desk.text import show
from cm_desk.ui import pages
from cm_desk.ui.art import service_name
from cm_desk.ui.conductor import Conductor
from cm_desk.ui.keys import Binding
from cm_desk.ui.palette import Entry, Group, Palette
from cm_desk.ui.shortcuts import short

MOST_PEOPLE = 8
NOT_LISTED = {"Palette", "Dialogs"}
# Moving about is done by hand, not by name.
STEPS = {"next", "prev", "open", "select", "selectDown", "selectUp", "back", "more", "leave"}
STEPS |= {"nextMsg", "prevMsg", "nextConv", "prevConv", "palette", "menu", "nextPane", "prevPane"}
ICONS = {
    "reply": "reply",
    "done": "circle-check-big",
    "snooze": "alarm-clock",
    "gesture": "gift",
    "card": "id-card",
    "person": "user",
    "label": "tag",
    "write": "pencil-line",
    "note": "pencil-line",
    "sync": "refresh-cw",
    "undo": "undo-2",
    "settings": "settings",
    "search": "search",
    "people": "users-round",
    "gestures": "gift",
    "accounts": "id-card",
    "drafts": "pencil-line",
    "keys": "keyboard",
    "send": "send",
    "copy": "copy",
    "unread": "mail",
    "waiting": "clock",
    "snoozed": "alarm-clock",
    "mentions": "at-sign",
}


def open_palette(it: Conductor) -> None:
    overlay = it.window.open_overlay(lambda parent: Palette(parent, groups(it)))
    if isinstance(overlay, Palette):
        overlay.asked.connect(lambda words: it.tasks.newest("people", _people(it, overlay, words)))


def open_writing(it: Conductor) -> None:
    """The same list with people alone: whoever is chosen is written to."""
    hint = "Write to whom? Type a name"
    overlay = it.window.open_overlay(lambda parent: Palette(parent, [], hint))
    if isinstance(overlay, Palette):
        overlay.asked.connect(
            lambda words: it.tasks.newest("people", _people(it, overlay, words, write=True))
        )


def groups(it: Conductor) -> list[Group]:
    """For who is selected, then places, then all else that can be done."""
    window = it.window
    page = window.stack.currentWidget()
    selected = pages.selection(page)
    mine, keymap = pages.commands(page), window.keys.keymap
    here, places, rest = [list[Entry]() for _ in range(3)]
    seen: set[tuple[bool, str]] = set()
    for each in keymap.bindings:
        words = short(each.label)
        known = (each.group == "Go to", words) in seen
        step = each.id.partition(".")[2] in STEPS
        if known or step or each.group in NOT_LISTED or not window.can(each.id):
            continue
        seen.add((each.group == "Go to", words))
        entry = _entry(it, each)
        (places if each.group == "Go to" else here if each.id in mine else rest).append(entry)
    heading = f"For {selected}" if selected else "On this page"
    saved = [Entry(show.line(n, 60), partial(it.go, p), i) for p, n, i in it.shelf.entries()]
    found = [(heading, here), ("Go to", places), ("Saved searches", saved), ("Everywhere", rest)]
    return [group for group in found if group[1]]


def _entry(it: Conductor, binding: Binding) -> Entry:
    icon = ICONS.get(binding.id.partition(".")[2], "arrow-right")
    run = partial(it.window.run, binding.id)
    return Entry(short(binding.label), run, icon, keys=binding.keys[0] if binding.keys else "")


async def _people(it: Conductor, palette: Palette, words: str, write: bool = False) -> None:
    rows = await it.desk.store.read(contacts.find, words)
    then = it.write_to if write else it.open_person
    palette.show_people(words, [_person(row, then) for row in rows[:MOST_PEOPLE]])


def _person(row: ContactRow, then: Callable[[int], object]) -> Entry:
    where = ", ".join(service_name(each) for each in row.services)
    hint = f"{show.line(row.handle, 60)} · {where}" if where else show.line(row.handle, 60)
    name = show.line(row.name or row.handle, 60)
    return Entry(name, partial(then, row.id), hint=hint, face=row.avatar_url)
