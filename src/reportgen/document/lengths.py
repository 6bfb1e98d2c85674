"""Lengths, kept exactly, and sizes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Length:
    """A length, kept in English Metric Units (EMU; 914,400 an inch; ECMA-376 part 1, 20.1.2.1)."""

    emu: int

    @property
    def mm(self) -> float:
        return self.emu / 36_000

    @property
    def pt(self) -> float:
        return self.emu / 12_700

    @property
    def inches(self) -> float:
        return self.emu / 914_400

    def __add__(self, other: "Length") -> "Length":
        return Length(self.emu + other.emu)

    def __sub__(self, other: "Length") -> "Length":
        return Length(self.emu - other.emu)

    def __mul__(self, factor: float) -> "Length":
        return Length(round(self.emu * factor))


def mm(value: float) -> Length:
    """Return a length of `value` millimetres."""
    return Length(round(value * 36_000))


def pt(value: float) -> Length:
    """Return a length of `value` points (72 an inch)."""
    return Length(round(value * 12_700))


def inches(value: float) -> Length:
    """Return a length of `value` inches."""
    return Length(round(value * 914_400))


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a box or a picture."""

    width: Length
    height: Length
