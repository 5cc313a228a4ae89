"""The log file in the data folder. No record in it holds a secret or the address of a person."""

import json
import logging
import re
import secrets
import sys
import threading
from collections.abc import Callable
from hashlib import blake2s
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

FILE = "cm-desk.log"
MAX_BYTES = 1_000_000
KEPT_FILES = 3
MAX_CHARS = 20_000  # of one record: a traceback, not a message of a megabyte
SHORTEST_SECRET = 8

_hidden: set[str] = set()
_hooks = (sys.excepthook, threading.excepthook)  # as they were before start()
_salt = secrets.token_bytes(16)

_NAMES = (
    "access_token|refresh_token|id_token|token|client_secret|client_id|code_verifier|code|state|"
    "password|passwd|secret|api_?key|signature|authorization|cookie|set-cookie"
)
_REMOVED = "(removed)"
_RULES = (
    # Authorization: Bearer abc, in headers, in a printed dict and in bytes
    (re.compile(r"(?i)\b(bearer|basic|token|dpop)(\s+)[\w.~+/=-]{6,}"), rf"\1\2{_REMOVED}"),
    # "access_token": "abc", 'code'='abc'
    (
        re.compile(rf"(?i)(['\"](?:{_NAMES})['\"]\s*[:=,]\s*b?)(['\"])(?:\\.|(?!\2).)*\2?"),
        rf"\1\2{_REMOVED}\2",
    ),
    # ?code=abc&state=abc, token=abc, Set-Cookie: abc
    (re.compile(rf"(?i)\b({_NAMES})(=|:\s+)(?!\(removed\))[^\s&'\",;)]+"), rf"\1\2{_REMOVED}"),
    # https://name:password@host
    (re.compile(r"://[^/\s@'\"]{1,256}@"), f"://{_REMOVED}@"),
    # anything long enough to be a key that mixes letters and digits
    (
        re.compile(
            r"(?<![\w-])(?=[\w-]{0,200}\d)(?=[\w-]{0,200}[A-Za-z])[A-Za-z0-9_-]{40,}(?![\w-])"
        ),
        _REMOVED,
    ),
)
_ADDRESS = re.compile(r"@?[\w.+%-]{1,64}?(?:@|%40)[\w-]+(?:\.[\w-]+)*")


def hide(secret: str | None) -> None:
    """Remove `secret`, and the values in it when it is JSON, from every later record."""
    if secret is None:
        return
    _hidden.update(each for each in (secret, *_values(secret)) if len(each) >= SHORTEST_SECRET)


def _values(secret: str) -> list[str]:
    """The texts in a JSON object, but not the addresses of servers: a log may name those."""
    try:
        found = json.loads(secret)
    except ValueError:
        return []
    texts = found.values() if isinstance(found, dict) else ()
    return [each for each in texts if isinstance(each, str) and "://" not in each]


def redact(text: str) -> str:
    """`text` without secrets, with every address of a person replaced by a mark.

    The same address has the same mark within one run, so that records can be followed.
    """
    for secret in sorted(_hidden, key=len, reverse=True):
        text = text.replace(secret, _REMOVED)
    for pattern, kept in _RULES:
        text = pattern.sub(kept, text)
    return _ADDRESS.sub(_mark, text)


def _mark(found: re.Match[str]) -> str:
    if found[0].startswith(_REMOVED[:-1]):
        return found[0]
    known = found[0].replace("%40", "@").lstrip("@").lower().encode("utf-8", "replace")
    return f"(address {blake2s(known, key=_salt, digest_size=3).hexdigest()})"


class Redacting(logging.Formatter):
    """The whole record passes `redact`: message, arguments, exception and stack."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record)[:MAX_CHARS])


def start(folder: Path, debug: bool = False) -> Path:
    """Write the log to FOLDER/logs, and every bug that nobody caught. Gives the file's path.

    For the one process that holds the folder. A full disk loses the record and nothing else.
    """
    global _hooks
    stop()
    file = folder / "logs" / FILE
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        file,
        maxBytes=MAX_BYTES,
        backupCount=KEPT_FILES,
        encoding="utf-8",
        errors="backslashreplace",
    )
    handler.setFormatter(
        Redacting("%(asctime)s %(levelname)s %(name)s %(threadName)s: %(message)s")
    )
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    _hooks = (sys.excepthook, threading.excepthook)
    sys.excepthook, threading.excepthook = _bug, _thread_bug
    return file


def drop(folder: Path, unwanted: Callable[[str], bool]) -> None:
    """Take the lines that are `unwanted` out of every log file in FOLDER/logs."""
    open_ = [h for h in logging.getLogger().handlers if isinstance(h.formatter, Redacting)]
    for handler in open_:
        handler.acquire()
        handler.close()  # it opens its file again with the next record
    for file in (folder / "logs").glob(f"{FILE}*"):
        lines = file.read_text("utf-8", "backslashreplace").splitlines(keepends=True)
        kept = [line for line in lines if not unwanted(line)]
        if len(kept) < len(lines):
            file.write_text("".join(kept), "utf-8")
    for handler in open_:
        handler.release()


def stop() -> None:
    """Close the log, and give the hooks back. Nothing happens when it was not started."""
    root = logging.getLogger()
    for each in [each for each in root.handlers if isinstance(each.formatter, Redacting)]:
        root.removeHandler(each)
        each.close()
        logging.captureWarnings(False)
        sys.excepthook, threading.excepthook = _hooks


def _bug(kind: type[BaseException], err: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, err, trace)
        return
    logging.getLogger("cm_desk").critical("a bug", exc_info=(kind, err, trace))
    sys.stderr.write(redact(logging.Formatter().formatException((kind, err, trace))) + "\n")


def _thread_bug(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _bug(args.exc_type, args.exc_value, args.exc_traceback)
