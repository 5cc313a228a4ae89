"""How an apology reads: its state, its steps, and what its words take back."""

from datetime import datetime

from cm_desk.actions.apologies import Waiting
from cm_desk.insight import phrases
from cm_desk.insight.apology import PARTS
from cm_desk.store.apologies import Apology, Step
from cm_desk.text import show
from cm_desk.text.links import true_host
from cm_desk.ui.format import count, date
from cm_desk.ui.gestures.words import due


def state(row: Waiting, now: datetime) -> tuple[str, str, str]:
    """(words, tone, icon) of the chip: what it waits for now."""
    apology = row.apology
    if apology.closed_at:
        return f"Closed {date(apology.closed_at, now)}", "good", "circle-check"
    if row.due is not None and (row.is_late(now) or apology.sorry_id):
        words, tone = due(row.due, now)
        return words, tone, "flag"
    if apology.sorry_id is None:
        return "Not said yet", "risk", "circle-alert"
    if any(each.is_proven and each.told_id is None for each in row.steps):
        return "Done, tell them", "info", "send"
    return "Still open", "wait", "circle-dot"


def sofar(row: Waiting) -> str:
    """ "4 of 6" """
    return f"{len(PARTS) - len(row.lacks)} of {len(PARTS)}"


def said(apology: Apology, now: datetime) -> str:
    """When it was begun, said and closed."""
    parts = [f"Begun {date(apology.opened_at, now)}"]
    if apology.sorry_at:
        parts.append(f"sorry said {date(apology.sorry_at, now)}")
    elif apology.sorry_id:
        parts.append("sorry is leaving")
    if apology.closed_at:
        parts.append(f"closed {date(apology.closed_at, now)}")
    return " · ".join(parts)


def proven(steps: tuple[Step, ...]) -> str:
    if not steps:
        return "None yet"
    return f"{sum(each.is_proven for each in steps)} of {len(steps)} proven"


def step_mark(step: Step) -> tuple[str, str, str]:
    """(icon, colour, words) of how far it is."""
    if step.is_proven:
        return "circle-check", "good.base", "Proven"
    if step.done_at:
        return "circle-dot", "wait.base", "Done, its proof was not opened yet"
    return "circle-dashed", "text.muted", "Not done yet"


def proof(step: Step) -> str:
    """What the proof is, before it is opened."""
    match step.proof_kind:
        case "link":
            return f"{true_host(step.proof) or 'Link'}"
        case "file":
            return show.line(step.proof.partition("-")[2] or step.proof, 60)
        case "message":
            return "Message"
    return ""


def step_state(step: Step, now: datetime) -> tuple[str, str]:
    """(words, tone): told, or when it is due; ("", "") for neither."""
    if step.told_at:
        return f"Told {date(step.told_at, now)}", "good"
    if step.told_id:
        return "Word of it is leaving", "info"
    return due(step.due, now) if step.due and not step.is_proven else ("", "")


def hints(text: str, lang: str = "en") -> list[str]:
    """What a draft of an apology takes back or asks for. They point, and the choice is ours."""
    found = [f"“{each.words}” may take it back." for each in phrases.hedges(text, lang)]
    found += [f"“{each.words}” asks for something." for each in phrases.asks(text, lang)]
    if text.strip() and phrases.owns_up(text, lang) is False:
        found.append("It does not say yet that it was us.")
    return found


def why_open(lacks: tuple[str, ...]) -> str:
    """Why it cannot be closed yet; "" when all is there."""
    if not lacks:
        return ""
    missing = count(len(lacks), "part is", "parts are")
    return f"{missing} missing: {'; '.join(lacks)}."
