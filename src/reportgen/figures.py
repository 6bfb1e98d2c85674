"""What figure modules may name: the types of their parameters `facts`, `brand` and `place`."""

from reportgen.document import Place
from reportgen.drawing.figure import Facts
from reportgen.theme import Brand

__all__ = ["Brand", "Facts", "Place"]
