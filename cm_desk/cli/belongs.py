"""Commands for what belongs to a person."""

from datetime import timedelta
from pathlib import Path

import click

from cm_desk.actions import erase as erasing
from cm_desk.actions import keeping
from cm_desk.actions import mirror as mirroring
from cm_desk.actions.erase import Plan, Proof
from cm_desk.actions.keeping import Preview
from cm_desk.actions.progress import Progress
from cm_desk.cli.look import one_person
from cm_desk.cli.output import line, put, when
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, chosen, reading, say, writing
from cm_desk.errors import BadInput

FOLDER = click.Path(file_okay=False, path_type=Path)


@command("mirror")
@click.argument("name")
@click.argument("folder", metavar="DIR", type=FOLDER)
async def mirror(options: Options, name: str, folder: Path) -> None:
    """Write all that is held about a person into DIR, to show them: a page, and JSON.

    Names of other people are blacked out. The page runs nothing and loads nothing.
    """
    async with reading(options.folder) as desk:
        one = await one_person(desk, name)
        done = await mirroring.write(desk, one.id, folder)
    text = f"{done.count} entries about {line(done.name)}, {done.blacked_out} people blacked out"
    lines = [text, *(f"{each}  {done.folder / file}" for file, each in done.sums.items())]
    told = {"entries": done.count, "by_kind": done.entries, "blacked_out": done.blacked_out}
    files = {file: str(done.folder / file) for file in done.sums}
    put([(told | {"files": files, "sha256": done.sums}, "\n".join(lines))], options.as_json)


@command("erase")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do it. Without it you see what would go.")
@click.option("--again", is_flag=True, help="Keep what they write from now on as somebody new.")
@click.option("--keep-backups", is_flag=True, help="Leave older backups, which still hold them.")
@click.option("--remove-exports", is_flag=True, help="Delete exports that are still here, too.")
async def erase(
    options: Options, name: str, yes: bool, again: bool, keep_backups: bool, remove_exports: bool
) -> None:
    """Erase a person from this computer, for good. Nothing changes at the services."""
    async with writing(options.folder) as desk:
        one = await one_person(desk, name)
        plan = await erasing.plan(desk, one.id)
        if not yes:
            put([(_plan(plan), _plan_lines(plan))], options.as_json)
            return
        told = _telling()
        proof = await erasing.erase(
            desk, plan, told, again=again, keep_copies=keep_backups, remove_exports=remove_exports
        )
    put([(_proof(proof), _proof_lines(proof))], options.as_json)
    options.status = 0 if proof.hits == 0 or keep_backups else 1


@command("keep")
@click.argument("account")
@click.argument("months", type=int, required=False)
@click.option("--yes", is_flag=True, help="Do it now. Without it you see what would go.")
@click.option("--spare", is_flag=True, help="What gestures, promises and moments point to stays.")
@click.option("--for-ever", is_flag=True, help="Keep texts for ever again.")
async def keep(
    options: Options, account: str, months: int | None, yes: bool, spare: bool, for_ever: bool
) -> None:
    """Keep the texts of an ACCOUNT for MONTHS only; who, when and all counts stay."""
    async with writing(options.folder) as desk:
        [one, *_] = await chosen(desk, account)
        if for_ever:
            done = await keeping.for_ever(desk, one)
            put([({"account": one.key, "months": None}, done.what)], options.as_json)
            return
        if months is None:
            raise BadInput("Say for how many months.", "Or: --for-ever")
        looked = await keeping.preview(desk, one, months)
        if yes:
            await keeping.keep(desk, looked, spare)
            removed = await keeping.trim_due(desk, _telling(), timedelta())
            told = {"account": one.key, "months": months, "removed": removed}
            put([(told, f"Text removed from {removed:,} messages.")], options.as_json)
        else:
            put([(_looked(looked), _looked_lines(looked))], options.as_json)


def _looked(looked: Preview) -> dict[str, object]:
    pins = [{"message": each.id, "by": each.by, "text": each.text} for each in looked.pinned]
    found = {"account": looked.account.key, "months": looked.months, "messages": looked.messages}
    return found | {"before": looked.before, "pinned": looked.pins, "pins": pins}


def _looked_lines(looked: Preview) -> str:
    lines = [
        f"{looked.messages:,} messages from before {when(looked.before)} would lose their text."
    ]
    if looked.pins:
        lines.append(f"{looked.pins:,} of them are pointed to (--spare keeps their text):")
        lines += [f"  {each.by}: {line(each.text, 70)}" for each in looked.pinned[:20]]
    return "\n".join([*lines, "Nothing was changed. Add --yes to do it; there is no undo."])


def _telling() -> erasing.Told:
    """Says each step once."""
    said: set[str] = set()

    def told(what: str, _progress: Progress) -> None:
        if what not in said:
            said.add(what)
            say(f"{what} …")

    return told


def _plan(plan: Plan) -> dict[str, object]:
    return {
        "person": plan.contact_id,
        "name": plan.name,
        "goes": plan.counts,
        "shared": [{"with": each.others, "messages": each.messages} for each in plan.shared],
        "named": plan.named,
        "backups": [copy.name for copy in plan.copies],
        "exports": [str(each) for each in plan.exports],
        "erased": False,
    }


def _plan_lines(plan: Plan) -> str:
    lines = [f"Erasing {line(plan.name)} would remove, for good:"]
    lines += [f"  {count:7,}  {what}" for what, count in plan.counts.items()]
    if plan.shared:
        lines.append("Empty places would stay in conversations with others:")
        lines += [f"  {each.messages:7,}  with {_people(each.others)}" for each in plan.shared]
    if plan.named:
        lines.append("Their name would be blacked out in what is about others:")
        lines += [f"  {count:7,}  {table}" for table, count in plan.named.items()]
    if plan.copies:
        lines.append(f"{len(plan.copies)} older backups hold them; a fresh one would replace them.")
    if plan.exports:
        lines.append("Exports that hold them and stay without --remove-exports:")
        lines += [f"  {each}" for each in plan.exports]
    return "\n".join([*lines, "Nothing was changed. Add --yes to do it; there is no undo."])


def _people(names: tuple[str, ...]) -> str:
    return ", ".join(line(name, 40) for name in names[:4]) or "nobody else, below our own words"


def _proof(proof: Proof) -> dict[str, object]:
    return {
        "erased": True,
        "hits": proof.hits,
        "marks": proof.marks,
        "rows": proof.rows,
        "files": [{"file": str(f.file), "bytes": f.size, "hits": f.hits} for f in proof.files],
        "backups_removed": proof.copies_removed,
        "backups_kept": [copy.name for copy in proof.copies_kept],
        "exports": [str(each) for each in proof.exports],
    }


def _proof_lines(proof: Proof) -> str:
    lines = [f"Erased. Looked for {proof.marks} names and addresses of theirs afterwards:"]
    lines.append(f"  {proof.left:5,} found in {proof.rows:,} rows")
    lines += [f"  {f.hits:5,} found in {f.file} ({f.size:,} bytes)" for f in proof.files]
    if proof.copies_removed:
        lines.append(f"{proof.copies_removed} older backups were removed; a fresh one was made.")
    lines += [f"This export still holds them, delete it yourself: {x}" for x in proof.exports]
    return "\n".join(lines)
