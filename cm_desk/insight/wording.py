"""A mirror for drafts: whom the words are about.

A proposal only: nothing here blocks, saves or sends. Languages without a list give no answer.
"""

import re
from dataclasses import dataclass

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
