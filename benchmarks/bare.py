"""The bare library calls behind a build, in a row: matplotlib, WeasyPrint, python-pptx.

`python benchmarks/bare.py FOLDER [figures]` reads what `builds.py` has laid there: the jobs of the
figures, the brief as HTML with all that it shows in files, and the deck. With `figures` it draws.
"""

import pickle
import sys
from pathlib import Path

from reportgen.drawing import figure as figures


def main() -> None:
    folder = Path(sys.argv[1])
    for job in pickle.loads((folder / "jobs").read_bytes()):
        figures.draw(job)
    if "figures" in sys.argv:
        return
    import pptx
    from weasyprint import HTML

    page = HTML(filename=str(folder / "brief.html"))
    page.write_pdf(str(folder / "bare.pdf"), pdf_variant="pdf/ua-1", pdf_tags=True)
    pptx.Presentation(str(folder / "deck.pptx")).save(str(folder / "bare.pptx"))


if __name__ == "__main__":
    main()
