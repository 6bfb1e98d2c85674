"""The brand: colours, typefaces and logos as brand.yml has them, held against their use."""

from reportgen.brand.brand import Brand
from reportgen.brand.brand_file import BRAND, load_brand
from reportgen.brand.font_faces import FACES, FontFace
from reportgen.brand.logos import Logo, Logos

__all__ = ["BRAND", "FACES", "Brand", "FontFace", "Logo", "Logos", "load_brand"]
