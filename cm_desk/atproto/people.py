"""A profile as Bluesky shows it, as a person of ours."""

from typing import Any

from cm_desk.domain.model import Author, OwnLink

Json = dict[str, Any]
WEB = "https://bsky.app/profile"
HOSTED = (".bsky.social", ".invalid")  # handles that are no page of the person's own
UNKNOWN = "handle.invalid"  # what the network shows when a handle does not lead to its owner


def author(view: Json) -> Author:
    """Raises KeyError or TypeError for what is not as published.

    A handle is a name of the web that its owner has proven, so it is a page of theirs.
    """
    did, handle = view["did"], view["handle"]
    known = handle and handle != UNKNOWN
    own = known and not handle.endswith(HOSTED)
    return Author(
        key=did,
        handle=f"@{handle}" if known else did,
        name=view.get("displayName") or "",
        url=f"{WEB}/{did}",
        avatar_url=view.get("avatar") or "",
        bio=view.get("description") or "",
        links=(OwnLink(f"https://{handle}", verified=True),) if own else (),
        accepts=_accepts(view),
    )


def _accepts(view: Json) -> str:
    """Whom they take direct messages from; "" where the profile does not say."""
    if (view.get("viewer") or {}).get("blockedBy"):
        return "blocked"
    said = ((view.get("associated") or {}).get("chat") or {}).get("allowIncoming")
    return said if said in ("all", "following", "none") else ""


def kept_out(view: Json) -> bool:
    """Whether we block or mute this person, or they block us."""
    viewer = view.get("viewer") or {}
    return any(
        viewer.get(each)
        for each in ("blocking", "blockingByList", "blockedBy", "muted", "mutedByList")
    )
