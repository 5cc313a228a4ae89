"""Every action as a command. No Qt; the window and the pictures are opened by __main__."""

from collections.abc import Sequence

from cm_desk.cli import belongs, bring, copies, kindness, listing, look, people, person, root, work
from cm_desk.cli.session import Wanted

__all__ = [
    "Wanted",
    "belongs",
    "bring",
    "copies",
    "kindness",
    "listing",
    "look",
    "main",
    "people",
    "person",
    "work",
]  # importing them adds their commands


def main(args: Sequence[str]) -> int | Wanted:
    """Run one command; its exit status, or what only a program with Qt can do."""
    return root.main(args)
