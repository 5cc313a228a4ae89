"""A mirror for drafts: whom the words are about, and what they promise.

A proposal only: nothing here blocks, saves or sends. Languages without a list give no answer.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

YOU = {
    "en": "you your yours yourself yourselves",
    "de": "du dir dich dein deine deinen deinem deiner ihr euch euer eure sie ihnen ihre ihren",
    "fr": "tu te toi ton ta tes vous votre vos vôtre",
    "es": "tú te ti tu tus usted ustedes vosotros vuestro vuestra os",
}
US = {
    "en": "we our ours us i my me mine",
    "de": "wir uns unser unsere unseren unserem unserer ich mir mich mein meine meinen meinem",
    "fr": "nous notre nos nôtre je me moi mon ma mes",
    "es": "nosotros nosotras nuestro nuestra nuestros nuestras nos yo mi mis me",
}
_WORDS = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?…\n]+")


@dataclass(frozen=True, slots=True)
class Share:
    """Words that speak to the reader, and words about us, the brand's name among them."""

    you: int
    us: int

    @property
    def of_you(self) -> float:
        return self.you / (self.you + self.us)


def you_share(text: str, brand: str, lang: str = "en") -> Share | None:
    """None when no word of either kind occurs, or the language has no list.

    "We are proud of our new store. Acme has won. Visit us.": you 0 of 4, 0 %.
    """
    lang = lang[:2].lower() or "en"
    if lang not in YOU:
        return None
    words = _WORDS.findall(text.lower())
    mine = {*US[lang].split(), *brand.lower().split()}
    you, us = sum(w in YOU[lang].split() for w in words), sum(w in mine for w in words)
    return Share(you, us) if you + us else None


@dataclass(frozen=True, slots=True)
class Hint:
    """Words that sound like a promise, and the day they name."""

    text: str
    due: date


_WILL = {
    "en": r"\b(?:i|we|you)(?:[’']ll| will)\b|\bi promise\b|\bwe promise\b",
    "de": r"\b(?:ich|wir) (?:werden?|melden?|schicken?|senden?)\b|\bversprochen\b",
    "fr": r"\b(?:je|j’|j'|nous|vous) ?(?:vais|allons|recevrez|aurez|\w+(?:erai|erons|rai|rons))\b",
    "es": r"\b(?:voy|vamos) a\b|\b(?:te|le|os|les) \w+(?:aré|eré|iré|aremos|eremos|iremos)\b",
}
_NEAR = {
    "en": {"today": 0, "tonight": 0, "this afternoon": 0, "this evening": 0, "tomorrow": 1,
           "next week": 7, "this week": 4, "within a week": 7},
    "de": {"heute": 0, "morgen": 1, "übermorgen": 2, "nächste woche": 7, "diese woche": 4},
    "fr": {"aujourd’hui": 0, "aujourd'hui": 0, "ce soir": 0, "demain": 1,
           "la semaine prochaine": 7},
    "es": {"hoy": 0, "esta tarde": 0, "mañana": 1, "la próxima semana": 7,
           "la semana que viene": 7},
}  # fmt: skip
_DAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}
_IN_DAYS = {
    "en": r"\b(?:in|within) (\d{1,2}) (day|week)s?\b",
    "de": r"\bin (\d{1,2}) (tag|woche)(?:en|n)?\b",
    "fr": r"\b(?:dans|sous) (\d{1,2}) (jour|semaine)s?\b",
    "es": r"\ben (\d{1,2}) (d[ií]a|semana)s?\b",
}


def promise(text: str, today: date, lang: str = "en") -> Hint | None:
    """The first sentence that says what will be done and by which day; proposed, never saved.

    `today` is the writer's day. A named weekday is the next one; a "Friday" on Friday is in a week.
    """
    known = lang[:2].lower() or "en"
    if known not in _WILL:
        return None
    for sentence in _SENTENCE.findall(text):
        will = re.search(_WILL[known], sentence, re.IGNORECASE)
        days = _days_until(sentence.lower(), today, known) if will else None
        if will and days is not None:
            return Hint(_short(sentence[will.end() :]), today + timedelta(days))
    return None


def _days_until(sentence: str, today: date, lang: str) -> int | None:
    for words, days in _NEAR[lang].items():
        if re.search(rf"\b{words}\b", sentence):
            return days
    if found := re.search(_IN_DAYS[lang], sentence):
        return int(found[1]) * (1 if found[2][0] in "dtj" else 7)
    for number, name in enumerate(_DAYS[lang].split()):
        if re.search(rf"\b{name}\b", sentence):
            return (number - today.weekday() - 1) % 7 + 1
    return None


def _short(words: str, limit: int = 60) -> str:
    words = " ".join(words.split()).strip(" ,;:–-")
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + "…"
