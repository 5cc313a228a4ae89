"""Words by which tables are understood, in many languages: resources/table-words.json."""

import json
import unicodedata
from functools import cache
from typing import Any

from cm_desk.paths import resource


@cache
def words() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("table-words.json").read_text("utf-8"))
    for part in ("columns", "directions", "months"):
        found[part] = {key: [bare(each) for each in given] for key, given in found[part].items()}
    return found


def bare(text: str) -> str:
    """Small letters without accents, one space for many."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        apart = "".join(each for each in apart if not unicodedata.combining(each))
        text = unicodedata.normalize("NFKC", apart)
    return " ".join(text.casefold().split())
