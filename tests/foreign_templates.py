"""Evidence for anyone's template: decks in a folder of them, built, checked, rendered, measured.

Run by hand: `python tests/foreign_templates.py PROJECT OUT TEMPLATE...`. PROJECT is a sample with a
`reference-doc: content/theirs.pptx`; OUT gets each deck, what was found, and a sheet of its slides.
"""

import argparse
import json
import shutil
import subprocess
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from legibility import seen
from reportgen.diagnostics import ContentError, Diagnostics, Level
from reportgen.files.project import Project
from reportgen.recipes.building import build
from reportgen.recipes.checking import check

AT_ONCE = 12
"""Decks that LibreOffice is given in one call."""
WIDE, ACROSS, GAP = 320, 5, 4


def made(project: Path, out: Path, template: Path) -> dict[str, Any]:
    """Build and check a project with a template; return what came of it, its deck lies in `out`."""
    (project / "content/theirs.pptx").write_bytes(template.read_bytes())
    deck = project / "build/brief.pptx"
    deck.unlink(missing_ok=True)
    found, row = Diagnostics(), dict[str, Any](name=template.stem, builds=False)
    try:
        list(build(Project(project), ("pdf", "pptx"), found))
    except ContentError:
        row["refused"] = _said(found)
        return row
    row["builds"], row["warned"] = True, [one.message for one in found if one.level != Level.ERROR]
    found = Diagnostics()
    with suppress(ContentError):
        list(check(Project(project), found))
    row["check"] = _said(found)
    shutil.copyfile(deck, out / f"{template.stem}.pptx")
    return row


def _said(found: Diagnostics) -> list[str]:
    return [one.message for one in found if one.level == Level.ERROR]


def render(out: Path, names: list[str]) -> None:
    """Turn decks into LibreOffice's PDFs beside them."""
    profile = f"-env:UserInstallation={(out / 'profile').resolve().as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(out)]
    for at in range(0, len(names), AT_ONCE):
        decks = [str(out / f"{name}.pptx") for name in names[at : at + AT_ONCE]]
        subprocess.run([*command, *decks], capture_output=True, timeout=1200, check=True)


def sheet(pdf: Path, target: Path) -> None:
    """Write all slides small on one picture."""
    with pypdfium2.PdfDocument(pdf) as pages:
        shown = [page.render(scale=WIDE / page.get_width()).to_pil() for page in pages]
    high = max(one.height for one in shown) + GAP
    rows = -(-len(shown) // ACROSS)
    whole = Image.new("RGB", ((WIDE + GAP) * ACROSS, high * rows), "#888888")
    for at, one in enumerate(shown):
        whole.paste(one, (at % ACROSS * (WIDE + GAP), at // ACROSS * high))
    whole.save(target)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("project", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("templates", type=Path, nargs="+")
    given = asked.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    rows = {one.stem: made(given.project, given.out, one) for one in given.templates}
    render(given.out, [name for name, row in rows.items() if row["builds"]])
    for name, row in rows.items():
        if row["builds"]:
            pdf = given.out / f"{name}.pdf"
            found = list(seen((given.out / f"{name}.pptx").read_bytes(), pdf))
            row["seen"] = dict(Counter(one.kind for one in found))
            (given.out / f"{name}.txt").write_text("\n".join(map(str, found)), encoding="utf-8")
            sheet(pdf, given.out / f"{name}.png")
        print(json.dumps(row, ensure_ascii=False), flush=True)
    whole = list(rows.values())
    built = [row for row in whole if row["builds"]]
    print(
        f"{len(built)} of {len(whole)} build; {sum(not row['check'] for row in built)} are checked "
        f"without an error; {sum(not row['seen'] for row in built)} show all as it should be"
    )


if __name__ == "__main__":
    main()
