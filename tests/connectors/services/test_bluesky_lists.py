"""A list that is given from new to old only, read forward: whatever happens meanwhile."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from cm_desk.connectors.services.bluesky.lists import KEPT, Forward, Item, Window


@dataclass
class Served:
    """A server's list; `at` are places of its own making."""

    items: dict[str, str] = field(default_factory=dict)  # name: time
    count: int = 0

    def add(self, below: int = 0) -> str:
        """A new item; with `below` one whose writer's clock is late, under that many others."""
        self.count += 1
        newest = sorted(self.items.values(), reverse=True)
        at = f"{self.count:06}"
        if below and newest:
            at = newest[min(below, len(newest)) - 1] + "a"
        self.items[f"n{self.count}"] = at
        return f"n{self.count}"

    def read(self, at: str, count: int) -> tuple[list[Item], str]:
        found = sorted(self.items.items(), key=lambda each: (each[1], each[0]), reverse=True)
        found = [each for each in found if not at or f"{each[1]} {each[0]}" < at]
        page = [Item(name, time, {}) for name, time in found[:count]]
        more = len(found) > count
        return page, f"{page[-1].at} {page[-1].id}" if more else ""


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 70)),
        st.tuples(st.just("late"), st.integers(1, 10)),
        st.tuples(st.just("delete"), st.integers(0, 30)),
        st.tuples(st.just("pull"), st.just(0)),
        st.tuples(st.just("restart"), st.just(0)),
    ),
    max_size=40,
)


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_every_item_comes_once_and_what_went_is_told(steps: list[tuple[str, int]]) -> None:
    server, window = Served(), Window()
    reader = Forward(server.read)
    given_, gone = list[str](), set[str]()
    window = reader.newer(window).after

    def pull() -> bool:
        nonlocal window
        batch = reader.newer(window)
        given_.extend(each.id for each in batch.items)
        gone.update(batch.missing)
        window = Window.read(batch.after.json())
        return batch.more

    for what, count in steps:
        match what:
            case "add":
                for _ in range(count):
                    server.add()
            case "late":
                server.add(below=count)
            case "delete":
                for name in list(server.items)[-count - 1 : -1 : 3]:
                    del server.items[name]
            case "pull":
                pull()
            case "restart":
                reader = Forward(server.read)
    while pull():
        pass
    assert len(given_) == len(set(given_))
    assert set(server.items) <= set(given_)
    assert not gone & set(server.items)
    assert pull() is False


def test_a_quiet_list_keeps_its_window() -> None:
    server, reader = Served(), Forward(Served().read)
    for _ in range(60):
        server.add()
    reader = Forward(server.read)
    first = reader.newer(Window())
    again = reader.newer(first.after)
    assert (again.items, again.missing, again.after, again.more) == ([], (), first.after, False)
    assert len(first.after.known) == KEPT


def test_the_next_newest_is_asked_for_in_few_pages() -> None:
    server = Served()
    for _ in range(1000):
        server.add()
    asked = list[int]()

    def read(at: str, count: int) -> tuple[list[Item], str]:
        asked.append(count)
        return server.read(at, count)

    reader = Forward(read)
    window = reader.newer(Window()).after
    for _ in range(500):
        server.add()
    more, pulls = True, 0
    while more:
        batch = reader.newer(window)
        window, more, pulls = batch.after, batch.more, pulls + 1
    assert pulls <= 12
    assert len(asked) <= 25
