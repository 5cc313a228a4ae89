"""Start-up trace for benchmarks; imported only when CM_DESK_TRACE names a file."""

import json
import os
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget


class Painted(QObject):
    """Appends one JSON line after the first paint of `viewport`, in a zero timer.

    With CM_DESK_TRACE_EXIT the process ends right there. `told()` gives (rows, total).
    """

    def __init__(self, viewport: QWidget, told: Callable[[], tuple[int, int]]) -> None:
        super().__init__(viewport)
        self._told = told
        viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._write)
        return False

    def _write(self) -> None:
        rows, total = self._told()
        line = {
            "event": "inbox_painted",
            "cpu_s": time.process_time(),
            "monotonic_ns": time.monotonic_ns(),
            "rows": rows,
            "total": total,
        }
        with open(os.environ["CM_DESK_TRACE"], "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write(json.dumps(line) + "\n")
        if os.environ.get("CM_DESK_TRACE_EXIT"):
            os._exit(0)
