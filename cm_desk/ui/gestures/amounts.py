"""What people type as money, as cents."""

import re

_AMOUNT = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")
_SIGN = {"€": "EUR", "$": "USD", "£": "GBP"}
_CODE = re.compile(r"[A-Za-z]{3}")


def cents(typed: str) -> int | None:
    """ "4", "4.5" and "4,50"; nothing is 0; None when it is no amount."""
    typed = typed.strip().strip("".join(_SIGN)).strip()
    if not typed:
        return 0
    found = _AMOUNT.fullmatch(typed)
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None


def currency(typed: str, usual: str) -> str:
    """The currency of "€4" or "SEK"; otherwise the usual one."""
    sign = next((code for sign, code in _SIGN.items() if sign in typed), "")
    code = typed.strip() if _CODE.fullmatch(typed.strip()) else ""
    return sign or code.upper() or usual
