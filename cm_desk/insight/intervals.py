"""Shares and means with how sure we are of them: 95 % intervals, and the one way to write them."""

import math
from collections.abc import Sequence
from statistics import mean, stdev

Z = 1.959963984540054  # 95 %, two-sided
# the same quantile of Student's t, for 1 to 30 degrees of freedom
T975 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
NO_DATA = "no data yet"


def wilson(k: int, n: int, z: float = Z) -> tuple[float, float] | None:
    """The interval of the share `k` of `n`; None when there is nothing to count."""
    if n <= 0:
        return None
    p, zz = k / n, z * z
    mid = (p + zz / (2 * n)) / (1 + zz / n)
    half = z * math.sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n)
    return 0.0 if k == 0 else max(0.0, mid - half), 1.0 if k == n else min(1.0, mid + half)


def newcombe(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float, float] | None:
    """The first share minus the second, low and high; None when one of them counts nothing.

    The interval is built from the two Wilson intervals (Newcombe 1998, method 10).
    """
    first, second = wilson(k1, n1), wilson(k2, n2)
    if first is None or second is None:
        return None
    (l1, u1), (l2, u2) = first, second
    p1, p2 = k1 / n1, k2 / n2
    d = p1 - p2
    return d, d - math.hypot(p1 - l1, u2 - p2), d + math.hypot(u1 - p1, p2 - l2)


def mean_interval(values: Sequence[float]) -> tuple[float, float, float] | None:
    """Mean, low and high, by Student's t up to 31 values; None for fewer than two."""
    n = len(values)
    if n < 2:
        return None
    quantile = T975[n - 2] if n <= len(T975) + 1 else Z
    middle, error = mean(values), stdev(values) / math.sqrt(n)
    return middle, middle - quantile * error, middle + quantile * error


def share_text(k: int, n: int) -> str:
    """“12 of 40 = 30 % (18–45 %)”: the one way a share is shown, halves rounded up."""
    found = wilson(k, n)
    if found is None:
        return NO_DATA
    share, low, high = (math.floor(100 * each + 0.5) for each in (k / n, *found))
    return f"{k} of {n} = {share} % ({low}–{high} %)"
