"""Stories of two people who look like one."""

from collections.abc import Callable

from tests.insight.villages import Account, Maker, Name, bare, plain


def _two(m: Maker, one: str, other: str, style: int | None = None) -> tuple[Account, Account]:
    """Two people of these names, with handles of one style or of any."""
    services = m.two()
    made = []
    for service, words in zip(services, (one, other), strict=True):
        given, _, family = words.partition(" ")
        handle = m.handle(Name(given, family or given, words), style)
        made.append(m.account(m.person(), service, handle, words))
    return made[0], made[1]


def near_given(m: Maker) -> None:
    one, other = m.one("near_given")
    family = m.mixed().family
    style = m.dice.randrange(7)
    m.pair("near given", False, *_two(m, f"{one} {family}", f"{other} {family}", style))


def near_family(m: Maker) -> None:
    one, other = m.one("near_family")
    given, style = m.mixed().given, m.dice.randrange(7)
    m.pair("near family", False, *_two(m, f"{given} {one}", f"{given} {other}", style))


def common(m: Maker) -> None:
    """Five people with a name that thousands have."""
    for words in m.words["common"]:
        given, _, family = words.partition(" ")
        carriers = []
        for _ in range(5):
            handle = m.handle(Name(given, family, words)) + m.dice.choice(["", "", "1", "88", "x"])
            service = m.dice.choice(["mastodon", "bluesky", "mail", "discourse", "twitter"])
            carriers.append(m.account(m.person(), service, handle, words))
        for number, one in enumerate(carriers):
            for other in carriers[number + 1 :]:
                m.pair("common", False, one, other)


def namesake(m: Maker) -> None:
    """A rare name that two people have; their handles are of other styles."""
    name = m.name()
    one, other = m.dice.sample(range(2, 7), 2)
    services = m.two()
    left = m.account(m.person(), services[0], m.handle(name, one), name.full)
    right = m.account(m.person(), services[1], m.handle(name, other) + "7", name.full)
    m.pair("namesake", False, left, right)


def namesake_close(m: Maker) -> None:
    """A rare name that two people have, who chose the same handle."""
    name, services = m.name(), m.two()
    handle = m.handle(name)
    left, right = (m.account(m.person(), each, handle, name.full) for each in services)
    m.pair("namesake, close", False, left, right)


def family(m: Maker) -> None:
    """One page or one address for all of them."""
    one, other = m.name(), m.mixed()
    while other.given == one.given:
        other = m.mixed()
    left, right = _two(m, one.full, f"{other.given} {one.family}")
    shared = m.dice.choice(["{}.example", "family@{}.example"]).format(plain(one.family))
    m.tell(left, shared)
    m.tell(right, shared)
    m.pair("family", False, left, right)


def colleagues(m: Maker) -> None:
    left, right = _two(m, m.name().full, m.mixed().full)
    host = f"{bare(plain(m.one('firms')))}.example"
    for each in (left, right):
        m.tell(each, m.one("other").format(at=host))
    m.pair("colleagues", False, left, right)


def founder(m: Maker) -> None:
    """A firm and who runs it."""
    words = m.firm()
    firm = m.account(m.person(), "mastodon", words.replace(" ", ""), words)
    name = m.name()
    person = m.account(m.person(), m.dice.choice(["bluesky", "twitter"]), m.handle(name), name.full)
    page = f"{bare(firm.local)}.example"
    m.tell(firm, page)
    m.tell(person, m.one("other").format(at=m.dice.choice([firm.at, page])))
    if m.chance(0.3):
        m.tell(firm, m.one("other").format(at=person.at))
    m.pair("founder", False, firm, person)


def desk(m: Maker) -> None:
    """A firm and one of its desks: the same picture, the same page."""
    words = m.firm()
    part = f"{words} {m.one('desks')}"
    services = m.two()
    firm, other = (
        m.account(m.person(), service, each.replace(" ", ""), each)
        for service, each in zip(services, (words, part), strict=True)
    )
    page = f"{bare(firm.local)}.example"
    for each in (firm, other):
        m.tell(each, page)
    if m.chance(0.6):
        firm.face = other.face = f"{m.dice.getrandbits(64):016x}"
    m.pair("desk", False, firm, other)


def bare_host(m: Maker) -> None:
    """A host that everybody is at."""
    host, given = m.one("bare"), m.one("single")
    left, right = _two(m, given, given if m.chance(0.4) else m.mixed().full)
    for each in (left, right):
        m.tell(each, host)
    m.pair("bare host", False, left, right)


def shared_host(m: Maker) -> None:
    """A place that many take part in."""
    host, given = m.one("shared"), m.one("single")
    left, right = _two(m, given, given if m.chance(0.4) else m.mixed().full)
    for each in (left, right):
        m.tell(each, host)
    m.pair("shared host", False, left, right)


def no_picture(m: Maker) -> None:
    """The picture that everybody gets."""
    given = m.one("single")
    left, right = _two(m, given, f"{given} {m.mixed().family}")
    left.face = right.face = "00ffe7c3c3ffe700"
    m.pair("no picture", False, left, right)


def fan_picture(m: Maker) -> None:
    """Two who like the same band."""
    left, right = _two(m, m.name().full, m.mixed().full)
    left.face = right.face = f"{m.dice.getrandbits(64):016x}"
    m.pair("fan picture", False, left, right)


def bots(m: Maker) -> None:
    left, right = _two(m, f"{m.one('things').title()} Bot", f"{m.one('animals').title()} Bot")
    text, minute = f"{m.one('posts')} ({m.odd()})", m.dice.randrange(100_000)
    for each in (left, right):
        each.bot = m.chance(0.7)
        each.posts += [(minute, text), (minute + 700, f"{text}, again")]
    m.pair("bots", False, left, right)


def viral(m: Maker) -> None:
    """What goes round."""
    near = m.chance(0.4)
    one, other = m.name(), m.mixed()
    left, right = _two(m, one.full, f"{one.given} {other.family}" if near else other.full)
    text = m.one("viral") if m.chance(0.5) else f"{m.one('posts')}: {m.odd()}. Pass it on"
    for each in (left, right):
        each.posts.append((m.dice.randrange(3000), text))
    m.pair("viral", False, left, right)


def fans(m: Maker) -> None:
    name = m.name()
    idol = m.account(m.person(), "mastodon", m.handle(name), name.full)
    club = m.account(m.person(), "bluesky", f"{plain(name.family)}fans", f"{name.full} Fans")
    m.tell(club, m.one("other").format(at=idol.at))
    m.pair("fans", False, idol, club)


def parody(m: Maker) -> None:
    """The same name, and says that it is not them."""
    name = m.name()
    real = m.account(m.person(), "mastodon", m.handle(name), name.full)
    other = m.account(m.person(), "twitter", f"not{m.handle(name, 0)}", name.full)
    words = [w for w in m.words["other"] if "not" in w.lower() or "no link" in w.lower()]
    m.tell(other, m.dice.choice(words).format(at=real.at))
    m.pair("parody", False, real, other)


def couple(m: Maker) -> None:
    """They name each other."""
    one, other = m.name(), m.mixed()
    left, right = _two(m, one.full, f"{other.given} {one.family}")
    partner = next(w for w in m.words["other"] if "usband" in w or "ife of" in w)
    m.tell(left, partner.format(at=right.at))
    m.tell(right, partner.format(at=left.at))
    m.pair("couple", False, left, right)


def years(m: Maker) -> None:
    """The same name with another number."""
    name, services = m.name(), m.two()
    stem, first = m.handle(name, 0), m.dice.randint(60, 90)
    left, right = (
        m.account(m.person(), service, f"{stem}{number}", name.full)
        for service, number in zip(services, (first, first + 9), strict=True)
    )
    m.pair("years", False, left, right)


def office(m: Maker) -> None:
    """An address that every firm has."""
    local = m.dice.choice(["info", "hello", "support", "team"])
    names = m.dice.sample(m.words["firms"], 2) if m.chance(0.7) else ["Support", "Support"]
    left = m.account(m.person(), "mail", local, names[0])
    right = m.account(m.person(), "mastodon", local, names[1])
    m.pair("office", False, left, right)


def single(m: Maker) -> None:
    """One given name is shared by thousands."""
    given, services = m.one("single"), m.two()
    left, right = (m.account(m.person(), service, given, given) for service in services)
    m.pair("single", False, left, right)


def blank(m: Maker) -> None:
    """No name at all, and handles that look alike."""
    word, services = m.one("things"), m.two()
    left = m.account(
        m.person(), services[0], f"{word}{m.one('animals')}", m.dice.choice(["", "🌵"])
    )
    right = m.account(m.person(), services[1], f"{word}s", m.dice.choice(["", "🌵"]))
    m.pair("blank", False, left, right)


def junior(m: Maker) -> None:
    name = m.name()
    left, right = _two(m, f"{name.full} Sr", f"{name.full} Jr", 0)
    m.pair("junior", False, left, right)


STORIES: dict[Callable[[Maker], None], int] = {
    near_given: 30, near_family: 30, common: 1, namesake: 20, namesake_close: 6, family: 25,
    colleagues: 25, founder: 20, desk: 20, bare_host: 20, shared_host: 20, no_picture: 25,
    fan_picture: 15, bots: 15, viral: 25, fans: 20, parody: 10, couple: 15, years: 20,
    office: 20, single: 25, blank: 10, junior: 8,
}  # fmt: skip
