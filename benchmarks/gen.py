#!/usr/bin/env python3
"""Deterministic generator of a realistic community inbox.

    python gen.py 50000 --seed 7 --out inbox.jsonl     # JSON lines
    python gen.py 1000000 --time                       # generate only, print rate
    python gen.py 10000 --check                        # digest, to notice drift

In Python:

    import gen
    for row in gen.messages(10_000, seed=7): ...        # tuples, see gen.FIELDS
    for row in gen.dicts(10_000, seed=7): ...           # the same as dicts
    for batch in gen.batches(gen.messages(n), 500): ...
    for row in gen.arrival(gen.messages(n), "sync"): ...# the order a sync delivers
    gen.gestures(n, seed=7)                             # thank-you, apology, gift, surprise
    gen.queries(seed=7)                                 # search texts by word class

Only the standard library; the same (n, seed) gives the same bytes on every
machine with CPython >= 3.11.  All words, names and hosts are invented or
ordinary dictionary words; hosts end in ".example".

Shape of the data (all of it seeded):
  * 3 brands on 5 services, 12 brand accounts with unequal traffic;
  * people: up to n/5 of them, activity ~ 1/(rank+10) within a service: the busiest
    has thousands of messages at 1M, half of them have one to three;
  * conversations: four messages in ten open one, the rest reply into a recent one or
    into the account's hot thread (hundreds of messages); about every fourth message
    is the brand's own answer (direction "out");
  * time: three years from 2023-01-01, with a day and a week rhythm;
    e-mail and forum stamps have whole seconds, the others milliseconds;
  * text: Zipf-Mandelbrot vocabulary for 12 languages (en 62 %), set phrases,
    order numbers, links, hashtags, mentions, emoji, typing slips; social posts
    of ~18 words (median), mails of ~70.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import math
import random
import sys
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from words import ANSWERS, EMOJI, FIRST, PHRASES, PLACES, PRODUCTS, WORDS

FIELDS = (
    "account",  # "mastodon:aurora" - one of the brand's own accounts
    "service",  # mastodon | bluesky | email | lemmy | discourse
    "remote_id",  # the service's id of this message, unique within the account
    "thread_id",  # the service's id of the conversation, unique within the account
    "reply_to",  # remote_id it answers, or None
    "direction",  # "in" (someone to the brand) | "out" (the brand's answer)
    "author",  # handle of the other person (also for "out": whom it is for)
    "author_name",  # display name
    "lang",  # BCP 47
    "kind",  # mention | reply | dm | mail | post
    "sent_at",  # milliseconds since the epoch, UTC
    "unread",  # 0 | 1
    "subject",  # e-mail only, else None
    "text",
)
(
    ACCOUNT,
    SERVICE,
    REMOTE_ID,
    THREAD_ID,
    REPLY_TO,
    DIRECTION,
    AUTHOR,
    AUTHOR_NAME,
    LANG,
    KIND,
    SENT_AT,
    UNREAD,
    SUBJECT,
    TEXT,
) = range(len(FIELDS))

START_MS = 1_672_531_200_000  # 2023-01-01T00:00:00Z
WEEK_MS = 7 * 86_400_000
WEEKS = 156  # three years
SPAN_MS = WEEKS * WEEK_MS

ACCOUNTS = (  # (service, brand, share of the traffic)
    ("mastodon", "aurora", 24),
    ("bluesky", "aurora", 20),
    ("email", "aurora", 12),
    ("mastodon", "pinewood", 10),
    ("bluesky", "pinewood", 9),
    ("email", "pinewood", 6),
    ("lemmy", "aurora", 5),
    ("discourse", "aurora", 5),
    ("bluesky", "kitebird", 4),
    ("mastodon", "kitebird", 3),
    ("email", "kitebird", 1),
    ("discourse", "pinewood", 1),
)

LANG_SHARE = (
    ("en", 620),
    ("de", 90),
    ("es", 80),
    ("fr", 60),
    ("pt", 40),
    ("ja", 30),
    ("it", 22),
    ("nl", 18),
    ("ru", 15),
    ("pl", 10),
    ("ar", 8),
    ("hi", 7),
)

_ONSET = (
    "b c d f g h j k l m n p r s t v w z br cr dr fl gl gr kl pl pr sk sl st tr sh ch th".split()
)
_VOWEL = "a e i o u ai ea ee ie io oa ou".split()
_CODA = " n r l s t m k nd rt st ck ng".split(" ")


def _words(rng: random.Random, count: int, taken: set[str]) -> list[str]:
    """Invented, pronounceable words: the long tail of names and rare words."""
    out: list[str] = []
    pick = rng.random
    while len(out) < count:
        word = "".join(
            _ONSET[int(pick() * len(_ONSET))]
            + _VOWEL[int(pick() * len(_VOWEL))]
            + (_CODA[int(pick() * len(_CODA))] if pick() < 0.3 else "")
            for _ in range(2 if pick() < 0.7 else 3)
        )
        if word not in taken:
            taken.add(word)
            out.append(word)
    return out


def _zipf_table(rng: random.Random, words: list[str], slots: int, offset: float) -> list[str]:
    """`slots` words with Zipf-Mandelbrot frequencies: index it with a flat draw."""
    weights = [(rank + offset) ** -1.12 for rank in range(1, len(words) + 1)]
    unit = slots / sum(weights)
    table: list[str] = []
    carry = 0.0
    for word, weight in zip(words, weights):
        carry += weight * unit
        whole = int(carry)
        if whole:
            table.extend([word] * whole)
            carry -= whole
    table.extend(words[:1] * (slots - len(table)))  # rounding
    rng.shuffle(table)
    return table


def _split(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("|")]


class World:
    """Everything drawn once per (n, seed): vocabularies, people, lengths."""

    def __init__(self, n: int, seed: int) -> None:
        rng = random.Random(f"cm-desk-bench/{seed}")
        self.n, self.seed = n, seed
        taken: set[str] = set()
        for words in WORDS.values():
            taken.update(words.split())
        self.tail = _words(rng, 43_000, taken)
        self.tables: dict[str, list[str]] = {}
        self.vocab: dict[str, list[str]] = {}
        for lang, words in WORDS.items():
            own = list(dict.fromkeys(words.split()))
            if lang == "en":
                own += self.tail[:40_000]
            elif lang != "ja":
                own += self.tail[40_000:43_000] if lang in "de es fr pt it nl pl" else []
            self.vocab[lang] = own
            slots = 262_144 if lang == "en" else 32_768
            self.tables[lang] = _zipf_table(rng, own, slots, 2.7)
        self.phrases = {k: _zipf_table(rng, _split(v), 1024, 1.0) for k, v in PHRASES.items()}
        self.answers = {k: _zipf_table(rng, _split(v), 1024, 1.0) for k, v in ANSWERS.items()}
        self.tags = _zipf_table(rng, ["#" + w for w in self.tail[:1500]], 8192, 1.0)
        self.emoji = _zipf_table(rng, EMOJI, 2048, 1.0)
        self.langs = [lang for lang, share in LANG_SHARE for _ in range(share)]
        self.short = [max(2, min(80, int(rng.lognormvariate(2.75, 0.6)))) for _ in range(8192)]
        self.long = [max(12, min(420, int(rng.lognormvariate(4.2, 0.6)))) for _ in range(4096)]
        # ---- people: one home service each, so that a handle means one person
        count = max(60, n // 5)
        self.people: dict[str, list[tuple[str, str, str]]] = {}
        self.people_table: dict[str, list[int]] = {}
        services = [s for s, _, share in ACCOUNTS for _ in range(share)]
        homes: dict[str, list[tuple[str, str, str]]] = {}
        langs, tail = self.langs, self.tail
        for i in range(count):
            service = services[int(rng.random() * len(services))]
            name = FIRST[int(rng.random() * len(FIRST))]
            last = tail[int(rng.random() * 9000)]
            lang = langs[int(rng.random() * len(langs))]
            base = f"{name.lower()}.{last}{i}"
            if service == "mastodon":
                handle = f"@{base}@social{i % 40}.example"
            elif service == "bluesky":
                handle = f"@{base}.sky.example"
            elif service == "email":
                handle = f"{base}@mail{i % 60}.example"
            else:
                handle = f"{base}"
            homes.setdefault(service, []).append((handle, f"{name} {last.capitalize()}", lang))
        for service, _, _ in ACCOUNTS:
            homes.setdefault(service, [("solo", "Solo", "en")])
        self.people = homes

    def person_at(self, service: str, u: float) -> tuple[str, str, str]:
        """Inverse of the 1/(rank+10) law: u in [0,1) -> a person."""
        people = self.people[service]
        count = len(people)
        rank = int(10.0 * (((count + 10.0) / 10.0) ** u - 1.0))
        return people[rank if rank < count else count - 1]


@lru_cache(maxsize=4)
def world(n: int, seed: int) -> World:
    return World(n, seed)


_B32 = "234567abcdefghijklmnopqrstuvwxyz"


def _tid(us: int) -> str:
    out = []
    for _ in range(13):
        out.append(_B32[us & 31])
        us >>= 5
    return "".join(reversed(out))


def messages(n: int, seed: int = 1) -> Iterator[tuple]:
    """n messages in order of time, as tuples named by FIELDS."""
    w = world(n, seed)
    rng = random.Random(f"cm-desk-bench/{seed}/{n}/messages")
    rand = rng.random
    choices = rng.choices
    log = math.log
    exp = math.exp
    bisect = bisect_right
    # hour-of-week weights (the span starts on a Sunday): nights and weekends are quieter
    hours = [
        (
            0.25 + 0.75 * max(0.0, math.sin((h % 24 - 6) / 16 * math.pi))
            if 6 <= h % 24 <= 22
            else 0.25
        )
        * (0.6 if h // 24 in (0, 6) else 1.0)
        for h in range(168)
    ]
    total = sum(hours)
    edges = [0.0, *itertools.accumulate(h / total for h in hours)]
    edges[-1] = 1.0
    accounts = [a for a, (_, _, share) in enumerate(ACCOUNTS) for _ in range(share)]
    names = [f"{service}:{brand}" for service, brand, _ in ACCOUNTS]
    mention = [f"@{brand}" for _, brand, _ in ACCOUNTS]
    # an open conversation: [thread_id, last remote_id, last direction, person, subject]
    open_by: list[list[list]] = [[] for _ in ACCOUNTS]
    hot: list[list | None] = [None for _ in ACCOUNTS]
    dids = [hashlib.blake2b(f"{seed}{i}".encode(), digest_size=12).hexdigest() for i in range(64)]
    fresh = START_MS + SPAN_MS * 0.985
    flat = 0.0  # sorted flat draws, then bent by the hours
    tables, short, long_ = w.tables, w.short, w.long
    n_short, n_long, n_emoji, n_tags = len(short), len(long_), len(w.emoji), len(w.tags)
    for i in range(n):
        flat += (1.0 - flat) * (1.0 - exp(log(1.0 - rand()) / (n - i)))
        week = int(flat * WEEKS)
        part = flat * WEEKS - week
        hour = bisect(edges, part) - 1
        if hour > 167:
            hour = 167
        now = (
            START_MS
            + week * WEEK_MS
            + 3_600_000 * (hour + (part - edges[hour]) / (edges[hour + 1] - edges[hour]))
        )
        a = accounts[int(rand() * len(accounts))]
        service, brand, _ = ACCOUNTS[a]
        threads = open_by[a]
        conv = None
        if threads and rand() < 0.6:
            back = int(-log(1.0 - rand()) * 12)
            if rand() < 0.25:
                conv = hot[a]  # the thread everybody talks in
            elif back < len(threads):
                conv = threads[-1 - back]
        if conv is None:
            person = w.person_at(service, rand())
            direction, reply_to, subject = "in", None, None
            opening = True
        else:
            person, reply_to, subject = conv[3], conv[1], conv[4]
            opening = False
            if conv[2] == "in" and rand() < 0.62:
                direction = "out"
            else:
                direction = "in"
                if service != "email" and rand() < 0.18:
                    person = w.person_at(service, rand())  # somebody joins in
        mail = service == "email"
        sent = int(now)
        if mail or service in ("lemmy", "discourse"):
            sent -= sent % 1000
        if service == "mastodon":
            remote = str((sent << 16) | (i & 0xFFFF))
        elif service == "bluesky":
            remote = (
                f"at://did:plc:{dids[i & 63]}/app.bsky.feed.post/{_tid(sent * 1000 + i % 1000)}"
            )
        elif mail:
            remote = f"<{rng.getrandbits(80):020x}@mail{i % 60}.example>"
        else:
            remote = f"{service}/{1000 + i}"
        lang = person[2]
        # ---- text
        table = tables[lang]
        if lang == "ja":
            k = max(2, short[int(rand() * n_short)] // 3)
            text = "".join(choices(table, k=k)) + "。"
        else:
            k = long_[int(rand() * n_long)] if mail else short[int(rand() * n_short)]
            words = choices(table, k=k)
            if rand() < 0.05:
                j = int(rand() * k)
                word = words[j]
                if len(word) > 4:  # a typing slip
                    cut = 1 + int(rand() * (len(word) - 2))
                    words[j] = word[:cut] + word[cut + 1 :]
            if k > 14:
                cut = 6 + int(rand() * 8)
                text = (
                    " ".join(words[:cut]).capitalize()
                    + ". "
                    + " ".join(words[cut:]).capitalize()
                    + "."
                )
            else:
                text = " ".join(words).capitalize() + ("?" if rand() < 0.2 else ".")
            pool = (w.answers if direction == "out" else w.phrases).get(lang)
            if pool is not None and rand() < 0.5:
                phrase = pool[int(rand() * 1024)]
                if "{" in phrase:
                    phrase = phrase.format(
                        p=PRODUCTS[int(rand() * 20)],
                        c=PLACES[int(rand() * 15)],
                        o=f"A{int(rand() * 9e7) + 10_000_000}",
                    )
                phrase = phrase[0].upper() + phrase[1:]
                text = f"{phrase}! {text}" if rand() < 0.6 else f"{text} {phrase}."
        if not mail:
            if direction == "out":
                text = f"{person[0]} {text}" if service in ("mastodon", "bluesky") else text
            elif rand() < 0.5:
                text = f"{mention[a]} {text}"
            if rand() < 0.12:
                text += " " + w.tags[int(rand() * n_tags)]
        elif direction == "out":
            text = f"Hi {person[1].split()[0]},\n\n{text}\n\nBest wishes,\nThe {brand} team"
        if rand() < 0.25:
            text += " " + w.emoji[int(rand() * n_emoji)]
        if rand() < 0.07:
            text += f" https://{brand}.example/p/{int(rand() * 1e6):06d}"
        # ---- conversation
        if opening:
            thread = f"t-{remote}" if not mail else remote
            if mail:
                subject = text[:60].split("\n")[0].rstrip(" .!?")
            conv = [thread, remote, direction, person, subject]
            threads.append(conv)
            if not mail and rand() < 0.004:
                hot[a] = conv
            if len(threads) > 200:
                del threads[:100]
            kind = (
                "mail"
                if mail
                else (
                    "post"
                    if service in ("lemmy", "discourse")
                    else ("dm" if rand() < 0.12 else "mention")
                )
            )
        else:
            thread = conv[0]
            conv[1], conv[2] = remote, direction
            kind = "mail" if mail else "reply"
            if mail:
                subject = "Re: " + subject
        unread = 1 if direction == "in" and (now > fresh or rand() < 0.002) else 0
        yield (
            names[a],
            service,
            remote,
            thread,
            reply_to,
            direction,
            person[0],
            person[1],
            lang,
            kind,
            sent,
            unread,
            subject,
            text,
        )


def dicts(n: int, seed: int = 1) -> Iterator[dict]:
    for row in messages(n, seed):
        yield dict(zip(FIELDS, row))


def batches(rows: Iterable, size: int) -> Iterator[list]:
    it = iter(rows)
    while chunk := list(itertools.islice(it, size)):
        yield chunk


def arrival(
    rows: Iterable[tuple], order: str = "live", page: int = 40, window: int = 4000, seed: int = 1
) -> Iterator[tuple]:
    """The order in which rows reach the program.

    live      as sent
    sync      catching up: every `window` rows are handed over account by account, in
              pages of `page`, newest first within a page, pages of accounts interleaved
    backfill  the whole history newest first (holds all rows in memory)
    """
    if order == "live":
        yield from rows
        return
    if order == "backfill":
        everything = list(rows)
        everything.reverse()
        yield from everything
        return
    if order != "sync":
        raise ValueError(order)
    rng = random.Random(f"cm-desk-bench/{seed}/arrival")
    for chunk in batches(rows, window):
        lanes: dict[str, list[tuple]] = {}
        for row in chunk:
            lanes.setdefault(row[ACCOUNT], []).append(row)
        pages = {
            name: [lane[i : i + page][::-1] for i in range(0, len(lane), page)]
            for name, lane in lanes.items()
        }
        live = sorted(pages)
        while live:
            name = live[int(rng.random() * len(live))]
            yield from pages[name].pop(0)
            if not pages[name]:
                live.remove(name)


def edited(rows: Iterable[tuple], share: float, seed: int = 1) -> Iterator[tuple]:
    """The same rows again, a `share` of them with a changed text (an edit upstream)."""
    rng = random.Random(f"cm-desk-bench/{seed}/edited")
    for row in rows:
        if rng.random() < share:
            row = row[:TEXT] + (row[TEXT] + " (edited zorblax)",)
        yield row


def gestures(n: int, seed: int = 1) -> Iterator[tuple[str, str, str, int, str]]:
    """Past gestures, n/200 of them: (service, author, kind, at_ms, note), oldest first."""
    w = world(n, seed)
    rng = random.Random(f"cm-desk-bench/{seed}/{n}/gestures")
    kinds = ("thank-you", "thank-you", "thank-you", "apology", "apology", "gift", "surprise")
    services = [s for s, _, share in ACCOUNTS for _ in range(share)]
    stamps = sorted(START_MS + int(rng.random() * SPAN_MS) for _ in range(max(10, n // 200)))
    for at in stamps:
        service = services[int(rng.random() * len(services))]
        person = w.person_at(service, rng.random())
        note = " ".join(rng.choices(w.tables["en"], k=4 + int(rng.random() * 12)))
        yield service, person[0], kinds[int(rng.random() * len(kinds))], at, note


def queries(n: int, seed: int = 1, per_class: int = 20, shift: int = 0) -> dict[str, list[str]]:
    """Search texts by class, as a person would type them.

    A trailing "*" marks a word still being typed (a prefix); "..." marks a phrase.
    `shift` moves the choice of words along the ranks.
    """
    w = world(n, seed)
    rng = random.Random(f"cm-desk-bench/{seed}/queries/{shift}")
    en = w.vocab["en"]
    plain = [x for x in en if x.isascii() and x.isalpha()]  # no apostrophes
    own = len([x for x in WORDS["en"].split() if x.isalpha()])
    common = plain[60 + shift : own - 40]
    rare = [x for x in plain[own + 2500 : own + 24_000] if len(x) > 5]

    def some(pool: list[str]) -> list[str]:
        return rng.sample(pool, per_class) if len(pool) >= per_class else list(pool)

    letters = "tabsiwcmopfdhlgrenup"
    two = sorted({x[:2] for x in plain[:400] if len(x) > 2})
    three = sorted({x[:3] for x in plain[:600] if len(x) > 3})
    four = sorted({x[:4] for x in plain[:900] if len(x) > 5})
    phrases = [p for p in dict.fromkeys(_split(PHRASES["en"])) if "{" not in p]
    return {
        "very_common": ["the", "to", "and"] + some(plain[3 + shift // 4 : 28 + shift // 4])[3:],
        "common": some(common),
        "rare": some(rare),
        "none": [x + "qx" for x in some(rare)],
        "prefix1": [letters[(i + shift) % len(letters)] + "*" for i in range(per_class)],
        "prefix2": [x + "*" for x in some(two)],
        "prefix3": [x + "*" for x in some(three)],
        "prefix4": [x + "*" for x in some(four)],
        "two_words": [f"{a} {b}" for a, b in zip(some(common), some(common))],
        "common_and_rare": [f"the {b}" for b in some(rare)],
        "phrase": ['"' + " ".join(p.split()[:3]) + '"' for p in some(phrases)],
    }


def main(argv: list[str] | None = None) -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("n", type=int)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--order", default="live", choices=("live", "sync", "backfill"))
    ap.add_argument("--out", help="JSON lines to this file ('-' for standard output)")
    ap.add_argument("--time", action="store_true", help="generate only; print the CPU time")
    ap.add_argument("--check", action="store_true", help="print a digest of the rows")
    ap.add_argument("--stats", action="store_true", help="print the shape of the data")
    args = ap.parse_args(argv)
    rows = arrival(messages(args.n, args.seed), args.order, seed=args.seed)
    begin = time.process_time()
    if args.check:
        digest = hashlib.sha256()
        for row in rows:
            digest.update(repr(row).encode())
        print(json.dumps({"n": args.n, "seed": args.seed, "sha256": digest.hexdigest()}))
        return 0
    if args.stats:
        print(json.dumps(stats(rows), ensure_ascii=False, indent=1))
        return 0
    if args.out:
        out = sys.stdout if args.out == "-" else open(args.out, "w", encoding="utf-8")
        encode = json.JSONEncoder(ensure_ascii=False).encode
        for row in rows:
            out.write(encode(dict(zip(FIELDS, row))))
            out.write("\n")
        if out is not sys.stdout:
            out.close()
    else:
        for _ in rows:
            pass
    spent = time.process_time() - begin
    if args.time or args.out not in (None, "-"):
        print(
            json.dumps(
                {
                    "n": args.n,
                    "seed": args.seed,
                    "cpu_s": round(spent, 2),
                    "rows_per_cpu_s": round(args.n / spent),
                }
            )
        )
    return 0


def stats(rows: Iterable[tuple]) -> dict:
    from collections import Counter

    people: Counter = Counter()
    threads: Counter = Counter()
    langs: Counter = Counter()
    accounts: Counter = Counter()
    words: Counter = Counter()
    chars = tokens = unread = out = count = the = 0
    last = 0
    for row in rows:
        count += 1
        people[row[SERVICE], row[AUTHOR]] += 1
        threads[row[ACCOUNT], row[THREAD_ID]] += 1
        langs[row[LANG]] += 1
        accounts[row[ACCOUNT]] += 1
        parts = row[TEXT].split()
        tokens += len(parts)
        chars += len(row[TEXT].encode())
        unread += row[UNREAD]
        out += row[DIRECTION] == "out"
        low = row[TEXT].lower().split()
        the += "the" in low
        words.update(low)
        last = row[SENT_AT]
    sizes = sorted(threads.values())
    active = sorted(people.values(), reverse=True)
    return {
        "messages": count,
        "people": len(people),
        "busiest_people": active[:5],
        "median_per_person": active[len(active) // 2],
        "conversations": len(threads),
        "longest_conversations": sizes[-5:],
        "mean_conversation": round(count / len(sizes), 2),
        "unread": unread,
        "out_share": round(out / count, 3),
        "bytes_per_text": round(chars / count, 1),
        "words_per_text": round(tokens / count, 1),
        "distinct_words": len(words),
        "share_with_the": round(the / count, 3),
        "langs": dict(langs.most_common()),
        "accounts": dict(accounts.most_common()),
        "last": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(last / 1000)),
        "top_words": words.most_common(12),
    }


if __name__ == "__main__":
    raise SystemExit(main())
