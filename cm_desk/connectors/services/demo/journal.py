"""What was posted after the demo began: kept in one small file, or in memory."""

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cm_desk.connectors.services.demo.happening import Happening
from cm_desk.domain.model import Author, Incoming, Kind, Media, Signal, SignalKind
from cm_desk.domain.times import from_ms, to_ms


class Journal:
    """Only grows, so that a number of lines is a cursor. Each line is one happening.

    `keys` finds our own posts by the key they were sent with.
    """

    def __init__(self, kept: Path | None) -> None:
        self._kept = kept
        self._rows: list[dict[str, Any]] = _read(kept)
        self.lines = [_happening(row) for row in self._rows]
        self.keys = {row["key"]: line for row, line in self._pairs() if row.get("key")}

    def add(self, line: Happening, key: str = "") -> None:
        """It is on the disk when this returns. Raises OSError, and then nothing was added."""
        row = _row(line) | ({"key": key} if key else {})
        self._keep([*self._rows, row])
        self._rows.append(row)
        self.lines.append(line)
        if key:
            self.keys[key] = line

    def _pairs(self) -> list[tuple[dict[str, Any], Happening]]:
        return list(zip(self._rows, self.lines, strict=True))

    def _keep(self, rows: list[dict[str, Any]]) -> None:
        if self._kept is None:
            return
        draft = self._kept.with_suffix(".part")
        with draft.open("w", encoding="utf-8") as file:
            json.dump(rows, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._kept)


def _read(kept: Path | None) -> list[dict[str, Any]]:
    """A missing or damaged file is a community that has heard nothing from us yet."""
    try:
        found = json.loads(kept.read_text("utf-8")) if kept else []
        for row in found:
            _happening(row)
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return list(found)


def _row(line: Happening) -> dict[str, Any]:
    """Times as milliseconds; what a message does not have is left out."""
    row: dict[str, Any] = {"at": to_ms(line.at), "service": line.service}
    if line.deleted:
        row["deleted"] = line.deleted
    for name, value in (("message", line.message), ("signal", line.signal)):
        if value is not None:
            row[name] = {k: _plain(v) for k, v in asdict(value).items() if v not in ("", None, ())}
    return row


def _plain(value: Any) -> Any:
    return to_ms(value) if isinstance(value, datetime) else value


def _happening(row: dict[str, Any]) -> Happening:
    message, signal = row.get("message"), row.get("signal")
    return Happening(
        from_ms(row["at"]).astimezone(UTC),
        row["service"],
        _message(message) if message else None,
        _signal(signal) if signal else None,
        row.get("deleted", ""),
    )


def _message(row: dict[str, Any]) -> Incoming:
    given = dict(row)
    for name in ("sent_at", "edited_at"):
        if name in given:
            given[name] = from_ms(given[name])
    given["who"] = Author(**given["who"]) if given.get("who") else None
    given["kind"] = Kind(given["kind"])
    given["media"] = tuple(Media(**each) for each in given.get("media", ()))
    return Incoming(**given)


def _signal(row: dict[str, Any]) -> Signal:
    given = row | {"at": from_ms(row["at"]), "who": Author(**row["who"])}
    return Signal(**given | {"kind": SignalKind(row["kind"])})
