"""What a mail server refuses, in our errors: each its own sentence and its way out."""

import re

from cm_desk.connectors.api import AGAIN, CLOCK, PORTAL, SIGN_IN, UPDATE
from cm_desk.connectors.exchange import NoAnswer
from cm_desk.connectors.services.mail.box import SLOWER, No
from cm_desk.connectors.services.mail.line import Odd
from cm_desk.errors import OddAnswer, Offline, Rejected, ServiceError, SignInNeeded, SlowDown
from cm_desk.text.plain import clean

MAX_WORDS = 300
WAIT_S, MOST_S = 300.0, 6 * 3600.0
WAITS = re.compile(
    r"(\d{1,9})\s*(milliseconds|ms|seconds|secs?|minutes|mins?|hours?|s|m|h)\b", re.I
)
UNITS = {"milliseconds": 0.001, "ms": 0.001, "s": 1, "m": 60, "h": 3600}
DENIED = ("AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "PRIVACYREQUIRED", "CONTACTADMIN")
OWN_PASSWORD = re.compile(r"app(lication)?[- ]specific|app password|web login", re.I)
SUSPENDED = re.compile(r"suspend|disabled|blocked|locked|deactivated", re.I)
APP_ONE = "Make an app password in the settings of your mail account, and use it here."
CERTIFICATE = f"Ask the people who run the server for a valid one. {PORTAL}"
TYPED = "Check the name and the port of the server."


def silence(account: str, host: str, err: NoAnswer) -> Offline:
    if "certificate" in err.why:
        dated = "expired" in err.why or "not yet valid" in err.why
        return Offline(
            account, f"no answer from {host}: {err.why}.", CLOCK if dated else CERTIFICATE
        )
    hint = (
        f"{AGAIN} {PORTAL}"
        if "protected" in err.why
        else TYPED
        if "name is not known" in err.why
        else AGAIN
    )
    return Offline(account, f"no answer from {host}: {err.why}.", hint)


def odd(account: str, host: str, err: Odd) -> OddAnswer:
    return OddAnswer(account, f"{host}: {err}", UPDATE)


def refused(account: str, host: str, err: No, signing_in: bool) -> ServiceError:
    """What an IMAP server's NO, BAD or BYE means."""
    if (wait_s := waits(err.words)) is not None or err.code == "LIMIT":
        return SlowDown(account, wait_s or WAIT_S)
    if err.code in ("UNAVAILABLE", "INUSE", "SERVERBUG"):
        return Offline(account, f"{host} has trouble: {said(err.words)}", AGAIN)
    if signing_in or err.code in DENIED or err.code == "EXPIRED":
        return denied(account, host, err.code, err.words)
    if not err.words or "bye" in err.words.lower() or "logging out" in err.words.lower():
        return Offline(account, f"{host} ended the connection.", AGAIN)
    return OddAnswer(account, f"{host} refused: {said(err.words)}", UPDATE)


def denied(account: str, host: str, code: str, words: str, oauth: bool = False) -> ServiceError:
    if code == "EXPIRED":
        what = f"{host} says that the password has expired."
        return SignInNeeded(account, what, f"Choose a new one there. {SIGN_IN}")
    if OWN_PASSWORD.search(words):
        return SignInNeeded(account, f"{host} does not take your usual password here.", APP_ONE)
    if SUSPENDED.search(words):
        what = f"{host} does not let this account in: {said(words)}"
        return SignInNeeded(account, what, "Ask the people who run the server.")
    key = "sign-in" if oauth else "name and password"
    return SignInNeeded(account, f"{host} does not take this {key}.", SIGN_IN)


def smtp(account: str, host: str, code: int, words: str) -> ServiceError:
    """What an SMTP server's answer means before a mail is on its way (RFC 5321, RFC 3463)."""
    if code in (530, 534, 535, 538, 454) and not (code == 454 and "tls" in words.lower()):
        return denied(account, host, "", words)
    if 400 <= code < 500:
        theirs = re.match(r"\s*4\.[12]\.", words)  # of one mailbox, not of ours
        if code == 421 or (SLOWER.search(words) and not theirs):
            return SlowDown(account, waits(words) or WAIT_S)
        return Rejected(account, f"{host}: {said(words)}", "Try again later.")
    if 500 <= code < 600:
        return Rejected(account, f"{host}: {said(words)}", way_out(words))
    return OddAnswer(account, f"{host} does not answer like a mail server.", TYPED)


def way_out(words: str) -> str:
    hints = {
        r"5\.1\.|no such user|unknown (user|recipient|address)": "Check the address.",
        r"size|too (large|big)|5\.3\.4": "Send it without the largest file, or a link to it.",
        r"5\.7\.|sender": "Ask the people who run the server why.",
    }
    return next((hint for pattern, hint in hints.items() if re.search(pattern, words, re.I)), "")


def waits(words: str) -> float | None:
    """How long to wait when the words ask for that, else None."""
    if not SLOWER.search(words):
        return None
    found = WAITS.search(words)
    if not found:
        return WAIT_S
    unit = found[2].lower()
    return min(int(found[1]) * UNITS.get(unit, UNITS.get(unit[0], 1)), MOST_S)


def said(words: str) -> str:
    """A server's sentence, on one line and not without an end."""
    found = " ".join(clean(words).split())[:MAX_WORDS] or "it gave no reason"
    return found if found[-1] in ".!?…" else f"{found}."
