"""How the facts about a person read, each with what stands behind it."""

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QLocale

from cm_desk.actions.profile import Profile, their_clock
from cm_desk.domain.known import About
from cm_desk.domain.occasions import Coming, coming
from cm_desk.insight.channels import Channels
from cm_desk.insight.hours import LEAST, LEAST_DAYS, NIGHT_H, Clock
from cm_desk.insight.intervals import share_text
from cm_desk.insight.languages import Languages
from cm_desk.store.dates import Occasion
from cm_desk.store.facts import Fact
from cm_desk.text import show
from cm_desk.ui.art import service_name
from cm_desk.ui.gestures.words import counted, long_day

ABOUT = {
    About.SITUATION: ("Situation", "map-pin", "info"),
    About.PASSION: ("Passion", "sparkles", "joy"),
    About.FEAR: ("Fear", "cloud", "calm"),
    About.JOY: ("Joy", "sun", "joy"),
}
QUESTIONS = {
    About.PASSION: ("passions", "What could you talk about for a whole evening?"),
    About.FEAR: ("fears", "What would be really bad for you if it went wrong?"),
    About.JOY: ("joys", "What made you smile lately?"),
}
ACTS = {
    "message": ("{} message", "{} messages"),
    "survey": ("{} answer to a survey", "{} answers to surveys"),
    "like": ("{} like", "{} likes"),
    "boost": ("{} boost", "{} boosts"),
    "follow": ("{} follow", "{} follows"),
    "quote": ("{} quote", "{} quotes"),
    "solved": ("{} solution taken", "{} solutions taken"),
    "answer": ("{} answer to others", "{} answers to others"),
    "answers": ("{} answer to others, confirmed", "{} answers to others, confirmed"),
    "refers": ("{} referral", "{} referrals"),
    "recommends": ("{} recommendation", "{} recommendations"),
    "defends": ("{} word in our defence", "{} words in our defence"),
}


def since_and_why(alone: Fact) -> str:
    """ "Since 4 November 2026. Asked for quiet." """
    why = show.line(alone.text, 300) or "No reason was noted"
    return f"Since {long_day(alone.at)}. {why.rstrip('.')}."


def act(kind: str, n: int) -> str:
    one, many = ACTS.get(kind, (f"{{}} time “{kind}”", f"{{}} times “{kind}”"))
    return counted(n, one, many)


def offset(hours: float) -> str:
    """ "UTC+1", "UTC−3:30"; the way round the earth that is shorter."""
    hours = (hours + 12) % 24 - 12 if not -12 <= hours <= 14 else hours
    whole, rest = divmod(round(abs(hours) * 60), 60)
    if not whole and not rest:
        return "UTC"
    return f"UTC{'−' if hours < 0 else '+'}{whole}{f':{rest:02}' if rest else ''}"


def there(hours: float, now: datetime) -> str:
    """What a clock of that zone shows."""
    return (now.astimezone(UTC) + timedelta(hours=hours)).strftime("%H:%M")


def zone(found: Profile, now: datetime) -> tuple[str, str]:
    """What is known of their time zone, and from where."""
    hours, told = their_clock(found, now), found.known.one(About.ZONE)
    if told and hours is not None:
        city = told.text.rpartition("/")[2].replace("_", " ")
        said = f"“{told.quote}”" if told.quote else "As they told us"
        return f"{city}, {there(hours, now)} there", said
    if told:
        return told.text, "As they told us; this computer does not know that zone"
    clock = found.habits.clock
    if hours is None:
        return "Time zone: too little to tell", _too_little(clock)
    return f"About {offset(hours)}, likely {there(hours, now)} there", guessed(clock)


def guessed(clock: Clock) -> str:
    """The evidence of a guess."""
    end = (clock.quiet_from + NIGHT_H) % 24
    quiet = f"{clock.quiet_from:02}–{end:02} UTC"
    share = share_text(clock.inside, clock.messages)
    span = f"{offset(clock.low_h)} to {offset(clock.high_h)}"
    written = counted(clock.messages, "{} message", "{} messages")
    return f"Guessed from {written} on {clock.days} days: {span}. At {quiet} {share}"


def _too_little(clock: Clock) -> str:
    written = counted(clock.messages, "{} message", "{} messages")
    days = counted(clock.days, "{} day", "{} days")
    if clock.why == "few":
        return f"{written} on {days}; a guess needs {LEAST} on {LEAST_DAYS} days"
    if clock.why == "no night":
        return f"{written} on {days}, and no hours without any"
    return f"{written} on {days}, all within a few hours"


def spoken(found: Languages) -> tuple[str, str]:
    """The languages by their names, and their shares."""
    if not found.known:
        return "", ""
    names = [_language(code) for code, _ in found.spoken[:3]]
    shares = [f"{share_text(n, found.known)}" for _, n in found.spoken[:3]]
    more = f", and {len(found.spoken) - 3} more" if len(found.spoken) > 3 else ""
    guess = f". {found.guessed} told by their words" if found.guessed else ""
    return f"Writes in {_list(names)}{more}", f"{' · '.join(shares)}{guess}"


def _language(code: str) -> str:
    """In English; the code where Qt does not know it."""
    known = QLocale(code).language()
    return code if known is QLocale.Language.C else QLocale.languageToString(known)


def channel(found: Channels) -> tuple[str, str]:
    if not found.n:
        return "", ""
    shares = [f"{service_name(name)} {share_text(n, found.n)}" for name, n in found.counts[:1]]
    shares += [f"{service_name(name)} {n}" for name, n in found.counts[1:4]]
    if found.usual:
        return f"Usually on {service_name(found.usual)}", " · ".join(shares)
    return "No usual channel", " · ".join(shares)


def occasion(each: Occasion, today: date) -> tuple[str, str, Coming | None]:
    """The day as it is told, what it will be, and when it comes."""
    found = coming(each.month, each.day, each.year, each.yearly, today)
    day = date(2000, each.month, each.day).strftime("%d %B").lstrip("0")
    told = f"{day} {each.year}" if each.year else day
    if not each.yearly:
        return told, "" if found else "over", found
    years = found.years if found else None
    return told, counted(years, "{} year", "{} years") if years else "every year", found


def in_days(found: Coming) -> tuple[str, str]:
    """ "tomorrow", "in 12 days", and the tone of it: near ones are warm."""
    words = {0: "today", 1: "tomorrow"}.get(found.days, f"in {found.days} days")
    if found.days > 60:
        words = f"in {round(found.days / 30.4)} months"
    return words, "joy" if found.days <= 14 else "calm"


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
