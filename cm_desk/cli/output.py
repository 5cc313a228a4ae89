"""What commands print: lines for people, or with --json one JSON object a line."""

import json
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click


def row(value: Any) -> dict[str, Any]:
    """A value of ours as JSON has it: times in ISO 8601, folders as text."""
    found = asdict(value) if is_dataclass(value) and not isinstance(value, type) else dict(value)
    return {name: _plain(each) for name, each in found.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def put(values: Iterable[tuple[Any, str]], as_json: bool) -> None:
    """Each value with its line for people."""
    for value, text in values:
        click.echo(json.dumps(row(value), ensure_ascii=False) if as_json else text)


def when(moment: datetime | None) -> str:
    """In the time zone of this computer, to the minute."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""


def line(text: str, limit: int = 100) -> str:
    """One line, without control characters: what strangers wrote must not drive a terminal."""
    calm = "".join(each if each.isprintable() else " " for each in text[: limit * 2])
    calm = " ".join(calm.split())
    return calm if len(calm) <= limit else calm[: limit - 1] + "…"
