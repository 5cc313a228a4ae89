"""What people type as money, as cents."""

import re

_AMOUNT = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")
_SIGN = {"€": "EUR", "$": "USD", "£": "GBP"}
_CODE = re.compile(r"(?:(?<![A-Za-z])([A-Za-z]{3}))?\s*(\S*?)\s*([A-Za-z]{3})?")


def cents(typed: str) -> int | None:
    """ "4", "4.5", "€4,50" and "4 EUR"; nothing is 0; None when it is no amount."""
    amount = _parts(typed)[0].strip("".join(_SIGN)).strip()
    if not amount:
        return 0 if not typed.strip() else None
    found = _AMOUNT.fullmatch(amount)
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None


def currency(typed: str, usual: str) -> str:
    """The currency of "€4", "4 SEK" or "SEK"; otherwise the usual one."""
    sign = next((code for sign, code in _SIGN.items() if sign in typed), "")
    return sign or _parts(typed)[1].upper() or usual


def _parts(typed: str) -> tuple[str, str]:
    """The amount, and the code before or behind it; "" for either that is not there."""
    found = _CODE.fullmatch(typed.strip())
    return (found[2], found[1] or found[3] or "") if found else (typed.strip(), "")
