"""The recipe of a template's preview: every layout of ours in it, as a deck or as pages."""

import shutil
import tempfile
from pathlib import Path

from reportgen.diagnostics import ContentError, Diagnostics, Span
from reportgen.files.project import Project, theme_file
from reportgen.recipes.building import build
from reportgen.recipes.new_project import STARTER

FORMATS = {".pptx": ("pptx", "build/brief.pptx"), ".pdf": ("slides", "build/brief-slides.pdf")}
"""How a preview is made, by the ending of its file's name."""


def preview_template(data: bytes, ending: str, span: Span, diagnostics: Diagnostics) -> bytes:
    """Return a deck (`.pptx`) or its pages (`.pdf`) that show all layouts of ours in a template.

    What is found is reported at `span`, where the template is. Raises ContentError for one in which
    no deck can be made.
    """
    format_, target = FORMATS[ending]
    with tempfile.TemporaryDirectory() as folder:
        root, found = Path(folder), Diagnostics()
        shutil.copytree(STARTER / "content", root / "content")
        (root / "content/brief.md").write_bytes(theme_file("preview.md").read_bytes())
        (root / "templates").mkdir()
        (root / "templates/preview.pptx").write_bytes(data)
        try:
            list(build(Project(root), (format_,), found))
        except ContentError as error:
            found.update(error.diagnostics)
        for one in found:
            diagnostics.add(one.rule, one.message, span, one.help)
        diagnostics.stop_on_errors()
        return (root / target).read_bytes()
