"""SMTP as far as the desk speaks it (RFC 5321, RFC 4954)."""

import base64

from tests.servers.fake_mail.talk import Ended, Talk


class Smtp(Talk):
    def greet(self) -> None:
        faults = self.world.faults
        if faults.throttled:
            self.say(f"421 4.7.0 {faults.throttled}")
            raise Ended
        self.say("220 mail.example ESMTP")
        self._sender, self._to, self._known = "", list[str](), False

    def hear(self, line: str) -> None:
        verb = line.split(" ")[0].upper()
        answer = getattr(self, f"do_{verb.lower()}", None)
        if answer is None:
            self.say("500 5.5.1 unknown command")
        elif verb in ("MAIL", "RCPT", "DATA") and not self._known:
            self.say("530 5.7.0 Authentication required")
        else:
            answer(line)

    def do_ehlo(self, _line: str) -> None:
        offers = ("mail.example", "SIZE 10000000", "8BITMIME", "SMTPUTF8")
        self.say(*(f"250-{each}" for each in offers), "250 AUTH PLAIN LOGIN XOAUTH2")

    def do_auth(self, line: str) -> None:
        _, mechanism, given = [*line.split(" "), ""][:3]
        told = base64.b64decode(given).decode()
        self.world.sasl.append(told)
        right = self.world.takes(mechanism, told)
        refused = self.world.faults.refused
        self._known = right and not refused
        words = refused or "Authentication credentials invalid"
        self.say("235 2.7.0 Accepted" if self._known else f"535 5.7.8 {words}")

    def do_mail(self, line: str) -> None:
        self._sender, self._to = line.partition("<")[2].partition(">")[0], []
        self.say("250 2.1.0 OK")

    def do_rcpt(self, line: str) -> None:
        if refused := self.world.faults.refused_mail:
            self.say(f"{refused[0]} {refused[1]}")
            return
        self._to.append(line.partition("<")[2].partition(">")[0])
        self.say("250 2.1.5 OK")

    def do_data(self, _line: str) -> None:
        self.say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise Ended
            if self.world.faults.slow and len(lines) % 1000 == 0:
                self.world.faults.released.wait(0.02)
            lines.append(line[1:] if line.startswith(b".") else line)
        self.world.accept(self._sender, self._to, b"".join(lines))
        if self.world.faults.drops:
            self.world.faults.drops -= 1
            raise Ended
        self.say("250 2.0.0 Accepted")

    def do_rset(self, _line: str) -> None:
        self.say("250 OK")

    def do_quit(self, _line: str) -> None:
        self.say("221 Bye")
        raise Ended
