"""Small still lifes of flat shapes. Places are in pixels of a 480 × 360 picture."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Sky:
    """From `top` to `bottom` colour, down to the line `to`."""

    top: Colour
    bottom: Colour
    to: int = 360


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    colour: Colour


@dataclass(frozen=True, slots=True)
class Round:
    """An ellipse around (x, y)."""

    x: int
    y: int
    rx: int
    ry: int
    colour: Colour


@dataclass(frozen=True, slots=True)
class Hill:
    """A parabola of this height and half width, filled to the bottom."""

    x: int
    top: int
    half: int
    colour: Colour


Shape = Sky | Box | Round | Hill


class Canvas:
    """Rows of RGB bytes."""

    def __init__(self, width: int, height: int) -> None:
        self._width = width
        self.rows = [bytearray(3 * width) for _ in range(height)]

    def draw(self, shape: Shape) -> None:
        for y in range(len(self.rows)):
            self._line(shape, y)

    def _line(self, shape: Shape, y: int) -> None:
        match shape:
            case Sky(top, bottom, to) if y < to:
                self._fill(y, 0, self._width, _between(top, bottom, y / to))
            case Box(x, top_y, width, height, colour) if top_y <= y < top_y + height:
                self._fill(y, x, x + width, colour)
            case Round(x, middle, rx, ry, colour) if abs(y - middle) <= ry:
                half = round(rx * (1 - ((y - middle) / ry) ** 2) ** 0.5)
                self._fill(y, x - half, x + half, colour)
            case Hill(x, top_y, half, colour) if y >= top_y:
                reach = round(half * ((y - top_y) / (360 - top_y)) ** 0.5)
                self._fill(y, x - reach, x + reach, colour)

    def _fill(self, y: int, left: int, right: int, colour: Colour) -> None:
        left, right = max(left, 0), min(right, self._width)
        if left < right:
            self.rows[y][3 * left : 3 * right] = bytes(colour) * (right - left)


def _between(one: Colour, other: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


WOOD, STEEL, DARK = (164, 106, 60), (168, 172, 170), (58, 44, 36)
CREAM, PINE, COFFEE = (245, 238, 224), (11, 107, 102), (92, 56, 34)


def _grinder(x: int, y: int) -> tuple[Shape, ...]:
    """A hand grinder that stands on `y`."""
    return (
        Round(x, y, 46, 8, (0, 0, 0)),
        Box(x - 34, y - 90, 68, 90, PINE),
        Box(x - 38, y - 104, 76, 16, STEEL),
        Box(x - 28, y - 132, 56, 28, WOOD),
        Box(x - 3, y - 152, 6, 22, STEEL),
        Box(x - 3, y - 154, 74, 6, STEEL),
        Round(x + 72, y - 164, 12, 15, WOOD),
    )


def _cup(x: int, y: int) -> tuple[Shape, ...]:
    return (
        Round(x, y, 74, 11, (196, 178, 152)),
        Round(x + 58, y - 34, 24, 24, CREAM),
        Round(x + 58, y - 34, 13, 13, (214, 190, 158)),
        Round(x, y - 30, 56, 34, CREAM),
        Box(x - 56, y - 62, 112, 32, CREAM),
        Round(x, y - 62, 56, 14, (232, 222, 204)),
        Round(x, y - 61, 48, 10, COFFEE),
    )


def _table(colour: Colour, y: int = 262) -> Box:
    return Box(0, y, 480, 360 - y, colour)


SCENES: dict[str, tuple[Shape, ...]] = {
    "cup": (Sky((236, 224, 204), (222, 200, 170)), _table((176, 128, 84)), *_cup(170, 300)),
    "grinder-window": (
        Sky((252, 214, 150), (250, 236, 206)),
        Round(360, 150, 46, 46, (255, 244, 214)),
        Box(0, 0, 480, 14, CREAM),
        Box(232, 0, 14, 280, CREAM),
        _table((214, 196, 168), 280),
        *_grinder(150, 300),
        Box(330, 250, 46, 46, (182, 92, 58)),
        Round(353, 232, 34, 26, (116, 138, 72)),
    ),
    "sketch": (
        Sky((238, 246, 246), (206, 230, 232)),
        Hill(130, 250, 320, (240, 222, 184)),
        *_grinder(240, 262),
        Box(216, 258, 8, 34, DARK),
        Box(256, 258, 8, 34, DARK),
        Round(222, 214, 5, 6, CREAM),
        Round(256, 214, 5, 6, CREAM),
    ),
    "wedding": (
        Sky((44, 32, 40), (98, 58, 48)),
        *(Round(60 + 90 * i, 70 + 14 * (i % 2), 13, 16, (255, 214, 130)) for i in range(5)),
        _table((122, 78, 48), 250),
        *_grinder(236, 290),
        Round(96, 270, 26, 36, (150, 84, 40)),
        Round(388, 270, 26, 36, (150, 84, 40)),
    ),
    "bike": (
        Sky((168, 182, 190), (216, 222, 222)),
        Hill(240, 252, 520, (116, 146, 84)),
        Round(150, 260, 58, 58, DARK),
        Round(150, 260, 50, 50, (188, 198, 190)),
        Round(330, 260, 58, 58, DARK),
        Round(330, 260, 50, 50, (188, 198, 190)),
        Box(150, 196, 180, 8, (182, 62, 40)),
        Box(318, 164, 8, 96, (182, 62, 40)),
        Box(292, 160, 60, 7, DARK),
        Box(196, 168, 40, 8, DARK),
        Box(340, 150, 16, 34, PINE),
    ),
    "sea": (
        Sky((250, 190, 128), (252, 226, 182), 200),
        Round(330, 186, 40, 40, (255, 240, 200)),
        Box(0, 200, 480, 160, (58, 112, 134)),
        *(Box(290 - 12 * i, 214 + 18 * i, 84 + 24 * i, 4, (236, 206, 160)) for i in range(6)),
        Box(0, 326, 480, 12, DARK),
        Box(206, 300, 54, 44, (146, 92, 52)),
    ),
    "burrs": (
        Sky((226, 232, 236), (200, 210, 216)),
        *(Box(60 * i, 0, 22, 360, (178, 196, 210)) for i in range(8)),
        *(Round(150, 180, 92 - 16 * i, 92 - 16 * i, (190 - 22 * (i % 2),) * 3) for i in range(5)),
        *(Round(342, 200, 70 - 14 * i, 70 - 14 * i, (178 - 24 * (i % 2),) * 3) for i in range(4)),
        Round(342, 200, 18, 18, (140, 84, 52)),
    ),
    "hills": (
        Sky((190, 218, 224), (232, 240, 226)),
        Hill(380, 120, 420, (122, 158, 110)),
        Hill(90, 160, 380, (92, 138, 84)),
        Hill(330, 236, 420, (68, 116, 66)),
        Round(120, 318, 84, 30, (146, 98, 56)),
        *(Round(64 + 14 * i, 300 - 7 * (i % 3), 11, 11, (186, 38, 44)) for i in range(9)),
    ),
    "kelp": (
        Sky((222, 206, 178), (206, 186, 154)),
        *(Round(120 + 30 * i, 110 + 28 * (i % 3), 64, 24, (58, 84, 46)) for i in range(6)),
        Box(300, 220, 110, 90, CREAM),
        Box(312, 232, 86, 54, (58, 84, 46)),
    ),
    "crack": (
        Sky((232, 228, 222), (214, 208, 200)),
        Box(40, 150, 400, 56, STEEL),
        Round(430, 178, 40, 48, WOOD),
        *(Box(214 + 7 * (i % 3), 146 + 8 * i, 5, 11, DARK) for i in range(8)),
    ),
}
