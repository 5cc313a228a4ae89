"""The address of a demo account: "demo:tidewell?since=2026-03-05T12:00:00+00:00&kept=FILE".

`since` is the moment from which the community is dated, `kept` the file that keeps what we post,
so that both survive a restart. Without them the community begins now and forgets.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlencode

PREFIX = "demo:tidewell"


@dataclass(frozen=True, slots=True)
class Address:
    since: datetime | None = None
    kept: Path | None = None

    def __str__(self) -> str:
        given = {"since": self.since and self.since.isoformat(), "kept": self.kept}
        query = urlencode({name: str(value) for name, value in given.items() if value})
        return f"{PREFIX}?{query}" if query else PREFIX


def parse(base_url: str) -> Address:
    """What cannot be read counts as absent: a demo starts in any case."""
    query = parse_qs(base_url.partition("?")[2])
    kept = query.get("kept", [""])[0]
    return Address(_moment(query.get("since", [""])[0]), Path(kept) if kept else None)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
