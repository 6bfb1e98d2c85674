"""What figure modules may name: the types of their parameters `facts`, `brand` and `place`."""

from reportgen.brand import Brand
from reportgen.document import Place
from reportgen.drawing.figure import Facts

__all__ = ["Brand", "Facts", "Place"]
