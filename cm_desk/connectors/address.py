"""From what a person types to the server that is meant."""

import re
from urllib.parse import urlsplit

from cm_desk.errors import BadInput
from cm_desk.text.links import true_host

HOST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]+")
TYPED = 'Write it like "social.example".'


def base_url(address: str, hint: str = TYPED) -> str:
    """From "social.example", "@me@social.example" or an address with a path: scheme and host.

    Raises BadInput with `hint`. Plain http is taken for this machine alone.
    """
    typed = address.strip()
    if "://" not in typed:
        typed = "https://" + typed.rpartition("@")[2]
    host = true_host(typed)
    here = host in ("localhost", "127.0.0.1", "::1")
    if not (here or HOST.fullmatch(host)):
        raise BadInput(f"{address.strip()[:80] or 'An empty address'} is no server.", hint)
    scheme = urlsplit(typed).scheme
    if scheme != "https" and not (scheme == "http" and here):
        raise BadInput(f"{host} would be asked without protection.", hint)
    try:
        port = f":{found}" if (found := urlsplit(typed).port) else ""
    except ValueError:
        raise BadInput(f"{address.strip()[:80]} is no server.", hint) from None
    return f"{scheme}://{f'[{host}]' if ':' in host else host}{port}"
