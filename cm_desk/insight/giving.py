"""What to look at twice in a message that gives. It points at words; the choice is the writer's."""

from collections.abc import Sequence

from cm_desk.insight.phrases import Phrase, asks, hedges, owns_up

SEEN_BY_ALL = ("public", "unlisted")
SHOWN = 3  # phrases that one hint names


def second_looks(
    kind: str, public: bool, text: str, visibility: str = "", lang: str = "en"
) -> tuple[str, ...]:
    """In words. `public`: a gesture of this kind is for others to see, too; `visibility` of the
    message, "" where the service has none. "Please review us, and thanks": thanks and asks."""
    found = []
    if strings := asks(text, lang):
        both = "thanks" if kind == "thank-you" else "gives"
        found.append(f"This {both} and asks in one breath: {_named(strings)}")
    if kind == "apology" and text.strip():
        found += _apology(text, lang)
    if public and visibility and visibility not in SEEN_BY_ALL:
        found.append("Nobody but they will see this.")
    return tuple(found)


def _apology(text: str, lang: str) -> list[str]:
    found = []
    if takes_back := hedges(text, lang):
        found.append(f"This takes the sorry back: {_named(takes_back)}")
    if owns_up(text, lang) is False:
        found.append("It does not say yet that it was us.")
    return found


def _named(phrases: Sequence[Phrase]) -> str:
    words = list(dict.fromkeys(each.words.lower() for each in phrases))
    return ", ".join(f"“{each}”" for each in words[:SHOWN])
