"""The rows of a CSV file, one after the other: memory for one row, not for the file."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cm_desk.errors import ArchiveError

MAX_LINE = 1_000_000  # letters; a longer one is cut into several
HEAD_BYTES = 65_536
STEP = 262_144
DELIMITERS = ",;\t|"
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
FIRST_ROWS = 30
UNCLOSED = "a quotation mark in it has no end."


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written. `width` is how many columns it has, 0 for no table."""

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    width: int = 0


def rows(
    path: Path, name: str, stream: IO[bytes], form: Form | None = None
) -> Iterator[tuple[int, list[str]]]:
    """(the line it begins at, its cells) of each row that is not blank; a cell may have lines.

    `path` and `name` are for errors. Without a `form` it is UTF-8 with commas, and ArchiveError
    with the line at which reading stopped is raised for bad quotation; with one such a row has no
    cells, and reading goes on in the next line.
    """
    begins, given = 1, form or Form()
    reader = csv.reader(_lines(stream, given), delimiter=given.delimiter, strict=form is None)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as err:
            if form is None:
                why = f"it is no table ({err})."
                raise ArchiveError(path, f"{name} line {begins}", why) from None
            yield begins, []
            row = [""]
        if row is None:
            return
        if any(row):
            yield begins, row
        begins = reader.line_num + 1


def form_of(head: bytes, encoding: str = "") -> Form:
    """Encoding and delimiter by the first bytes of a file: what most rows agree on."""
    encoding = encoding or encoding_of(head)
    text = head.decode(encoding, "replace")
    if "\n" in text.rstrip() and len(head) >= HEAD_BYTES:
        text = text[: text.rindex("\n")]  # the last row is cut
    return max((_tried(text, encoding, each) for each in DELIMITERS), key=lambda each: each[0])[1]


def encoding_of(head: bytes) -> str:
    """By its mark; else UTF-8 if it can be, UTF-16 if every other byte is 0, or Western Europe."""
    for mark, name in MARKS.items():
        if head.startswith(mark):
            return name
    if head and max(head[::2].count(0), head[1::2].count(0)) > len(head) * 0.3:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _tried(text: str, encoding: str, delimiter: str) -> tuple[tuple[float, int], Form]:
    """(how well it fits, the form)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for row in reader:
            widths[len(row)] += any(row)
            if widths.total() >= FIRST_ROWS:
                break
    except csv.Error:
        return (0, 0), Form(encoding, delimiter)
    widths.pop(1, None)
    width, count = max(widths.items(), key=lambda each: each[1], default=(0, 0))
    return (count / max(1, reader.line_num), width), Form(encoding, delimiter, width)


def _lines(stream: IO[bytes], form: Form) -> Iterator[str]:
    """Without NUL, which the csv module of Python 3.11 takes for an error."""
    decode = codecs.getincrementaldecoder(form.encoding)("replace").decode
    data, rest = b"first", ""
    while data:
        data = stream.read(STEP)
        text = rest + decode(data, final=not data).replace("\0", "")
        lines = io.StringIO(text, newline="").readlines()
        rest = lines.pop() if data and lines and not lines[-1].endswith("\n") else ""
        yield from lines
        if len(rest) > MAX_LINE:
            yield rest
            rest = ""
