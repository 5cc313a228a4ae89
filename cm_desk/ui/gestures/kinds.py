"""The kinds of gestures as the window knows them now: painting asks no database."""

from collections.abc import Iterable

from cm_desk.desk import Desk
from cm_desk.domain.kinds import Kind, first, named, offered
from cm_desk.store import kinds as stored

_known = list(first())


def use(known: Iterable[Kind]) -> None:
    _known[:] = known


async def look(desk: Desk) -> tuple[Kind, ...]:
    """Read them anew; the window does at the start and when one was changed."""
    use(await desk.store.read(stored.all))
    return kinds()


def kinds() -> tuple[Kind, ...]:
    """Those that are offered, in their order."""
    return offered(_known)


def kind(key: str) -> Kind:
    return named(key, _known)


def labels() -> dict[str, str]:
    return {each.key: each.label for each in _known}
