"""Refusals that Mastodon words in its own way. Statuses alone do not tell them apart."""

from cm_desk.connectors.api import SIGN_IN, Refused
from cm_desk.errors import Rejected, ServiceError, SignInNeeded

SCOPES = (
    ("GET", "/api/v1/notifications", "read:notifications"),
    ("GET", "/api/v1/accounts", "read:accounts"),
    ("GET", "/api/", "read:statuses"),
    ("POST", "/api/v2/media", "write:media"),
    ("POST", "/api/v1/media", "write:media"),
    ("POST", "/api/", "write:statuses"),
    ("PUT", "/api/", "write:statuses"),
    ("DELETE", "/api/", "write:statuses"),
)


ASK = "Ask the people who run the server. What is here stays here and can be read."


def refusal(account: str, refused: Refused) -> ServiceError | None:
    """The error for 403; None leaves it to the usual meaning of the status."""
    words = refused.words
    if refused.status != 403:
        return None
    if "scope" in words.lower():
        what = f"the sign-in lacks the permission {scope(refused.method, refused.path)}."
        return SignInNeeded(account, what, SIGN_IN)
    if any(each in words.lower() for each in ("disabled", "suspended")):
        return SignInNeeded(account, f"this account is suspended there: {words}", ASK)
    if "pending" in words.lower():
        return SignInNeeded(account, f"this account still waits to be let in: {words}", ASK)
    if "login" in words.lower() or refused.method == "GET":  # not confirmed
        return SignInNeeded(account, words or "the service does not let this account in.", SIGN_IN)
    return Rejected(account, words or "the service does not allow this.")


def scope(method: str, path: str) -> str:
    """What a call needs; posts of an account are statuses."""
    if path.endswith("/statuses") and method == "GET":
        return "read:statuses"
    return next(name for verb, start, name in SCOPES if verb == method and path.startswith(start))
