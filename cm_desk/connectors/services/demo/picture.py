"""The pictures of the demo community, drawn as PNG files without any library."""

import struct
import zlib

from cm_desk.connectors.services.demo.scenes import SCENES, Canvas

WIDTH, HEIGHT = 480, 360


def png(name: str) -> bytes:
    """The picture called `name`; an unknown one is the cup."""
    canvas = Canvas(WIDTH, HEIGHT)
    for shape in SCENES.get(name, SCENES["cup"]):
        canvas.draw(shape)
    rows = b"".join(b"\0" + bytes(row) for row in canvas.rows)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
