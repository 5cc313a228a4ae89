"""A page for a browser or a printer: no scripts, nothing loaded from elsewhere, all escaped."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape

STYLE = """
:root { color-scheme: light dark; --line: #8884; --quiet: #6b6760 }
@media (prefers-color-scheme: dark) { :root { --quiet: #a8a49c } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2.5rem auto; max-width: 46rem;
  padding: 0 1rem }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; overflow-wrap: anywhere }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; padding-top: .8rem;
  border-top: 1px solid var(--line) }
p, dl, article { margin: .4rem 0; overflow-wrap: anywhere }
article { border-left: 3px solid var(--line); padding: .1rem 0 .1rem .8rem; margin: .9rem 0;
  break-inside: avoid }
.text { white-space: pre-wrap }
.quiet, dt { color: var(--quiet); font-size: .87rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem }
dd { margin: 0; unicode-bidi: plaintext }
table { border-collapse: collapse } td { padding: .1rem 1.2rem .1rem 0 }
td + td { text-align: right; font-variant-numeric: tabular-nums }
img { max-width: 100%; max-height: 20rem }
@media print { body { margin: 0; max-width: none } }
"""


def head(title: str) -> str:
    """Up to the open body. The policy allows our one style sheet, by its sum, and no more."""
    style = b64encode(sha256(STYLE.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>\n"
    )


def tail() -> str:
    return "</body></html>\n"


def part(tag: str, text: str, kind: str = "") -> str:
    """An element that holds `text`, in the direction of its own letters."""
    role = f' class="{kind}"' if kind else ""
    return f'<{tag}{role} dir="auto">{escape(visible(text))}</{tag}>\n'


def pairs(told: Iterable[tuple[str, str]]) -> str:
    """Names and values under one another."""
    rows = "".join(f"<dt>{escape(name)}</dt>{part('dd', value)}" for name, value in told if value)
    return f"<dl>{rows}</dl>\n" if rows else ""


def table(rows: Iterable[tuple[str, str]]) -> str:
    cells = (f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<table>{''.join(cells)}</table>\n"


def media_type(data: bytes) -> str:
    """Of a picture, by how it begins; a browser runs none of these."""
    kinds = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"RIFF": "webp"}
    found = (kind for begin, kind in kinds.items() if data.startswith(begin))
    return f"image/{next(found, 'bmp')}"


def picture(kind: str, data: bytes, alt: str) -> str:
    """`kind` is the media type, which must be one that a browser cannot run."""
    told = b64encode(data).decode()
    return f'<img alt="{escape(visible(alt))}" src="data:{kind};base64,{told}">\n'


def visible(text: str) -> str:
    """Without what could turn the line round or end the document: controls and half pairs."""
    clean = text.encode("utf-8", "replace").decode()
    return "".join(
        c for c in clean if c in "\n\t" or (c.isprintable() or c in "\u200d\ufe0f\u3000")
    )
