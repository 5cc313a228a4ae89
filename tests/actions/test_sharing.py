"""A shared page names only who agreed, in their own words, and nothing of theirs runs on it."""

from pathlib import Path
from typing import Any

import pytest

from cm_desk.actions import consents as allowing
from cm_desk.actions import helping, known, sharing
from cm_desk.domain.known import About
from cm_desk.domain.model import Author
from cm_desk.errors import BadInput
from cm_desk.store import contacts, drafts
from cm_desk.store.consents import NAMED, QUOTED
from tests.conftest import Run
from tests.place import Place, conversation
from tests.village import ADA

EVIL = Author("bo@far.example", "@bo@far.example", "Bo <script>alert(1)</script>\u202e&amp;")
YES = "Yes, name me wherever you like."
MARCH = (2026, 3)


async def helper(place: Place) -> tuple[int, int]:
    """Bo, whose answer was confirmed, and the message in which they agree."""
    place.village.write("How do I swap the burr?", ADA, "t")
    place.village.write("<b onclick='x()'>Three screws</b> & patience.", EVIL, "t")
    place.village.write("Thank you, Bo.", ADA, "t")
    place.village.write(YES, EVIL, "t")
    await conversation(place)
    await helping.look(place.desk)
    for each in await helping.proposals(place.desk):
        await helping.confirm(place.desk, each.act)
    [bo] = await place.desk.store.read(contacts.find, "bo")
    [[said]] = await place.desk.store.read(
        lambda db: db.execute("select id from messages where text = ?", [YES]).fetchall()
    )
    return bo.id, said


async def left_out(place: Place) -> list[tuple[int, str]]:
    found = await sharing.shared(place.desk, MARCH)
    return [(each.contact_id, each.why) for each in found.left_out]


def test_nobody_is_named_who_did_not_agree(run: Run[Any], place: Place, tmp_path: Path) -> None:
    async def scenario() -> None:
        bo, said = await helper(place)
        assert await left_out(place) == [(bo, sharing.NEVER)]
        found = await sharing.shared(place.desk, MARCH)
        assert "Bo" not in sharing.page(found)
        assert found.others == "And 1 person more, who are not named here."
        with pytest.raises(BadInput, match="Nobody agreed"):
            await sharing.write(place.desk, found, tmp_path / "page.html")
        await allowing.allow(place.desk, bo, NAMED, YES, said)
        agreed = await sharing.shared(place.desk, MARCH)
        assert [each.contact_id for each in agreed.named] == [bo]
        file = await sharing.write(place.desk, agreed, tmp_path / "to" / "page.html")
        assert "Bo" in file.read_text("utf-8")

    run(scenario())


def test_hostile_words_are_words_on_the_page(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        bo, said = await helper(place)
        for what in (NAMED, QUOTED):
            await allowing.allow(place.desk, bo, what, "name me", said)
        text = sharing.page(await sharing.shared(place.desk, MARCH))
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "&lt;b onclick=" in text
        for bad in ("<script", "<b on", "\u202e", "http://", "https://", "javascript:"):
            assert bad not in text
        assert "default-src &#x27;none&#x27;" in text

    run(scenario())


def test_their_words_stand_there_only_if_they_allowed_that(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        bo, said = await helper(place)
        await allowing.allow(place.desk, bo, NAMED, YES, said)
        assert "Three screws" not in sharing.page(await sharing.shared(place.desk, MARCH))
        await allowing.allow(place.desk, bo, QUOTED, YES, said)
        assert "Three screws" in sharing.page(await sharing.shared(place.desk, MARCH))

    run(scenario())


def test_a_yes_that_is_taken_back_counts_no_more_not_even_after_the_preview(
    run: Run[Any], place: Place, tmp_path: Path
) -> None:
    async def scenario() -> None:
        bo, said = await helper(place)
        await allowing.allow(place.desk, bo, NAMED, YES, said)
        preview = await sharing.shared(place.desk, MARCH)
        [consent] = await allowing.of(place.desk, bo)
        undo = await allowing.withdraw(place.desk, consent)
        assert await left_out(place) == [(bo, sharing.BACK)]
        with pytest.raises(BadInput, match="took their yes back"):
            await sharing.write(place.desk, preview, tmp_path / "page.html")
        await undo.back()
        assert await left_out(place) == []

    run(scenario())


@pytest.mark.parametrize(
    ("about", "why"), [(About.ALONE, sharing.ALONE), (About.PRIVATE, sharing.PRIVATE)]
)
def test_who_wants_quiet_is_not_named_whatever_they_said_before(
    run: Run[Any], place: Place, about: About, why: str
) -> None:
    async def scenario() -> None:
        bo, said = await helper(place)
        await allowing.allow(place.desk, bo, NAMED, YES, said)
        await known.tell(place.desk, bo, about)
        assert await left_out(place) == [(bo, why)]

    run(scenario())


def test_a_consent_has_their_own_words_from_a_message_of_theirs(
    run: Run[Any], place: Place
) -> None:
    async def scenario() -> None:
        bo, said = await helper(place)
        [ada] = await place.desk.store.read(contacts.find, "ada")
        for whom, what, words, message in (
            (bo, NAMED, "Name me in lights", said),
            (bo, NAMED, "", said),
            (bo, NAMED, YES, None),
            (ada.id, NAMED, YES, said),
            (bo, "everything", YES, said),
        ):
            with pytest.raises(BadInput):
                await allowing.allow(place.desk, whom, what, words, message)
        assert await allowing.of(place.desk, bo) == []
        _, undo = await allowing.allow(place.desk, bo, NAMED, "name me", said)
        assert [each.words for each in await allowing.of(place.desk, bo)] == ["name me"]
        await undo.back()
        assert await allowing.of(place.desk, bo) == []

    run(scenario())


def test_asking_is_a_draft_that_waits_and_never_replaces_one(run: Run[Any], place: Place) -> None:
    async def scenario() -> None:
        bo, _ = await helper(place)
        talk = await allowing.ask(place.desk, bo)
        draft = await place.desk.store.read(drafts.get, talk)
        assert draft is not None
        assert "May we name you" in draft.text
        assert place.village.posts == []
        await place.desk.store.write(drafts.discard, talk)
        await place.desk.store.write(drafts.save, drafts.Draft(0, talk, place.account.id, "Hello"))
        await allowing.ask(place.desk, bo)
        kept = await place.desk.store.read(drafts.get, talk)
        assert kept is not None
        assert kept.text == "Hello"

    run(scenario())
