"""Every action as a command. No Qt; the window and the pictures are opened by __main__.

Each module here adds its commands when it is imported.
"""

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules

from cm_desk.cli import root
from cm_desk.cli.session import Wanted

__all__ = ["Wanted", "main"]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")


def main(args: Sequence[str]) -> int | Wanted:
    """Run one command; its exit status, or what only a program with Qt can do."""
    return root.main(args)
