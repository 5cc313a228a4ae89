"""The command line as a whole: options, exit statuses, errors."""

import asyncio
import functools
import io
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import click

from cm_desk.cli.session import Options, Wanted
from cm_desk.errors import CmDeskError

Work = Callable[..., Coroutine[Any, Any, None]]


def _everywhere(function: Callable[..., None]) -> Callable[..., None]:
    """The two options that may stand before or after the name of a command."""
    data = click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        help="The folder of the desk, when it is not the usual one.",
    )
    as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
    return data(as_json(function))


def _version() -> str:
    try:
        return metadata.version("cm-desk")
    except metadata.PackageNotFoundError:  # run from the sources
        return "from its sources"


@click.group(invoke_without_command=True)
@click.version_option(_version(), prog_name="CM Desk", message="%(prog)s %(version)s")
@_everywhere
@click.pass_context
def root(ctx: click.Context, data: Path | None, as_json: bool) -> None:
    """The relationship desk of a community manager. Without a command it opens the window.

    Exit status: 0 all is well, 1 something went wrong and stands on the error output,
    2 the command line was not understood.
    """
    options = ctx.ensure_object(Options)
    options.data, options.as_json = data, as_json
    if ctx.invoked_subcommand is None:
        options.wanted = Wanted("window", options.folder)


def command(name: str) -> Callable[[Work], Work]:
    """A coroutine that takes Options first as the command `name`."""

    def make(work: Work) -> Work:
        @functools.wraps(work)
        def run(options: Options, data: Path | None, as_json: bool, **given: object) -> None:
            options.data, options.as_json = data or options.data, as_json or options.as_json
            asyncio.run(work(options, **given))

        root.command(name)(_everywhere(click.pass_obj(run)))
        return work

    return make


def _speak_utf8() -> None:
    """Names come in every script; a console or pipe of another encoding must not end a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def main(args: Sequence[str]) -> int | Wanted:
    """Run one command; its exit status, or what only a program with Qt can do."""
    options = Options()
    _speak_utf8()
    try:
        root.main(list(args), prog_name="cm-desk", standalone_mode=False, obj=options)
    except click.ClickException as err:
        err.show()
        return err.exit_code
    except click.exceptions.Abort:
        return 130  # Ctrl+C, as shells count it
    except CmDeskError as err:
        click.echo(f"cm-desk: {err}", err=True)
        return 1
    except BrokenPipeError:  # `cm-desk inbox | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as err:  # a full disk, a folder that may not be written
        where = f": {err.filename}" if err.filename else ""
        click.echo(f"cm-desk: {err.strerror or err}{where}", err=True)
        return 1
    return options.wanted or options.status
