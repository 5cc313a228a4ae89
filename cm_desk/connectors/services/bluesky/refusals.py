"""Refusals that the AT Protocol names by a word; statuses alone do not tell them apart."""

from cm_desk.connectors.api import AGAIN, SIGN_IN, Refused
from cm_desk.errors import Gone, Offline, Rejected, ServiceError, SignInNeeded

PLACE = "in Bluesky under Settings, Privacy and security, App passwords"
WHERE = f"Make one {PLACE}; allow direct messages there to have them here."
WITH_CHAT = "Make one that allows direct messages, and sign in again."
ENDED = ("ExpiredToken", "InvalidToken", "AuthMissing")
GONE = ("NotFound", "RecordNotFound", "RepoNotFound", "InvalidConvo")
SHUT = {
    "AccountTakedown": "Bluesky has taken this account down.",
    "AccountSuspended": "Bluesky has suspended this account.",
    "AccountDeactivated": "this account is deactivated.",
    "RepoTakendown": "Bluesky has taken this account down.",
    "RepoSuspended": "Bluesky has suspended this account.",
    "RepoDeactivated": "this account is deactivated.",
}
APPEAL = "Sign in at Bluesky itself: it says why and what can be done. What you have here stays."
CLOSED = {
    "MessagesDisabled": "they take no direct messages.",
    "NotFollowedBySender": "they take direct messages only from people they follow.",
    "BlockedActor": "one of you blocks the other.",
    "BlockedSubject": "one of you blocks the other.",
    "RecipientNotFound": "this account is not there any more.",
    "ConvoLocked": "this conversation is locked.",
}


class Expired(SignInNeeded):
    """A token that has ended, or that the server does not know; a new one may do."""


class NoChat(Rejected):
    """This sign-in, or this server, has no direct messages."""


class ChatAway(Offline):
    """The server lets us in, and its chat service does not answer."""


def refusal(account: str, refused: Refused) -> ServiceError | None:
    """None leaves it to the usual meaning of the status."""
    if "/chat.bsky." in refused.path and (found := _chat(account, refused)):
        return found
    code = refused.code
    if code in SHUT:
        return SignInNeeded(account, SHUT[code], APPEAL)
    if code == "AuthFactorTokenRequired":
        what = "that is the password of the account, which wants a code by mail as well."
        return SignInNeeded(account, what, f"Use an app password. {WHERE}")
    if code == "AuthenticationRequired":
        return SignInNeeded(account, "Bluesky does not take this handle and password.", WRONG)
    if code in ENDED:
        return Expired(account, "the service does not take our sign-in.", SIGN_IN)
    if code in GONE:
        return Gone(account, "it is not there any more.")
    return None


WRONG = f"Type the app password again, or make a new one {PLACE}."


def _chat(account: str, refused: Refused) -> ServiceError | None:
    if refused.code in CLOSED:
        return Rejected(account, CLOSED[refused.code])
    if refused.code == "InvalidToken" or refused.status == 403:
        return NoChat(account, "this app password does not allow direct messages.", WITH_CHAT)
    if refused.status in (404, 501):
        return NoChat(account, "this server has no direct messages.")
    if refused.status >= 500 and refused.method == "GET":
        return ChatAway(account, f"direct messages have trouble (HTTP {refused.status}).", AGAIN)
    return None
