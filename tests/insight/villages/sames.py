"""Stories of one person with two accounts."""

from collections.abc import Callable

from tests.insight.villages import Account, Maker, Name, bare

Both = tuple[Name, Account, Account]
FROM_THERE = [("bluesky", "mastodon"), ("twitter", "mastodon")]
WITH_BIO = [("bluesky", "mastodon"), ("twitter", "bluesky")]
CROSSING = [("mastodon", "bluesky"), ("twitter", "mastodon")]


def _both(m: Maker, handle: str | None = None, services: tuple[str, str] | None = None) -> Both:
    """Their names and handles differ as those of one person do."""
    name, person = m.name(), m.person()
    one, other = services or m.two()
    left = m.account(person, one, handle or m.handle(name), m.called(name))
    right = m.account(person, other, handle or m.handle(name), m.called(name))
    return name, left, right


def verified(m: Maker) -> None:
    """One profile names the other, and the service has checked that it is named back."""
    _, left, right = _both(m, services=("mastodon", m.dice.choice(["bluesky", "twitter"])))
    if m.chance(0.3):
        right.name = m.odd()
    left.links.append((right.url, True))
    if m.chance(0.5):
        m.tell(right, left.url)
    m.pair("verified", True, left, right)


def claimed(m: Maker) -> None:
    """A field of a profile gives the other's page."""
    _, left, right = _both(m, services=("mastodon", m.dice.choice(["bluesky", "twitter"])))
    left.links.append((right.url, False))
    m.pair("claimed", True, left, right)


def told(m: Maker) -> None:
    """The words of a profile name the other."""
    _, left, right = _both(m, services=m.dice.choice(FROM_THERE))
    if m.chance(0.2):
        left.name = m.odd()
    m.tell(left, m.one("same").format(at=right.at))
    m.pair("told", True, left, right)


def site(m: Maker) -> None:
    """The same page of their own."""
    name, left, right = _both(m, services=m.dice.choice(WITH_BIO))
    page = f"{bare(m.handle(name, 0))}.example" + ("/about" if m.chance(0.2) else "")
    m.tell(left, page)
    if right.service == "mastodon":
        right.links.append((f"https://{page}", m.chance(0.5)))
    else:
        m.tell(right, f"https://www.{page}/")
    m.pair("site", True, left, right)


def mail(m: Maker) -> None:
    """The address they write from stands in their profile."""
    _, left, right = _both(m, services=(m.dice.choice(["mastodon", "bluesky", "twitter"]), "mail"))
    m.tell(left, right.handle)
    m.pair("mail", True, left, right)


def hub(m: Maker) -> None:
    """The same page at a host that has pages of thousands."""
    name, left, right = _both(m, services=("mastodon", "bluesky"))
    page = m.one("hubs").format(u=m.handle(name, 0))
    m.tell(left, page)
    m.tell(right, page.removeprefix("https://").removeprefix("www."))
    m.pair("hub", True, left, right)


def face(m: Maker) -> None:
    """The same picture of their own."""
    handle = m.odd() if m.chance(0.3) else None
    _, left, right = _both(m, handle)
    left.face = right.face = f"{m.dice.getrandbits(64):016x}"
    m.pair("face", True, left, right)


def alike(m: Maker) -> None:
    """Nothing but the name and the handle."""
    name = m.name()
    person, style = m.person(), m.dice.randrange(5)
    one, other = m.two()
    handles = [m.handle(name, style), m.handle(name, style if m.chance(0.6) else 0)]
    left = m.account(person, one, handles[0], name.full)
    right = m.account(person, other, handles[1], name.full if m.chance(0.7) else name.full.lower())
    m.pair("alike", True, left, right)


def odd_handle(m: Maker) -> None:
    """A handle that hardly two people choose."""
    _, left, right = _both(m, m.odd())
    if m.chance(0.5):
        left.name = right.name = left.local
    m.pair("odd handle", True, left, right)


def echo(m: Maker) -> None:
    """They post the same in two places."""
    handle = m.odd() if m.chance(0.3) else None
    _, left, right = _both(m, handle, m.dice.choice(CROSSING))
    for text in m.dice.sample(m.words["posts"], m.dice.randint(1, 3)):
        minute = m.dice.randrange(100_000)
        text = f"{text}, {m.odd()}"
        left.posts.append((minute, text))
        right.posts.append((minute + m.dice.randint(0, 300), text))
    m.pair("echo", True, left, right)


def script(m: Maker) -> None:
    """Two scripts, and something that is in both."""
    name, left, right = _both(m, services=("mastodon", "bluesky"))
    left.name, right.name = name.native, name.full
    page = f"{bare(m.handle(name, 0))}.example"
    m.tell(left, page)
    m.tell(right, page)
    m.pair("script", True, left, right)


def firm(m: Maker) -> None:
    """A firm at two services."""
    called, person = m.firm(), m.person()
    local = called.replace("&", "").replace(" ", "")
    left, right = (m.account(person, each, local, called) for each in ("mastodon", "bluesky"))
    page = f"{bare(left.local)}.example"
    m.tell(left, page)
    m.tell(right, page)
    if m.chance(0.7):
        left.face = right.face = f"{m.dice.getrandbits(64):016x}"
    m.pair("firm", True, left, right)


def moved(m: Maker) -> None:
    """From one server to another, and says so."""
    _, left, right = _both(m, services=("mastodon", "mastodon"))
    if m.chance(0.5):
        right.links.append((left.url, True))
    else:
        m.tell(left, m.one("same").format(at=right.at))
    m.pair("moved", True, left, right)


def lost(m: Maker) -> None:
    """Nothing tells: nobody could know."""
    _, left, right = _both(m)
    right.name = m.odd()
    right.handle, right.url = right.handle.replace(right.local, "zz" + right.name), ""
    m.pair("lost", True, left, right)


STORIES: dict[Callable[[Maker], None], int] = {
    verified: 30, claimed: 25, told: 35, site: 35, mail: 25, hub: 15, face: 25, alike: 50,
    odd_handle: 25, echo: 25, script: 10, firm: 15, moved: 12, lost: 30,
}  # fmt: skip
