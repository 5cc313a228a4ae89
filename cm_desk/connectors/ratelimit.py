"""When a service says "slow down": how many seconds, in any of the forms services use.

| form | who |
|---|---|
| `Retry-After`: seconds or an HTTP date | RFC 9110; Slack, Discord, Matrix, Discourse |
| `X-RateLimit-Reset`: an ISO 8601 time | Mastodon |
| `RateLimit-Reset`, `X-Rate-Limit-Reset`: Unix seconds | Bluesky, X, Discord (with a fraction) |
| `X-RateLimit-Reset`, `-Reset-After`: seconds from now | Reddit, Discord |
| body `retry_after`, also in `parameters`; `extras.wait_seconds` | Discord, Telegram, Discourse |
| body `retry_after_ms`: milliseconds | Matrix |
| `X-App-Usage`, `X-Business-Use-Case-Usage`: JSON with minutes | Meta |
| body reason `quotaExceeded`: until midnight in California | YouTube |
"""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from secrets import randbelow
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DEFAULT_S = 60.0
MOST_S = 24 * 3600.0  # who asks for more is asked again tomorrow
UNIX = 1_000_000_000  # larger numbers are Unix time, smaller ones seconds from now
RESETS = (
    "retry-after",
    "ratelimit-reset",
    "x-ratelimit-reset",
    "x-rate-limit-reset",
    "x-ratelimit-reset-after",
)
USAGES = ("x-app-usage", "x-business-use-case-usage")


def is_limit(status: int, headers: Mapping[str, str], body: object) -> bool:
    """Whether this refusal is one to wait for: 429, a 503 that says when, a used-up quota."""
    if status == 403:
        return _quota_is_used_up(body)
    return status == 429 or (status == 503 and any(name in headers for name in RESETS + USAGES))


def wait_s(headers: Mapping[str, str], body: object, now: float, jitter: bool = True) -> float:
    """Seconds to wait: the longest that the answer names, 60 when it names none.

    `headers` by lower-case names, `body` as decoded JSON, `now` in Unix seconds. Times are
    compared with the server's own `Date`, because our clock may be wrong. With `jitter` up to a
    tenth more, so that many desks do not come back together; never less than asked.
    """
    now = server_now(headers, now)
    waits = [each for each in _waits(headers, body, now) if math.isfinite(each)]
    asked = min(max(waits, default=DEFAULT_S), MOST_S)
    wait = max(asked, 1.0)
    return wait * (1 + randbelow(100) / 1000) if jitter else wait


def server_now(headers: Mapping[str, str], now: float) -> float:
    return _http_date(headers.get("date", "")) or now


def _waits(headers: Mapping[str, str], body: object, now: float) -> Iterator[float]:
    for name in RESETS:
        if name in headers:
            yield from _reset(headers[name].strip(), now)
    for name in USAGES:
        if name in headers:
            yield from _usage(headers[name])
    if isinstance(body, dict):
        yield from _body(body)
    if _quota_is_used_up(body):
        yield _midnight_in_california(now) - now


def _reset(text: str, now: float) -> Iterator[float]:
    try:
        number = float(text)
    except ValueError:
        moment = _iso(text) or _http_date(text)
        if moment is not None:
            yield moment - now
        return
    yield number - now if number > UNIX else number


def _iso(text: str) -> float | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _http_date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, OverflowError):
        return None


def _usage(text: str) -> Iterator[float]:
    """{"id": [{"estimated_time_to_regain_access": minutes}]} at any depth."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    open_: list[Any] = [found]
    while open_:
        each = open_.pop()
        if isinstance(each, dict):
            yield from _numbers(each, "estimated_time_to_regain_access", 60)
            open_ += each.values()
        elif isinstance(each, list):
            open_ += each


def _body(body: dict[str, Any]) -> Iterator[float]:
    yield from _numbers(body, "retry_after", 1)
    yield from _numbers(body, "retry_after_ms", 0.001)
    for part, name in (("parameters", "retry_after"), ("extras", "wait_seconds")):
        inner = body.get(part)
        if isinstance(inner, dict):
            yield from _numbers(inner, name, 1)


def _numbers(found: dict[str, Any], name: str, unit_s: float) -> Iterator[float]:
    value = found.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield min(value, MOST_S / unit_s) * unit_s


def _quota_is_used_up(body: object) -> bool:
    error = body.get("error") if isinstance(body, dict) else None
    errors = error.get("errors") if isinstance(error, dict) else None
    reasons = [each.get("reason") for each in errors or [] if isinstance(each, dict)]
    return "quotaExceeded" in reasons


def _midnight_in_california(now: float) -> float:
    try:
        there = datetime.fromtimestamp(now, ZoneInfo("America/Los_Angeles"))
    except ZoneInfoNotFoundError:  # Windows has no time zones of its own
        there = datetime.fromtimestamp(now, UTC) - timedelta(hours=8)
    day = there.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + timedelta(days=1)
    return day.timestamp() if there.tzinfo is not UTC else (day + timedelta(hours=8)).timestamp()
