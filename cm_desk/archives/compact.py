"""Millions of numbers and short texts in little memory."""

from array import array
from secrets import randbits

FULL = 0.6  # of the places, before there are twice as many
BITS = (1 << 64) - 1


class Numbers:
    """From 64-bit numbers to 64-bit numbers: 27 to 54 bytes each, where a dict takes 200.

    Places are chosen with a number of chance, so that nobody can make a file that fills one end.
    """

    def __init__(self) -> None:
        self._odd = randbits(64) | 1
        self._used = 0
        self._make(10)

    def __len__(self) -> int:
        return self._used

    def get(self, key: int, other: int = 0) -> int:
        place = self._place(key)
        return self._values[place] if self._keys[place] else other

    def set(self, key: int, value: int) -> None:
        place = self._place(key)
        if not self._keys[place]:
            self._used += 1
            self._keys[place] = key or BITS
        self._values[place] = value
        if self._used > FULL * len(self._keys):
            self._grow()

    def _make(self, bits: int) -> None:
        self._shift = 64 - bits
        self._keys, self._values = array("Q", bytes(8 << bits)), array("Q", bytes(8 << bits))

    def _place(self, key: int) -> int:
        """Where `key` stands, or the free place where it belongs. 0 marks a free one."""
        key = key or BITS
        keys, last = self._keys, len(self._keys) - 1
        place = (key * self._odd & BITS) >> self._shift
        while (found := keys[place]) and found != key:
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        keys, values = self._keys, self._values
        self._make(65 - self._shift)
        for key, value in zip(keys, values, strict=True):
            if key:
                place = self._place(key)
                self._keys[place], self._values[place] = key, value


class Texts:
    """From texts to texts: forty to seventy bytes each, and the length of the second one.

    Keys are known by 64 bits of their hash. What was set twice takes room twice.
    """

    def __init__(self) -> None:
        self._places, self._data, self._ends = Numbers(), bytearray(), array("Q", [0])

    def get(self, key: str) -> str | None:
        place = self._places.get(hash(key) & BITS)
        if not place:
            return None
        return self._data[self._ends[place - 1] : self._ends[place]].decode(
            "utf-8", "surrogatepass"
        )

    def set(self, key: str, value: str) -> None:
        self._data += value.encode("utf-8", "surrogatepass")
        self._places.set(hash(key) & BITS, len(self._ends))
        self._ends.append(len(self._data))
