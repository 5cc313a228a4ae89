"""First words for an introduction; none of those that ask carries the other one's name."""

from cm_desk.insight.drafting import first_name, quoted

ASK = (
    "Hello {name}, you wrote: “{quote}” I know somebody here who may like to hear from you about"
    " that. May I introduce you to each other? I have not told them your name, and a no is just"
    " as fine."
)
BARE = (
    "Hello {name}, I know somebody here who may like to hear from you. May I introduce you to each"
    " other? I have not told them your name, and a no is just as fine."
)
TELL = (
    "{name}, you both said yes, so: this is {other} ({handle}). They wrote: “{quote}” I leave the"
    " room now."
)


def asking(name: str, quote: str) -> str:
    words = quoted(quote)
    return (ASK if words else BARE).format(name=first_name(name), quote=words)


def telling(name: str, other: str, handle: str, quote: str) -> str:
    """After both said yes."""
    return TELL.format(name=first_name(name), other=other, handle=handle, quote=quoted(quote))
