from cm_desk.insight.balance import Balance, Turn, give_ask

GIVE, ASK, NEUTRAL = Turn.GIVE, Turn.ASK, Turn.NEUTRAL
LOG = [
    *(GIVE, GIVE, GIVE, ASK, GIVE, NEUTRAL, GIVE, GIVE, ASK),
    *(GIVE, ASK, GIVE, NEUTRAL, GIVE),
]


def test_three_gives_come_before_the_next_ask() -> None:
    assert give_ask(LOG) == Balance(gives=9, asks=3, since=2, more=1)
    assert give_ask(LOG).share == 0.75
    assert give_ask([Turn.ASK]).more == 3
    assert give_ask([Turn.GIVE] * 3).more == 0


def test_nothing_is_no_share() -> None:
    assert give_ask([]).share is None
    assert give_ask([Turn.NEUTRAL]).share is None
