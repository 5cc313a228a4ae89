"""What we posted around a day."""

import sqlite3
from datetime import timedelta

from cm_desk.domain.model import Kind, Profile
from cm_desk.store import accounts, posts
from cm_desk.store.tx import Tx
from tests.store.rows import START, account, message, save

DAY = 24 * 60


def test_our_public_posts_from_the_day_before_to_the_day_after_of_all_accounts(
    db: sqlite3.Connection,
) -> None:
    shop = account(db).id
    forum = accounts.add(Tx(db), "discourse", Profile("bench", "2"), "").id
    ours = {"who": None, "outgoing": True, "kind": Kind.POST}
    for name, days in (("early", -3), ("before", -1), ("same", 0), ("after", 1), ("late", 3)):
        post = message(name, days * DAY, name, visibility="public", thread=name, **ours)
        save(db, shop, post)
    save(
        db,
        shop,
        message("quiet", 5, "quiet", visibility="direct", thread="q", **ours),
        message("reply", 6, "to Mira", visibility="public", outgoing=True),
        message("theirs", 7, "from Mira", visibility="public"),
    )
    save(db, forum, message("topic", 8, "forum", thread="f", **ours))
    found = posts.around(db, START + timedelta(hours=3))
    assert [each.text for each in found] == ["before", "same", "forum", "after"]
    assert posts.around(db, START + timedelta(days=90)) == []
    assert len(posts.around(db, START, limit=2)) == 2
