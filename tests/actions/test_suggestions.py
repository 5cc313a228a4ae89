"""Who may be one person: only what is new is compared, and what was answered is remembered."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from cm_desk.actions import merge as merging
from cm_desk.actions.suggestions import (
    how_many,
    later,
    likely,
    look_again,
    not_the_same,
    suggestion,
    suggestions,
)
from cm_desk.domain.model import Author, Page, Profile
from cm_desk.store import accounts, merges, messages
from cm_desk.store.store import Db
from tests.conftest import NOW, Run
from tests.place import Place
from tests.ui.people import said

BIO = "idabrandt.example, ida@brandt.example"
IDA = Author("ida@tools.example", "@ida@tools.example", "Ida Brandt", bio=BIO)
MAIL = Author("ida@brandt.example", "ida@brandt.example", "Ida Brandt", bio=BIO)
LONG = "Restored the old grinder my uncle left me, and it sings again"


async def hear(place: Place, who: Author, id: str, ago: float, text: str = "Hello") -> None:
    page = Page((said(who, id, ago, text),))
    await place.desk.store.write(messages.save, place.account.id, page, "new")


async def both(place: Place) -> tuple[int, int]:
    await hear(place, IDA, "1", 2)
    await hear(place, MAIL, "2", 1)
    [found] = await suggestions(place.desk)
    return found.left.identity_id, found.right.identity_id


def test_later_asks_again_in_a_month_and_no_is_for_ever(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        pair = await both(place)
        await later(desk, *pair)
        assert await suggestions(desk) == []
        desk.now = lambda: NOW + timedelta(days=3650)
        [again] = await suggestions(desk)
        undo = await not_the_same(desk, *reversed(pair))
        assert await suggestions(desk) == []
        await undo.back()
        assert await suggestions(desk) == [again]

    run(scenario())


def test_undo_of_a_second_answer_gives_the_first_one_back(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        pair = await both(place)
        first = await not_the_same(place.desk, *pair)
        second = await later(place.desk, *pair)
        await second.back()
        place.desk.now = lambda: NOW + timedelta(days=3650)
        assert await how_many(place.desk) == 0
        await first.back()
        assert await how_many(place.desk) == 1

    run(scenario())


def test_only_what_is_new_is_compared(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        def states(db: Db) -> list[int]:
            return [n for (n,) in db.execute("select traced from identities order by id")]

        await hear(place, IDA, "1", 2)
        await look_again(place.desk)
        await hear(place, MAIL, "2", 1)
        assert await place.desk.store.read(states) == [2, 0]
        await look_again(place.desk)
        assert await place.desk.store.read(states) == [2, 2]
        assert await how_many(place.desk) == 1

    run(scenario())


def test_a_profile_that_changes_takes_its_evidence_along(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        pair = await both(place)
        await hear(place, replace(MAIL, name="Otto Maiwald", bio=""), "3", 0.5)
        await look_again(place.desk)
        assert await how_many(place.desk) == 0
        await hear(place, replace(MAIL, bio="Also @ida@tools.example"), "4", 0.4)
        await look_again(place.desk)
        assert await likely(place.desk) == [pair]

    run(scenario())


def test_the_same_words_are_heard_when_the_second_comes_days_later(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        one = Author("w@a.example", "@kilnwitch@a.example", "kilnwitch")
        other = Author("2", "@kiln-witch", "kiln witch")
        await hear(place, one, "1", 3, LONG)
        await look_again(place.desk)
        assert await how_many(place.desk) == 0
        elsewhere = await place.desk.store.write(
            accounts.add, "discourse", Profile("@us", "1"), "https://forum.example"
        )
        page = Page((said(other, "2", 1, f"{LONG}!"),))
        await place.desk.store.write(messages.save, elsewhere.id, page, "new")
        [found] = await suggestions(place.desk)
        assert found.evidence[0].kind == "said"
        older = Page((said(IDA, "3", 90, f"{LONG} (again)"),))
        await place.desk.store.write(messages.save, place.account.id, older, "history")
        assert [each.evidence for each in await suggestions(place.desk)] == [found.evidence]

    run(scenario())


def test_who_was_parted_is_not_suggested_again(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        desk = place.desk
        await both(place)
        done = await merging.merge(desk, 1, 2)
        assert await how_many(desk) == 0
        await done.back()
        assert await how_many(desk) == 1
        await merging.merge(desk, 1, 2)
        [merge] = await desk.store.read(merges.of, 1)
        await merging.part(desk, merge)
        assert await how_many(desk) == 0

    run(scenario())


def test_what_became_common_is_not_shown_any_more(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        a = Author("1", "@idabrandt@a.example", "Ida Brandt")
        await hear(place, a, "1", 5)
        elsewhere = await place.desk.store.write(
            accounts.add, "discourse", Profile("@us", "1"), "https://forum.example"
        )
        page = Page((said(Author("2", "@idabrandt", "Ida Brandt"), "2", 4, "Hello"),))
        await place.desk.store.write(messages.save, elsewhere.id, page, "new")
        [found] = await suggestions(place.desk)
        await hear(place, Author("3", "@other@b.example", "Ida Brandt"), "3", 3)
        assert await suggestions(place.desk) == []
        pair = (found.left.identity_id, found.right.identity_id)
        assert await suggestion(place.desk, pair) is None
        assert await how_many(place.desk) == 0

    run(scenario())
