"""IMAP as far as the desk speaks it (RFC 9051, RFC 2177)."""

import base64
import re
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from tests.servers.fake_mail.talk import Ended, Talk
from tests.servers.fake_mail.world import Letter

OFFERS = "IMAP4rev1 AUTH=PLAIN IDLE UIDPLUS SPECIAL-USE"
TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\([^)]*\))|(\S+)')
Test = Callable[[Letter], bool]


class Imap(Talk):
    def greet(self) -> None:
        self._known, self._folder = False, ""
        self.say(f"* OK [CAPABILITY {OFFERS}] ready")

    def hear(self, line: str) -> None:
        tag, _, rest = line.partition(" ")
        self._tag = tag
        words = [a.replace('\\"', '"') if a else b or c for a, b, c in TOKEN.findall(rest)]
        name, words = words[0].upper(), words[1:]
        if name == "UID":
            name, words = f"UID_{words[0].upper()}", words[1:]
        faults = self.world.faults
        if faults.throttled and name not in ("CAPABILITY", "LOGOUT"):
            self.say(f"{tag} BAD {faults.throttled}")
        elif faults.refused and self._known:
            self.say("* BYE Session expired")
            raise Ended
        else:
            getattr(self, f"do_{name.lower()}")(words)

    def ok(self, words: str = "done") -> None:
        self.say(f"{self._tag} OK {words}")

    def no(self, words: str) -> None:
        self.say(f"{self._tag} NO {words}")

    def do_capability(self, _words: list[str]) -> None:
        self.say(f"* CAPABILITY {OFFERS}")
        self.ok()

    def do_authenticate(self, words: list[str]) -> None:
        self.say("+ ")
        told = base64.b64decode(self.rfile.readline()).decode()
        self.world.sasl.append(told)
        right = self.world.takes(words[0], told)
        self._known = right and not self.world.faults.refused
        refused = self.world.faults.refused or "[AUTHENTICATIONFAILED] Authentication failed."
        self.ok() if self._known else self.no(refused)

    def do_list(self, _words: list[str]) -> None:
        self.say('* LIST (\\HasNoChildren) "/" INBOX', '* LIST (\\Sent) "/" Sent')
        self.ok()

    def do_status(self, words: list[str]) -> None:
        letters, world = self.world.folders[words[0]], self.world
        told = f"MESSAGES {len(letters)} UIDNEXT {world.next_uid()} UIDVALIDITY {world.validity}"
        self.say(f'* STATUS "{words[0]}" ({told})')
        self.ok()

    def do_select(self, words: list[str]) -> None:
        self._folder = words[0]
        self.say(
            f"* {len(self._letters())} EXISTS", f"* OK [UIDVALIDITY {self.world.validity}] valid"
        )
        self.ok("[READ-ONLY] done")

    do_examine = do_select

    def do_close(self, _words: list[str]) -> None:
        self._folder = ""
        self.ok()

    def do_uid_search(self, words: list[str]) -> None:
        tests = list(_tests(words, self.world.next_uid()))
        found = [str(e.uid) for e in self._letters() if all(test(e) for test in tests)]
        self.say(" ".join(["* SEARCH", *found]))
        self.ok()

    def do_fetch(self, words: list[str]) -> None:
        first = int(words[0].partition(":")[0])
        for number, letter in list(enumerate(self._letters(), 1))[first - 1 :]:
            self._tell(number, letter, words[1])
        self.ok()

    def do_uid_fetch(self, words: list[str]) -> None:
        wanted = {int(each) for each in words[0].split(",")}
        for number, letter in enumerate(self._letters(), 1):
            if letter.uid in wanted:
                self._tell(number, letter, " ".join(words[1:]))
        self.ok()

    def _tell(self, number: int, letter: Letter, asked: str) -> None:
        parts: list[bytes] = []
        for item in asked.strip("()").split():
            match item:
                case "UID":
                    parts.append(f"UID {letter.uid}".encode())
                case "FLAGS":
                    parts.append(f"FLAGS ({' '.join(sorted(letter.flags))})".encode())
                case "INTERNALDATE":
                    parts.append(f'INTERNALDATE "{letter.arrived:%d-%b-%Y %H:%M:%S %z}"'.encode())
                case "RFC822.SIZE":
                    parts.append(f"RFC822.SIZE {len(letter.raw)}".encode())
                case "BODY.PEEK[]":
                    parts.append(f"BODY[] {{{len(letter.raw)}}}\r\n".encode() + letter.raw)
                case "BODY.PEEK[HEADER]":
                    head = letter.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
                    parts.append(f"BODY[HEADER] {{{len(head)}}}\r\n".encode() + head)
                case _:
                    raise AssertionError(f"the small server does not know {item}")
        self.say(f"* {number} FETCH (".encode() + b" ".join(parts) + b")\r\n")

    def do_append(self, words: list[str]) -> None:
        size = int(words[-1].strip("{}"))
        self.say("+ go on")
        raw = self.rfile.read(size)
        self.rfile.readline()
        self.world.put(words[0], raw, words[1].strip("()").split())
        self.ok()

    def do_idle(self, _words: list[str]) -> None:
        self.say("+ idling")
        before, ends = len(self._letters()), False
        self.connection.settimeout(0.02)
        while not ends:
            try:
                ends = self.rfile.readline().upper().startswith(b"DONE")
            except TimeoutError:
                self.rfile = self.connection.makefile("rb")
            if len(self._letters()) != before:
                before = len(self._letters())
                self.say(f"* {before} EXISTS")
        self.connection.settimeout(None)
        self.ok()

    def do_noop(self, _words: list[str]) -> None:
        self.ok()

    def do_logout(self, _words: list[str]) -> None:
        self.say("* BYE logging out")
        self.ok()
        raise Ended

    def _letters(self) -> list[Letter]:
        return self.world.folders.get(self._folder, [])


def _tests(words: list[str], next_uid: int) -> list[Test]:
    found: list[Test] = []
    rest = list(words)
    while rest:
        found.append(_test(rest, next_uid))
    return found


def _test(rest: list[str], next_uid: int) -> Test:
    match rest.pop(0).upper():
        case "ALL":
            return lambda _: True
        case "NOT":
            inner = _test(rest, next_uid)
            return lambda each: not inner(each)
        case "OR":
            one, other = _test(rest, next_uid), _test(rest, next_uid)
            return lambda each: one(each) or other(each)
        case "UID":
            first, _, last = rest.pop(0).partition(":")
            low, high = int(first), next_uid - 1 if last == "*" else int(last)
            low, high = min(low, high), max(low, high)
            return lambda each: low <= each.uid <= high
        case "SINCE":
            day = datetime.strptime(rest.pop(0), "%d-%b-%Y").date()  # noqa: DTZ007  a day
            return lambda each: each.arrived.date() >= day
        case "HEADER":
            name, value = rest.pop(0), rest.pop(0)
            return lambda each: _has(each, name, value)
        case "SUBJECT" | "FROM" | "TO" as field:
            value = rest.pop(0)
            return lambda each: _has(each, field, value)
        case unknown:
            raise AssertionError(f"the small server does not search for {unknown}")


def _has(letter: Letter, name: str, value: str) -> bool:
    found = message_from_bytes(letter.raw, policy=policy.compat32)[name]
    if found is None:
        return False
    try:
        shown = str(make_header(decode_header(str(found))))
    except (HeaderParseError, LookupError, ValueError):
        shown = str(found)
    return value.lower() in shown.lower()
