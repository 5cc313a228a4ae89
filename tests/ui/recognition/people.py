"""Helpers with hostile names, some thanked and some not, for the tests of recognition."""

from datetime import timedelta

from cm_desk.desk import Desk
from cm_desk.domain.help import Sign
from cm_desk.domain.model import Author
from cm_desk.store import acts, contacts, labels
from cm_desk.store.acts import CONFIRMED, PROPOSED, Act
from cm_desk.store.tx import Tx
from tests.conftest import NOW
from tests.ui.people import HOSTILE, LONG, OMAR, PRIYA, YUKI, settle_in

HELPED = {HOSTILE: 6, LONG: 3, YUKI: 2, OMAR: 1, PRIYA: 4}


async def helpers(desk: Desk) -> dict[str, int]:
    """Contacts by the key of their author; Priya alone was thanked."""
    await settle_in(desk)
    return await desk.store.write(_fill)


def _fill(tx: Tx) -> dict[str, int]:
    found = {who.key: _contact(tx, who) for who in HELPED}
    message = dict(tx.db.execute("select remote_id, id from messages").fetchall())
    labels.ensure(tx, "Repairs", "#0B6B66")
    for who, n in HELPED.items():
        for number in range(n):
            at = NOW - timedelta(days=3 + number)
            words = f"Turn it {number + 1} times <b>left</b>, ثم اسحب 🎂"
            _add(tx, found[who.key], at, words, number == 0 and message.get("3"))
    wait = Act(
        *(0, found[YUKI.key], "answers", "", message["8"], "刃を替えたら、味が戻りました。"),
        *(NOW - timedelta(days=9), PROPOSED, Sign.THANKED, message["1"]),
    )
    acts.add(tx, wait)
    return found


def _add(tx: Tx, who: int, at: object, words: str, message: object) -> None:
    context = "Repairs" if message else ""
    act = Act(0, who, "answers", context, None, words, at, CONFIRMED)  # type: ignore[arg-type]
    acts.add(tx, act)


def _contact(tx: Tx, who: Author) -> int:
    found = contacts.resolve(tx.db, "mastodon", who.key)
    assert found is not None
    return found
