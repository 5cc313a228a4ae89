"""SMTP: one mail out, with every doubt about it named.

Until its content is on the way a mail is certainly not sent; from then on until the server says
so nobody knows.
"""

import base64
import smtplib
import socket
from collections.abc import Sequence

from cm_desk.connectors.exchange import NoAnswer
from cm_desk.connectors.services.mail import trouble
from cm_desk.connectors.services.mail.line import Line, Odd, pieces
from cm_desk.connectors.services.mail.places import STARTTLS, Key, Place
from cm_desk.errors import Rejected, ServiceError, UnknownOutcome

HELLO = "[127.0.0.1]"  # our own name is nobody's business
VERDICT_S = 120.0
ASKS = "CM Desk looks into the Sent folder before it sends again."


class _Smtp(smtplib.SMTP):
    def __init__(self, line: Line, place: Place) -> None:
        self._line, self._place = line, place
        super().__init__(local_hostname=HELLO)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        made = self._line.connect(self._place)
        self.file = self._line.reader(made)
        return made

    def protect(self) -> None:
        self._line_is(self._line.protect(self._open_socket(), self._place.host))
        self.ehlo_resp = self.helo_resp = None
        self.esmtp_features, self.does_esmtp = {}, False

    def verdict(self) -> tuple[int, bytes]:
        """Servers look for spam and worse before they say yes (RFC 5321, 4.5.3.2.6)."""
        self._open_socket().settimeout(max(VERDICT_S, self._open_socket().gettimeout() or 0))
        return self.getreply()

    def _line_is(self, safe: socket.socket) -> None:
        self.sock, self.file = safe, self._line.reader(safe)

    def _open_socket(self) -> socket.socket:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        return self.sock


class Post:
    """One connection to the server that sends for `account`. Raises ServiceError."""

    def __init__(self, account: str, place: Place, line: Line) -> None:
        self._account, self._place, self._line = account, place, line
        self._smtp = _Smtp(line, place)

    def most_bytes(self) -> int:
        """How large a mail may be; 0: it does not say. Asked before signing in."""
        try:
            self._begin()
            size = self._smtp.esmtp_features.get("size", "").strip()
            return int(size) if size.isdecimal() else 0
        except (OSError, smtplib.SMTPException, NoAnswer, Odd) as err:
            raise self._failed(err) from None
        finally:
            self._smtp.close()

    def sign_in(self, key: Key) -> None:
        try:
            self._begin()
            self._authenticate(key)
        except (OSError, smtplib.SMTPException, NoAnswer, Odd) as err:
            self._smtp.close()
            raise self._failed(err) from None

    def send(self, sender: str, to: Sequence[str], raw: bytes) -> None:
        """To all of `to` or to nobody. Raises UnknownOutcome when it may be on its way."""
        try:
            self._address(sender, to, raw)
        except (OSError, smtplib.SMTPException, NoAnswer, Odd) as err:
            raise self._failed(err) from None
        self._deliver(raw)

    def close(self) -> None:
        self._smtp.close()

    def _begin(self) -> None:
        code, words = self._smtp.connect(self._place.host, self._place.port)
        self._need(code, words, (220,))
        self._smtp.ehlo_or_helo_if_needed()
        if self._place.how != STARTTLS:
            return
        if not self._smtp.has_extn("starttls"):
            raise NoAnswer("it offers no protected connection", sent=False)
        self._need(*self._smtp.docmd("STARTTLS"), (220,))
        self._smtp.protect()
        self._smtp.ehlo_or_helo_if_needed()

    def _authenticate(self, key: Key) -> None:
        if not key.oauth:
            self._smtp.login(key.user, key.secret)
            return
        told = f"user={key.user}\1auth=Bearer {key.secret}\1\1".encode()
        code, words = self._smtp.docmd("AUTH", f"XOAUTH2 {base64.b64encode(told).decode()}")
        if code == 334:  # why not, in JSON; an empty line gets the refusal
            code, words = self._smtp.docmd("")
        self._need(code, words, (235,))

    def _address(self, sender: str, to: Sequence[str], raw: bytes) -> None:
        beyond = not all(each.isascii() for each in (sender, *to))
        if beyond and not self._smtp.has_extn("smtputf8"):
            what = "this mail server cannot send to addresses with letters beyond A to Z."
            raise Rejected(self._account, what, "Ask for another address of theirs.")
        options = [f"SIZE={len(raw)}"] if self._smtp.has_extn("size") else []
        self._smtp.command_encoding = "utf-8" if beyond else "ascii"
        self._need(*self._smtp.mail(sender, [*options, *(["SMTPUTF8"] if beyond else [])]), (250,))
        for each in to:
            self._need(*self._smtp.rcpt(each), (250, 251))
        self._need(*self._smtp.docmd("DATA"), (354,))

    def _deliver(self, raw: bytes) -> None:
        """From the first byte on it may arrive."""
        lines = b"\r\n".join(raw.splitlines())
        dotted = (b"." if lines.startswith(b".") else b"") + lines.replace(b"\r\n.", b"\r\n..")
        try:
            for piece in pieces(dotted + b"\r\n.\r\n"):
                self._smtp.send(piece)
            code, words = self._smtp.verdict()
        except (OSError, smtplib.SMTPException, Odd) as err:
            why = self._line.why(err if isinstance(err, OSError) else OSError())
            what = f"{self._place.host} did not say whether it took the mail: {why}."
            raise UnknownOutcome(self._account, what, ASKS) from None
        if code != 250:
            raise self._refusal(code, words)

    def _need(self, code: int, words: bytes, good: tuple[int, ...]) -> None:
        if code not in good:
            raise smtplib.SMTPResponseException(code, words)

    def _failed(self, err: Exception) -> ServiceError:
        host = self._place.host
        match err:
            case ServiceError():
                return err
            case smtplib.SMTPResponseException():
                return self._refusal(err.smtp_code, err.smtp_error)
            case smtplib.SMTPNotSupportedError():
                what = f"{host} takes no sign-in that CM Desk knows."
                return Rejected(self._account, what, trouble.TYPED)
            case Odd():
                return trouble.odd(self._account, host, err)
            case NoAnswer():
                return trouble.silence(self._account, host, err)
        broken = (
            err
            if isinstance(err, OSError) and not isinstance(err, smtplib.SMTPException)
            else OSError()
        )
        return trouble.silence(self._account, host, NoAnswer(self._line.why(broken), sent=False))

    def _refusal(self, code: int, words: bytes | str) -> ServiceError:
        text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        return trouble.smtp(self._account, self._place.host, code, text)
