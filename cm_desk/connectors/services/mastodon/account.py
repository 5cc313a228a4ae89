"""Who we are at a server, and what the server allows."""

from typing import Any

from cm_desk.connectors.api import SIGN_IN, Api
from cm_desk.domain.model import Limits, Profile
from cm_desk.errors import Gone, OddAnswer, Rejected, SignInNeeded

VERIFY = "/api/v1/accounts/verify_credentials"
MAX_CHARS, PER_LINK, MAX_MEDIA, MAX_ALT, MAX_BYTES = 500, 23, 4, 1500, 16_777_216


def profile_of(api: Api) -> Profile:
    """One server of this kind (snac) answers a wrong token with 422 here."""
    try:
        found = api.get(VERIFY).body
    except Rejected:
        raise SignInNeeded(api.account, "the service does not take our sign-in.", SIGN_IN) from None
    try:
        user = str(found["acct"] or found["username"])
        host = "" if "@" in user else "@" + domain_of(api)
        followers = found.get("followers_count")
        return Profile(
            handle=f"@{user}{host}",
            remote_id=str(found["id"]),
            name=str(found.get("display_name") or user),
            avatar_url=str(found.get("avatar") or ""),
            followers=followers if isinstance(followers, int) else None,
        )
    except (KeyError, TypeError, AttributeError) as err:
        raise OddAnswer(api.account, f"{VERIFY} lacks {err}.") from None


def instance(api: Api) -> dict[str, Any]:
    """The second form, or the first where the server has only that one."""
    try:
        found = api.get("/api/v2/instance").body
    except (Gone, OddAnswer, Rejected):
        found = api.get("/api/v1/instance").body
    if not isinstance(found, dict):
        raise OddAnswer(api.account, "/api/v1/instance is not as published.")
    return found


def domain_of(api: Api) -> str:
    """The host in the handles of this server, which may differ from the host it is asked at."""
    try:
        found = instance(api)
    except (Gone, OddAnswer):  # an authorization server may have no instance page
        found = {}
    named = str(found.get("domain") or found.get("uri") or api.base_url)
    return named.rpartition("://")[2].strip("/").lower()


def limits_of(found: dict[str, Any]) -> Limits:
    """As the server counts: grapheme clusters, every link 23, remote mentions without host.

    mastodon/mastodon app/validators/status_length_validator.rb. Odd values fall to Mastodon's own.
    """
    settings = _part(found, "configuration")
    statuses, media = _part(settings, "statuses"), _part(settings, "media_attachments")
    return Limits(
        max_chars=_number(statuses, "max_characters", MAX_CHARS),
        unit="graphemes",
        per_link=_number(statuses, "characters_reserved_per_url", PER_LINK),
        mention_without_host=True,
        warning_counts=True,
        max_media=_number(statuses, "max_media_attachments", MAX_MEDIA),
        max_alt_chars=_number(media, "description_limit", MAX_ALT),
        max_media_bytes=_number(media, "image_size_limit", MAX_BYTES),
    )


def _part(found: dict[str, Any], name: str) -> dict[str, Any]:
    part = found.get(name)
    return part if isinstance(part, dict) else {}


def _number(found: dict[str, Any], name: str, default: int) -> int:
    value = found.get(name)
    return value if isinstance(value, int) and value > 0 else default
