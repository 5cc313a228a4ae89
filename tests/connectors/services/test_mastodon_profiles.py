"""What a profile at a Mastodon server says is theirs."""

from typing import Any

from cm_desk.connectors.services.mastodon.read import Us, author
from cm_desk.domain.model import OwnLink

US = Us("1", "desk@social.example")
MENTION = '<span class="h-card"><a href="https://kiln.example/@lena" class="u-url mention">'


def account(**more: Any) -> dict[str, Any]:
    return {"id": "7", "acct": "ida@tools.example", "username": "ida", **more}


def linked(address: str, verified_at: str | None = None, shown: str = "") -> dict[str, Any]:
    value = f'<a href="{address}" rel="me nofollow">{shown or address}</a>'
    return {"name": "Site", "value": value, "verified_at": verified_at}


def test_the_pages_beside_a_bio_are_kept_with_the_tick_of_the_server() -> None:
    fields = [
        linked("https://ida.example/", "2026-01-01T00:00:00.000+00:00", "ida.example"),
        linked("https://bsky.example/profile/ida.example"),
        {"name": "Pronouns", "value": "she/her", "verified_at": None},
        {"name": "Post", "value": "ida@brandt.example or @ida@old.example", "verified_at": None},
    ]
    assert author(account(fields=fields), US).links == (
        OwnLink("https://ida.example/", True),
        OwnLink("https://bsky.example/profile/ida.example"),
        OwnLink("ida@brandt.example"),
        OwnLink("@ida@old.example"),
    )


def test_where_somebody_moved_is_theirs() -> None:
    moved = account(acct="ida@new.example", url="https://new.example/@ida")
    assert author(account(moved=moved), US).links == (OwnLink("https://new.example/@ida", True),)


def test_a_mention_in_a_bio_keeps_its_host() -> None:
    bio = f"<p>Works with {MENTION}@<span>lena</span></a></span> <a href='https://x.example/tags/clay'>#clay</a></p>"
    assert author(account(note=bio), US).bio == "Works with @lena@kiln.example #clay"


def test_odd_and_endless_tables_give_few_links() -> None:
    fields = [linked(f"https://x.example/{n}") for n in range(40)]
    assert len(author(account(fields=fields), US).links) == 12
    assert author(account(fields=[linked("https://x.example/" + "y" * 3000)]), US).links == ()
    assert author(account(fields=[{"name": "x"}], moved={}), US).links == ()
    hidden = {"name": "x", "value": '<a href="javascript:alert(1)">press</a>', "verified_at": ""}
    assert author(account(fields=[hidden]), US).links == ()
