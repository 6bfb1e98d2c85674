"""Reads whose a photograph is, and that those who are on it consented to its use."""

from pathlib import PurePosixPath

import msgspec

from reportgen.diagnostics import Diagnostics
from reportgen.document import Inlines, Text, Written
from reportgen.files.project import Project
from reportgen.files.yaml_file import convert, parse_yaml
from reportgen.language import words

ENDINGS = (".yaml", ".yml")


class Credit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose a picture is, which prints, and what is known of consent, which does not."""

    credit: str = ""
    consent: str = ""


NOBODY = Credit()


def credit_beside(path: str, project: Project, diagnostics: Diagnostics) -> Credit:
    """Return what a file of a picture's name, `hills.yaml` beside `hills.jpg`, says of it."""
    for ending in ENDINGS:
        beside = str(PurePosixPath(path).with_suffix(ending))
        if beside != path and project.exists(beside):
            text = project.read_text(beside, diagnostics) or ""
            if not text.strip():
                return NOBODY
            return convert(parse_yaml(beside, text, diagnostics), Credit, diagnostics) or NOBODY
    return NOBODY


def credited(legend: Inlines[Written], credit: str, lang: str) -> Inlines[Written]:
    """Return the notes of a caption with whose picture it is, in the language of the text."""
    if not credit:
        return legend
    return (*legend, Text(f"{' ' if legend else ''}{words(lang)['photograph']}: {credit}."))
