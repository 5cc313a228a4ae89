"""Languages: codes as services write them, the direction of a text, and a careful guess."""

import re
import unicodedata
from collections import Counter

# letters that one language in the reach of this desk uses, and the commonest words of others
SCRIPTS = {
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HEBREW": "he",
    "ARABIC": "ar",
    "GREEK": "el",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
}
WORDS = {
    "en": "the and is you to of it that this for with my are not have was what your i a in we",
    "de": "der die das und ist ich nicht ein eine zu mit den auf für wir sie es mein von habe",
    "fr": "le la les et est je vous pas un une de pour que dans des mon ce avec nous sur à",
    "es": "el la los y es no una un de que en por para con mi muy pero las lo está qué",
    "pt": "o a os e é não um uma de que em para com meu muito mas as do da você está",
    "it": "il la e è non un una di che in per con mio molto ma gli le sono ho questo",
    "nl": "de het een en is niet ik van dat je voor met op mijn zijn wij ook maar heb dit",
    "sv": "och att det är jag inte en ett som på för med den min har vi av till men du",
    "pl": "i w nie jest się na to że z do jak mam mój bardzo ale czy dla po od jestem",
    "tr": "ve bir bu için çok ne ben de da var mı ile gibi ama değil benim olarak",
}
COMMON = {code: frozenset(words.split()) for code, words in WORDS.items()}
WORD = re.compile(r"[^\W\d_]+")


def code(tag: str) -> str:
    """The form of BCP 47 for what services send: "EN_us" is "en-US"; "" for what is no tag."""
    parts = tag.strip().replace("_", "-").split("-")
    if not 2 <= len(parts[0]) <= 3 or not all(each.isalnum() for each in parts):
        return ""
    rest = [
        each.upper() if len(each) == 2 else each.title() if len(each) == 4 else each.lower()
        for each in parts[1:]
    ]
    return "-".join([parts[0].lower(), *rest])


def right_to_left(text: str) -> bool:
    """By the first strong character, as Unicode's UAX #9 says (P2)."""
    for char in text:
        strong = unicodedata.bidirectional(char)
        if strong in ("L", "R", "AL"):
            return strong != "L"
    return False


def guess(text: str) -> str:
    """The likely language of `text`, or "" rather than a wrong one; say that it is a guess."""
    sample = text[:2000]
    if (found := _by_script(sample)) is not None:
        return found
    words = [each.lower() for each in WORD.findall(sample)]
    votes = Counter({code: sum(each in known for each in words) for code, known in COMMON.items()})
    (best, most), (_, second) = votes.most_common(2)
    clear = most >= 2 and most > second and most * 8 >= len(words)
    return best if clear else ""


def _by_script(text: str) -> str | None:
    """None leaves it to the words: Latin, Cyrillic and what has no letters."""
    scripts = Counter(unicodedata.name(each, "").split(" ")[0] for each in text if each.isalpha())
    if scripts["HIRAGANA"] or scripts["KATAKANA"]:
        return "ja"
    if not scripts:
        return ""
    script, _ = scripts.most_common(1)[0]
    if script == "CJK":
        return "zh"
    if script == "CYRILLIC":
        return "uk" if set(text.lower()) & set("іїєґ") else "ru"
    return SCRIPTS.get(script)
