"""What a picture is and how large it is, from its first bytes."""

from struct import error, unpack

KINDS = ((b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the parts of a JPEG that tell its size


def kind_of(data: bytes) -> str:
    """ "image/png"; "" for what is no picture of the web."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in KINDS if data.startswith(start)), "")


def size_of(data: bytes) -> tuple[int, int] | None:
    """(width, height) in dots; None where it cannot be told."""
    try:
        match kind_of(data):
            case "image/png":
                width, height = unpack(">II", data[16:24])
            case "image/gif":
                width, height = unpack("<HH", data[6:10])
            case "image/jpeg":
                width, height = _jpeg(data)
            case _:
                return None
    except (error, ValueError, IndexError):
        return None
    return (width, height) if width and height else None


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while data[at] == 0xFF:
        if data[at + 1] in FRAMES:
            height, width = unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int(unpack(">H", data[at + 2 : at + 4])[0])
    raise ValueError("no frame")
