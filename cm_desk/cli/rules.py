"""The command of what brings people onto today's cards."""

from collections.abc import Sequence
from dataclasses import replace

import click

from cm_desk.actions import wishes
from cm_desk.actions.wishes import Wishes
from cm_desk.cli.output import line, put
from cm_desk.cli.root import command
from cm_desk.cli.session import Options, say, writing
from cm_desk.domain import rules
from cm_desk.domain.rules import LIMITS, NUMBERS, SAYS, Rules
from cm_desk.insight import counted, drafting
from cm_desk.store import cards
from cm_desk.store.cards import History

RULE = click.Choice(list(SAYS))
NUMBER = click.Choice(list(NUMBERS))


@command("rules")
@click.option("--on", "on", type=RULE, multiple=True, help="Switch a rule on.")
@click.option("--off", "off", type=RULE, multiple=True, help="Switch a rule off.")
@click.option("--set", "numbers", nargs=2, type=(NUMBER, int), multiple=True,
              help="Change a number: its name, and how much.")  # fmt: skip
@click.option("--words", nargs=2, type=(RULE, str), multiple=True,
              help="Words for the drafts of a rule: {name}, {quote}, {signer}.")  # fmt: skip
@click.option("--lang", default="en", show_default=True, help="The language of these --words.")
@click.option("--why", "whys", multiple=True, help="A reason to skip a card; all of them anew.")
async def rules_(
    options: Options,
    on: Sequence[str],
    off: Sequence[str],
    numbers: Sequence[tuple[str, int]],
    words: Sequence[tuple[str, str]],
    lang: str,
    whys: Sequence[str],
) -> None:
    """The rules of today's cards, their limits, and how often each was shown and done."""
    async with writing(options.folder) as desk:
        old = await wishes.now(desk)
        new = replace(
            old,
            rules=_changed(old.rules, on, off, numbers),
            words=_worded(old, lang, words),
            whys=tuple(whys) or old.whys,
        )
        if new != old:
            say((await wishes.change(desk, new)).what)
        known = await desk.store.read(cards.history)
    rows = [_rule(each, new, lang, known.get(each, History())) for each in SAYS]
    put([*rows, *(_limit(each, new.rules) for each in LIMITS)], options.as_json)


def _changed(
    now: Rules, on: Sequence[str], off: Sequence[str], numbers: Sequence[tuple[str, int]]
) -> Rules:
    for rule in on:
        now = rules.switch(now, rule, True)
    for rule in off:
        now = rules.switch(now, rule, False)
    for name, value in numbers:
        now = rules.change(now, name, value)
    return now


def _worded(old: Wishes, lang: str, words: Sequence[tuple[str, str]]) -> drafting.Words:
    """Empty words are the usual ones again."""
    if not words:
        return old.words
    mine = {**old.words.get(lang, {}), **dict(words)}
    return {**old.words, lang: {rule: text for rule, text in mine.items() if text.strip()}}


def _rule(rule: str, now: Wishes, lang: str, known: History) -> tuple[dict[str, object], str]:
    is_on, words = rule not in now.rules.off, drafting.template(rule, lang, now.words)
    numbers = {name: getattr(now.rules, name) for name in rules.of(rule)}
    said = rules.says(rule, now.rules)
    row = {
        "rule": rule, "on": is_on, "says": said, "numbers": numbers, "words": words,
        "shown": known.shown, "done": known.done, "later": known.later,
        "skipped": known.skipped, "whys": known.whys,
    }  # fmt: skip
    told = counted.counted(known.shown, known.done, known.later, known.skipped, known.whys)
    pointed = counted.hint(known.done, known.later, known.skipped)
    sets = "".join(f"  {name}={value}" for name, value in numbers.items())
    text = f"{rule:10}{'' if is_on else '(off) '}{said}\n{'':10}{told} {pointed}".rstrip()
    return row, f"{text}\n{'':10}“{line(words, 100)}”{sets}\n"


def _limit(name: str, now: Rules) -> tuple[dict[str, object], str]:
    known, value = NUMBERS[name], getattr(now, name)
    row = {"limit": name, "value": value, "unit": known.unit, "says": known.label}
    return row, f"{name:12}{known.label}: {value} {known.unit}"
