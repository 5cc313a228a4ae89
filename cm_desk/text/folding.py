"""Text as it is compared: without capitals, without accents."""

from unicodedata import combining, normalize


def folded(text: str) -> str:
    """Łódź is not Lodz, but Émile is emile; wide letters and ligatures are the usual ones."""
    if text.isascii():
        return text.lower()
    apart = normalize("NFKD", text.casefold())
    return normalize("NFKC", "".join(char for char in apart if not combining(char)))


def sorting(name: str, limit: int = 60) -> str:
    """What a name stands under in a list: what comes before its first letter does not count."""
    plain = folded(name[: limit * 4])
    start = next((n for n, char in enumerate(plain) if char.isalnum()), 0)
    return plain[start : start + limit]
