"""Whatever is typed: nothing raises, and the hits are those of a slow reader of everything.

The slow reader shares the parser with the store and nothing else: it goes through every row in
Python and asks each filter of it.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from functools import cache
from typing import Any
from unicodedata import category, normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cm_desk.domain.filters import MESSAGES
from cm_desk.domain.model import Author, Incoming, Kind, Media, Page, Poll, PollOption, Profile
from cm_desk.domain.query import Filter, Query, Term, parse
from cm_desk.domain.times import to_ms
from cm_desk.domain.views import State
from cm_desk.store import (
    accounts,
    contacts,
    conversations,
    gestures,
    labels,
    merges,
    messages,
    search,
)
from cm_desk.store.gestures import Gesture
from cm_desk.store.paging import Cursor
from cm_desk.store.search import page
from cm_desk.store.tx import Tx
from tests.conftest import NOW
from tests.contracts.naughty import NAUGHTY, big_list
from tests.store.rows import START
from tests.store.test_saving_properties import fresh

TEXTS = (
    "The parcel never arrived at the café", "Parcel arrived, thank you. Don't worry!",
    "<b>parcels</b> & more: https://example.org/lid", "Доставка ещё не пришла",
    "昨日の注文が届きました。100%_", "注文 Box", "주문이 도착했어요", "ขอบคุณมาก", "धन्यवाद बहुत",
    "شكرا جدا", "ÅNGSTRÖM e\u0301te\u0301", "the lid_cracked again; e-mail me", "a", "", "👋 🏽",
    "Größe naïve İstanbul ﬁne", "http://", "x" * 300, *NAUGHTY,
)  # fmt: skip
PEOPLE = (
    Author("1", "@mira@makers.example", "Mira Ström"), Author("2", "mira@wind.example", ""),
    Author("3", "@strom@wind.example", "Strom"), Author("4", "@taro@wind.example", "田中太郎"),
    Author("5", "@priya@makers.example", "Priya Raman"), Author("6", "@emoji@x.example", "👋"),
)  # fmt: skip
MEDIA = (Media("image", "u"), Media("video", "u"), Media("file", "u", 'a "kind":"audio" b'))
WORDS = (
    *("the", "parcel", "parcels", "cafe", "café", "arrived", "never", "don't", "e-mail", "lid"),
    *(
        "cracked",
        "a",
        "e",
        "доставка",
        "ещё",
        "注文",
        "届き",
        "주문",
        "ขอบ",
        "धन्यवाद",
        "شكرا",
        "👋",
    ),
    *("ångström", "naive", "größe", "http", "example", "100%", "_", "%", "\\", "'", ";", "--"),
    "zebra",
)
VALUES = {
    "from": ["mira", "ström", "strom", '"mira"', '"Mira Ström"', "太郎", "me", '"me"', "👋", "zoe",
             "@mira@makers.example", "p"],
    "on": ["mastodon", "mail", "email", "tele", "nowhere"],
    "account": ["shop", "help", "mastodon:@shop@social.example", "Tidewell", "none"],
    "is": ["unanswered", "unread", "done", "snoozed", "new", "odd"],
    "has": ["image", "video", "audio", "file", "link", "poll", "photos"],
    "before": ["2026-03-02", "2026-03", "3d", "2026-03-01", "soon", "1y"],
    "after": ["2026-03-02", "2026", "3d", "yesterday"],
    "label": ["bug", "lid", "none", "b"],
    "gesture": ["gift", "thanks", "any", "hug"],
}  # fmt: skip
VALUES["to"] = VALUES["from"]


def _message(n: int) -> Incoming:
    """The nth of some hundred, mixed by numbers without a common divisor."""
    who = PEOPLE[n % 7] if n % 7 < 6 else None
    poll = Poll((PollOption("a"),)) if n % 53 == 0 else None
    return Incoming(
        str(n),
        f"t{n % 41}",
        who,
        TEXTS[n % len(TEXTS)],
        START + timedelta(hours=n // 4, milliseconds=n % 3),
        Kind.MENTION,
        outgoing=n % 5 == 0 or who is None,
        unread=n % 11 == 0 and n % 5 != 0,
        subject=("", "", "Parcel lid", "Re: Parcel lid", "Die Größe")[n % 5],
        media=MEDIA[n % 3 : n % 3 + 1] if n % 13 == 0 else (),
        poll=poll,
    )


@pytest.fixture(scope="module")
def desk() -> Iterator[sqlite3.Connection]:
    with fresh() as db:
        tx, ids = Tx(db), [1]
        for service, handle in (("mail", "help@tidewell.example"), ("telegram", "Tidewell")):
            ids.append(accounts.add(tx, service, Profile(handle, handle), "").id)
        for n, id in enumerate(ids):
            items = tuple(_message(number) for number in range(n, 400, 3))
            messages.save(tx, id, Page(items), "new" if n else "history")
        talks = [id for (id,) in db.execute("select id from conversations order by id")]
        conversations.set_state(tx, talks[::4], State.DONE)
        conversations.set_state(tx, talks[1::9], State.SNOOZED, NOW)
        for n, name in enumerate(("bug", "lid", "bear")):
            for id in talks[n :: 5 + n]:
                labels.assign(tx, id, labels.ensure(tx, name).id)
        people = {each.handle: each.id for each in contacts.find(db, "")}
        gestures.add(tx, Gesture(0, people["@priya@makers.example"], "gift", START))
        gestures.add(tx, Gesture(0, people["@strom@wind.example"], "thank-you", START))
        contacts.rename(tx, people["@taro@wind.example"], "Mira of Kobe")
        merges.merge(tx, people["@strom@wind.example"], people["@priya@makers.example"], "", START)
        yield db


# --- the slow reader ----------------------------------------------------------------------------

Row = dict[str, Any]
CALLED = ("account", "account_name", "account_key")


class Rest:
    """What the slow reader looks things up in."""

    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.names: dict[int, list[tuple[str, str]]] = {}  # by contact, names and handles
        self.given: dict[int, str] = {}  # by contact, the name that we gave
        self.kinds: dict[int, set[str]] = {}  # by contact, gestures
        self.labels: dict[int, set[str]] = {}  # by conversation
        self.every_label: set[str] = set()
        self.services = {row["service"] for row in rows}
        self.accounts = {row[name] for row in rows for name in CALLED}
        answered: set[int] = set()  # conversations
        for row in rows:
            row["answered"] = row["conversation_id"] in answered
            extra = json.loads(row["extra"] or "{}")
            row["parts"] = {each["kind"] for each in extra.get("media", ())} | ({"poll"} & {*extra})
            if row["outgoing"]:
                answered.add(row["conversation_id"])


def read_everything(db: sqlite3.Connection) -> Rest:
    db.row_factory = sqlite3.Row
    rows = [
        dict(row)
        for row in db.execute(
            "select m.*, s.subject as said, i.contact_id, a.service, a.handle as account,"
            " a.name as account_name, a.service || ':' || a.handle as account_key, c.state,"
            " c.place from messages m join said s on s.id = m.id join conversations c on"
            " c.id = m.conversation_id join accounts a on a.id = m.account_id left join"
            " identities i on i.id = m.identity_id order by m.id desc"
        )
    ]
    rest = Rest(rows)
    for row in db.execute("select contact_id, name, handle from identities"):
        rest.names.setdefault(row[0], []).append((row[1], row[2]))
    for row in db.execute("select id, name from contacts where renamed and joined is null"):
        rest.given[row[0]] = row[1]
    for row in db.execute("select contact_id, kind from gestures"):
        rest.kinds.setdefault(row[0], set()).add(row[1])
    for row in db.execute(
        "select c.conversation_id, l.name from conversation_labels c join labels l"
        " on l.id = c.label_id"
    ):
        rest.labels.setdefault(row[0], set()).add(row[1])
        rest.every_label.add(row[1])
    db.row_factory = None
    return rest


@cache
def tokens(text: str) -> list[str]:
    """As FTS5's unicode61: letters, numbers and private use; accents that stand alone belong to
    the letter before them, and others part words."""
    found, word = [], ""
    for char in text:
        kind, code = category(char), ord(char)
        low, high = 0x08029FDF >> (code - 768) & 1 if 768 <= code < 800 else 0, 0
        if 800 <= code < 818:
            high = 0x000361F8 >> (code - 800) & 1
        if kind[0] in "LN" or kind == "Co":
            word += fold(char)
        elif not (word and (low or high)):
            found.append(word)
            word = ""
    return [each for each in (*found, word) if each]


def fold(char: str) -> str:
    """Simple case folding: ſ is s, and ẞ stays one letter."""
    base = normalize("NFD", char)[0]
    return base.casefold() if len(base.casefold()) == 1 else base.lower()[0]


def occurs(term: list[str], words: list[str], prefix: bool) -> bool:
    for at in range(len(words) - len(term) + 1):
        part = words[at : at + len(term)]
        if part[:-1] == term[:-1] and (
            part[-1].startswith(term[-1]) if prefix else part[-1] == term[-1]
        ):
            return True
    return False


CJK = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def lower(text: str) -> str:
    """ASCII alone, as `like` does it."""
    return "".join(char.lower() if char.isascii() else char for char in text)


def has_term(row: Row, term: Term, read: bool) -> bool:
    if read:
        return any(lower(term.text) in lower(row[name]) for name in ("text", "subject"))
    text = " ".join(term.text.split()[:32])
    wanted, prefix = tokens(text[:1000]), term.prefix or len(text) > 1000
    return any(occurs(wanted, tokens(row[name]), prefix) for name in ("text", "said"))


def speaks(query: Query) -> Callable[[Row], bool]:
    wanted = [term for term in query.terms if not term.without]
    read = any(CJK.search(term.text) for term in wanted)
    return lambda row: all(
        has_term(row, term, (read and not term.without) or bool(CJK.search(term.text)))
        is not term.without
        for term in query.terms
    )


def named(rest: Rest, contact: int | None, asked: Filter) -> bool:
    if contact is None:
        return False
    words = [tokens(word) for word in asked.value.split() if tokens(word)]
    names = rest.names[contact]
    given = tokens(rest.given.get(contact, ""))
    flat = [token for word in words for token in word]
    if flat and all(any(_is(t, token, asked.quoted) for t in given) for token in flat):
        return True
    if not words or CJK.search(asked.value):
        return any(lower(asked.value) in lower(each) for pair in names for each in pair)
    return any(
        all(any(occurs(w, tokens(each), not asked.quoted) for each in pair) for w in words)
        for pair in names
    )


def _is(word: str, token: str, whole: bool) -> bool:
    return word == token if whole else word.startswith(token)


def called(names: set[str], value: str) -> set[str]:
    asked = {value.casefold(), {"email": "mail", "mail": "email"}.get(value, value.casefold())}
    exact = {each for each in names if each.casefold() in asked}
    return exact or {each for each in names if any(a in each.casefold() for a in asked)}


def meets(rest: Rest, row: Row, f: Filter) -> bool:
    match f.name:
        case "from" | "to":
            ours = not f.quoted and f.value.casefold() in ("me", "us")
            if ours:
                return bool(row["outgoing"]) is (f.name == "from")
            right_way = bool(row["outgoing"]) is (f.name == "to")
            return right_way and named(rest, row["contact_id"], f)
        case "on":
            return row["service"] in called(rest.services, f.value)
        case "account":
            return bool({row[name] for name in CALLED} & called(rest.accounts, f.value))
        case "is":
            states: dict[str, bool] = {
                "unread": bool(row["unread"]),
                "done": row["place"] == 5,
                "snoozed": row["state"] == 1,
                "unanswered": not row["outgoing"] and not row["answered"],
            }
            return states[f.value]
        case "has":
            link = "http://" in row["text"].lower() or "https://" in row["text"].lower()
            return link if f.value == "link" else f.value in row["parts"]
        case "before" | "after":
            assert f.moment
            return bool(row["sent_ms"] < to_ms(f.moment)) is (f.name == "before")
        case "label":
            own = rest.labels.get(row["conversation_id"], set())
            return bool(own & called(rest.every_label, f.value))
        case _:
            own = rest.kinds.get(row["contact_id"], set())
            value = {"thanks": "thank-you"}.get(f.value, f.value)
            return any(f.value == "any" or kind.startswith(value) for kind in own)


def slowly(rest: Rest, query: Query) -> list[str]:
    """The remote ids of all that are meant, newest first."""
    says, found = speaks(query), []
    anyone = {name: list(query.of(name)) for name in ("from", "to", "on", "account")}
    for row in rest.rows if query else ():
        single = all(not each or any(meets(rest, row, f) for f in each) for each in anyone.values())
        others = all(
            meets(rest, row, f) is not f.without
            for f in query.filters
            if f.without or f.name not in anyone
        )
        if single and others and says(row):
            found.append(row["remote_id"])
    return found


# --- what is typed ------------------------------------------------------------------------------

_word = st.sampled_from(WORDS)
_minus = st.sampled_from(["", "", "", "-"])
_term = st.one_of(
    _word,
    _word.map(lambda w: f"{w}*"),
    st.lists(_word, max_size=3).map(lambda w: f'"{" ".join(w)}"'),
)
_filter = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.sampled_from(VALUES[name]).map(lambda value: f"{name}:{value}")
)
_garbage = st.one_of(
    st.sampled_from(['"', "“", "-", "*", ":", "from:", "frm:x", "is:", "(", "NEAR(", "AND", "\0"]),
    st.text(alphabet=st.characters(max_codepoint=0x2FF), max_size=5),
    st.sampled_from(NAUGHTY),
)
_item = st.one_of(st.tuples(_minus, st.one_of(_term, _filter)).map("".join), _garbage)
TYPED = st.lists(_item, max_size=5).map(" ".join)


def all_pages(db: sqlite3.Connection, query: Query, best: bool) -> list[str]:
    found: list[str] = []
    cursor: Cursor | None = None
    while True:
        answer = search.search(db, query, cursor, 7, best)
        found += [hit.remote_id for hit in answer.items]
        for hit in answer.items:
            assert "".join(text for text, _ in hit.parts) or not hit.text
        if (cursor := answer.cursor) is None:
            return found


def check(db: sqlite3.Connection, rest: Rest, text: str) -> None:
    query = parse(text, MESSAGES, NOW, UTC)
    wanted = slowly(rest, query)
    assert all_pages(db, query, best=False) == wanted
    assert sorted(all_pages(db, query, best=True)) == sorted(wanted)
    assert search.count(db, query) == (len(wanted), False)


@settings(
    max_examples=600,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=TYPED)
def test_hits_are_those_of_a_slow_reader(
    desk: sqlite3.Connection, everything: Rest, text: str
) -> None:
    check(desk, everything, text)


def test_so_they_are_in_small_windows(
    desk: sqlite3.Connection, everything: Rest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every plan with windows that end within the few hundred messages there are."""
    monkeypatch.setattr(page, "WINDOWS", (3, 10))
    monkeypatch.setattr(page, "BEST", 9)
    monkeypatch.setattr(page, "_FEWEST", 100)
    words = ("", "the", "parcel -lid", "-the", "注文", "-注文", "a*")
    for word in words:
        for name in VALUES:
            for value in VALUES[name][:3]:
                check(desk, everything, f"{word} {name}:{value}")
                check(desk, everything, f"{word} -{name}:{value} is:unanswered")


def test_naughty_strings_are_answered(desk: sqlite3.Connection) -> None:
    for text in NAUGHTY:
        search.search(desk, parse(text, MESSAGES, NOW))


def test_the_big_list_of_naughty_strings_is_answered(desk: sqlite3.Connection) -> None:
    for text in big_list():
        for query in (text, f'from:"{text}" -{text}*', f"has:{text} before:{text}"):
            search.search(desk, parse(query, MESSAGES, NOW))


@pytest.fixture(scope="module")
def everything(desk: sqlite3.Connection) -> Rest:
    return read_everything(desk)
