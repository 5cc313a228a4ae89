"""`cm-desk`: no command opens the window, the others go to cli/."""

import sys
from collections.abc import Sequence
from pathlib import Path


def main(args: Sequence[str] | None = None) -> int:
    """The exit status. What opens the window alone never waits for the command line's imports."""
    try:
        return _run(sys.argv[1:] if args is None else args)
    except KeyboardInterrupt:  # everything was closed in order on the way here
        return 130


def _run(args: Sequence[str]) -> int:
    if (folder := _window_only(args)) is not None:
        from cm_desk import app

        return app.main(folder)
    return _command(args)


def _window_only(args: Sequence[str]) -> Path | None:
    """The folder of `cm-desk` and `cm-desk --data DIR`; None for anything else."""
    from cm_desk.paths import data_folder

    if not args:
        return data_folder()
    named = len(args) == 2 and args[0] == "--data" and not args[1].startswith("-")
    return Path(args[1]) if named else None


def _command(args: Sequence[str]) -> int:
    from cm_desk import cli

    wanted = cli.main(args)
    if isinstance(wanted, int):
        return wanted
    from cm_desk import app

    if wanted.pictures:
        return app.tour(wanted.pictures)
    return app.main(wanted.folder, demo=wanted.what == "demo")


if __name__ == "__main__":
    sys.exit(main())
