"""What an IMAP server says, as Python: words are str, quoted and counted texts bytes, NIL None.

RFC 9051, section 9. Raises Odd where brackets do not close.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from cm_desk.connectors.services.mail.line import Odd

COUNTED = re.compile(rb"\{\d+\+?\}$")
TOKEN = re.compile(rb'\s*(?:([()])|"((?:[^"\\]|\\.)*)"|((?:[^\s()"\[]|\[[^\]]*\])+))\s*', re.DOTALL)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
DEEPEST = 60
Chunk = bytes | tuple[bytes, bytes] | None


def messages(chunks: Iterable[Chunk]) -> Iterator[dict[str, Any]]:
    """What each FETCH tells, by the names of its items in capitals."""
    for words in _groups(chunks):
        pairs = words[-1] if words and isinstance(words[-1], list) else []
        yield {
            str(name).upper(): value for name, value in zip(pairs[::2], pairs[1::2], strict=False)
        }


def _groups(chunks: Iterable[Chunk]) -> Iterator[list[Any]]:
    """One list for each answer, which may be in several chunks of imaplib."""
    stack: list[list[Any]] = [[]]
    for chunk in chunks:
        text, counted = chunk if isinstance(chunk, tuple) else (chunk or b"", None)
        _read(COUNTED.sub(b"", text) if counted is not None else text, stack)
        if counted is not None:
            stack[-1].append(counted)
        elif len(stack) == 1:
            yield stack[0]
            stack = [[]]


def _read(text: bytes, stack: list[list[Any]]) -> None:
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise Odd("it is not as IMAP is written.")
        at = found.end()
        _put(found, stack)


def _put(found: re.Match[bytes], stack: list[list[Any]]) -> None:
    bracket, quoted, word = found.groups()
    if bracket == b"(":
        if len(stack) > DEEPEST:
            raise Odd("its brackets are too deep.")
        inner: list[Any] = []
        stack[-1].append(inner)
        stack.append(inner)
    elif bracket == b")":
        if len(stack) == 1:
            raise Odd("its brackets do not fit.")
        stack.pop()
    elif quoted is not None:
        stack[-1].append(ESCAPED.sub(rb"\1", quoted))
    else:
        stack[-1].append(None if word.upper() == b"NIL" else word.decode("ascii", "replace"))


def leaves(node: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[str, bool]]:
    """(section, whether it is text) of every part with content in a BODYSTRUCTURE, in order.

    A mail inside a mail is looked into, as the reader of a whole one does.
    """
    if not isinstance(node, list) or not node:
        return
    if isinstance(node[0], list):
        for number, each in enumerate(node, 1):
            if not isinstance(each, list) or (each and not isinstance(each[0], list | bytes)):
                return
            yield from leaves(each, (*path, number))
        return
    kind = [bytes(each).lower() if isinstance(each, bytes) else b"" for each in node[:2]]
    place = path or (1,)
    if kind == [b"message", b"rfc822"] and len(node) > 8 and isinstance(node[8], list):
        inner = node[8]
        deeper = place if inner and isinstance(inner[0], list) else (*place, 1)
        yield from leaves(inner, deeper)
        return
    yield ".".join(map(str, place)), kind[0] == b"text"
