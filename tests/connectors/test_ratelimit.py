"""Every form in which a service says how long to wait. No request goes out before that."""

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from cm_desk.connectors.ratelimit import is_limit, wait_s

NOW = datetime(2026, 8, 1, 13, 45, tzinfo=UTC).timestamp()
IN_90_S = datetime(2026, 8, 1, 13, 46, 30, tzinfo=UTC)
QUOTA = {"error": {"code": 403, "errors": [{"reason": "quotaExceeded"}]}}
USAGE = '{"17": [{"call_count": 100, "estimated_time_to_regain_access": 2}]}'
FORMS = {
    "Mastodon, ISO 8601": ({"x-ratelimit-reset": "2026-08-01T13:46:30.000000Z"}, {}, 90),
    "Bluesky, Unix seconds": ({"ratelimit-reset": str(int(NOW) + 90)}, {}, 90),
    "Discord, Unix seconds with a fraction": ({"x-ratelimit-reset": f"{NOW + 90.5}"}, {}, 90.5),
    "Discord, seconds from now": ({"x-ratelimit-reset-after": "90.25"}, {}, 90.25),
    "Discord, body": ({}, {"retry_after": 90.5, "global": False}, 90.5),
    "Reddit, seconds from now": ({"x-ratelimit-reset": "90"}, {}, 90),
    "X, Unix seconds": ({"x-rate-limit-reset": str(int(NOW) + 90)}, {}, 90),
    "Slack, Retry-After": ({"retry-after": "90"}, {}, 90),
    "any, HTTP date": ({"retry-after": format_datetime(IN_90_S, usegmt=True)}, {}, 90),
    "Matrix, milliseconds": ({}, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 90_000}, 90),
    "Telegram, parameters": ({}, {"ok": False, "parameters": {"retry_after": 90}}, 90),
    "Discourse, extras": ({}, {"extras": {"wait_seconds": 90}}, 90),
    "Meta, minutes": ({"x-business-use-case-usage": USAGE}, {}, 120),
    "YouTube, midnight in California": ({}, QUOTA, 17 * 3600 + 15 * 60),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_understood(form: str) -> None:
    headers, body, expected_s = FORMS[form]
    assert wait_s(headers, body, NOW, jitter=False) == pytest.approx(expected_s)


def test_the_longest_of_several_counts() -> None:
    headers = {"retry-after": "10", "x-ratelimit-reset": "2026-08-01T13:46:30Z"}
    assert wait_s(headers, {"retry_after": 20}, NOW, jitter=False) == 90


def test_a_wrong_clock_of_ours_does_not_matter() -> None:
    """The server's own Date is what its reset is compared with."""
    date = format_datetime(datetime.fromtimestamp(NOW, UTC), usegmt=True)
    headers = {"date": date, "x-ratelimit-reset": "2026-08-01T13:46:30Z"}
    assert wait_s(headers, {}, NOW + 86_400, jitter=False) == 90


@pytest.mark.parametrize("nonsense", ["soon", "", "-5", "nan", "inf", "1e400", "9" * 400, "²"])
def test_nonsense_waits_a_sensible_time(nonsense: str) -> None:
    assert 1 <= wait_s({"retry-after": nonsense}, {}, NOW) <= 24 * 3600 * 1.1


@pytest.mark.parametrize(
    "body", [None, [], "text", {"retry_after": "x"}, {"retry_after": True}, {"error": 3}]
)
def test_odd_bodies_wait_a_minute(body: object) -> None:
    assert wait_s({}, body, NOW, jitter=False) == 60


def test_jitter_never_comes_too_early() -> None:
    waits = [wait_s({"retry-after": "100"}, {}, NOW) for _ in range(200)]
    assert min(waits) >= 100
    assert max(waits) <= 110
    assert len(set(waits)) > 10


def test_what_is_a_limit_and_what_is_trouble() -> None:
    assert is_limit(429, {}, None)
    assert is_limit(503, {"retry-after": "3"}, None)
    assert is_limit(403, {}, QUOTA)
    assert not is_limit(503, {}, None)
    assert not is_limit(403, {}, {"error": "no"})
    assert not is_limit(200, {"x-ratelimit-reset": "2026-08-01T13:46:30Z"}, None)
