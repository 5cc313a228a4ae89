"""The settings of the window, and what each is when nobody chose."""

from dataclasses import dataclass

from cm_desk.store.known import CARE
from cm_desk.ui.looks import SCALE, THEME


@dataclass(frozen=True, slots=True)
class Setting:
    """Kept under `name`; `usual` is its value when nobody chose."""

    name: str
    usual: str


LOOK = Setting(THEME, "system")
TEXT_SIZE = Setting(SCALE, "100")
SINGLE_KEYS = Setting("keys.single", "1")
UNDO_S = Setting("sending.undo_s", "10")
NOTIFY = Setting("notify.on", "0")
QUIET_FROM = Setting("notify.quiet_from", "22:00")
QUIET_TO = Setting("notify.quiet_to", "07:00")
MOVES = Setting(CARE, "0")


def seconds(value: str, usual: float = 10) -> float:
    """The undo time of a setting, 0 to 300 s; the usual one for anything that is no number."""
    return min(float(value), 300.0) if value.isascii() and value.isdigit() else usual
