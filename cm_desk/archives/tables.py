"""The rows of a CSV file, one after the other: memory for one row, not for the file."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cm_desk.errors import ArchiveError

MAX_LINE = 1_000_000  # bytes; a longer one is cut into several


def rows(path: Path, name: str, stream: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """(the line it begins at, its cells) of each row that is not blank; a cell may have lines.

    `path` and `name` are for errors. Raises ArchiveError with the line at which reading stopped.
    """
    begins = 1
    reader = csv.reader(_lines(stream), strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as err:
            raise ArchiveError(path, f"{name} line {begins}", f"it is no table ({err}).") from None
        if row is None:
            return
        if any(row):
            yield begins, row
        begins = reader.line_num + 1


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """Without NUL, which the csv module of Python 3.11 takes for an error."""
    decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
    while line := stream.readline(MAX_LINE):
        yield decode(line).replace("\0", "")
