"""Commands for copies of the store."""

from pathlib import Path

import click

from cm_desk.actions import backup
from cm_desk.cli.output import put
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, reading, say, writing
from cm_desk.errors import BadInput
from cm_desk.keychain import Keychain

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@command("backup")
@click.option("--passphrase-prompt", is_flag=True, help="Seal this copy with a passphrase.")
@click.option("--seal", is_flag=True, help="Ask for a passphrase, and seal every copy from now on.")
@click.option("--no-seal", is_flag=True, help="Leave copies open from now on.")
async def backup_(options: Options, passphrase_prompt: bool, seal: bool, no_seal: bool) -> None:
    """Make today's copy of the store, and check it.

    A sealed copy opens with its passphrase only; nobody can help who lost it. The passphrase of
    the daily copies is kept in the system keychain and nowhere else.
    """
    given = _new_passphrase() if passphrase_prompt or seal else None
    if seal or no_seal:
        async with writing(options.folder) as desk:
            if no_seal:
                await backup.leave_open(desk)
                made = await backup.back_up(desk)
            else:
                made = await backup.seal_from_now(desk, given or "")
    else:
        async with reading(options.folder) as desk:
            made = await backup.back_up(desk, given)
    told = {"file": str(made), "sealed": backup.is_sealed(made)}
    put([(told, str(made))], options.as_json)


def _new_passphrase() -> str:
    while True:
        given: str = click.prompt(
            "Passphrase", hide_input=True, confirmation_prompt="The same again", err=True
        )
        if len(given) >= backup.SHORTEST:
            return given
        say(f"A passphrase needs {backup.SHORTEST} characters or more. Four words will do.")


@command("restore")
@click.argument("file", type=FILE, required=False)
async def restore(options: Options, file: Path | None) -> None:
    """Put a copy in the place of the store: FILE, or the newest good one.

    For a sealed one you are asked for its passphrase, unless the system keychain has it.
    """
    file = file or backup.newest_good(options.folder)
    if file is None:
        raise BadInput(f"There is no good copy in {options.folder / backup.BACKUPS}.")
    kept = await _restored(options.folder, file)
    found = {"restored": str(file), "kept": str(kept) if kept else None}
    text = f"Restored {file}." + (f" The old store is kept as {kept}." if kept else "")
    put([(found, text)], options.as_json)


async def _restored(folder: Path, file: Path) -> Path | None:
    """The keychain's passphrase is tried first."""
    try:
        return await backup.restore_known(folder, file, Keychain())
    except backup.WrongPassphrase:
        return backup.restore(folder, file, click.prompt("Passphrase", hide_input=True, err=True))
