"""The recipe of editions in other languages: begin one, compare it, record what holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from reportgen.checks.edition_parts import units
from reportgen.checks.editions_agree import Pair, check_held, compare
from reportgen.data.datasets import Datasets
from reportgen.diagnostics import ContentError, Diagnostics, Rule, UsageError
from reportgen.document import Document
from reportgen.files.held import UNTRANSLATED, read_held, write_held
from reportgen.files.project import Project
from reportgen.importing.translation import begun
from reportgen.language import LANGUAGE, same_language
from reportgen.recipes.editions import subject_of
from reportgen.recipes.prepared import read_edition
from reportgen.recipes.wordings import begin_wording, check_wording


@dataclass(frozen=True, slots=True)
class Translation:
    """An edition of a document in another language: both paths, and the tag in its name."""

    original: str
    path: str
    tag: str


def translations(project: Project) -> Iterator[Translation]:
    """Yield each document `NAME.TAG.md` where TAG is a BCP 47 tag and NAME.md is a document."""
    documents = project.documents()
    for path in documents:
        name, _, tag = PurePosixPath(path).stem.rpartition(".")
        original = f"content/{name}.md"
        if name and LANGUAGE.fullmatch(tag) and original in documents:
            yield Translation(original, path, tag)


def check_translation(
    project: Project, one: Translation, diagnostics: Diagnostics, *, publish: bool
) -> int:
    """Compare an edition with its original; return how many parts of both go together."""
    unheard = Diagnostics()  # the faults of each are told where it is checked itself
    original, edition = (_read(project, path, unheard) for path in (one.original, one.path))
    if original is None or edition is None or unheard.errors:
        return 0
    if not same_language(edition.metadata.lang, one.tag):
        message = f"the name of the file says `{one.tag}`, and `lang` says another language"
        place = edition.metadata.place("lang", one.path)
        diagnostics.add(Rule.BAD_SETTING, message, place, f"write `lang: {one.tag}`")
    pairs = compare(units(original), units(edition), diagnostics)
    held = read_held(project, one.path, diagnostics)
    check_held(pairs, held, f"reportgen translate hold {one.tag}", diagnostics, publish=publish)
    check_wording(project, edition, one.tag, diagnostics, publish=publish)
    return len(pairs)


def _read(project: Project, path: str, diagnostics: Diagnostics) -> Document | None:
    """Return a document as it is written, with the settings of its first edition."""
    datasets = Datasets(project, diagnostics)
    subject = subject_of(project, path, "", datasets, diagnostics)
    return read_edition(project, path, subject, diagnostics)


def begin_translation(
    project: Project, tag: str, document: str, diagnostics: Diagnostics
) -> tuple[str, ...]:
    """Write `NAME.TAG.md` of a document, to be translated, and words of its data; return the paths.

    It has all that is not words in its place, the original's words as comments, and `…` where new
    ones belong. What is there already stays. Raises UsageError where that is all, or TAG is no
    language.
    """
    if not LANGUAGE.fullmatch(tag):
        raise UsageError(f"`{tag}` is no tag of a language; write one like `ko` or `pt-BR`")
    source = _source(project, document)
    path = f"content/{PurePosixPath(source).stem}.{tag}.md"
    original = _read(project, source, diagnostics)
    diagnostics.stop_on_errors()
    text = project.read_text(source, diagnostics)
    assert original is not None, "it has no faults"
    assert text is not None
    is_new = not project.exists(path)
    if is_new:
        ids = [(unit.kind, unit.id) for unit in units(original)]
        project.write(path, begun(text, tag, ids).encode())
    written = (*(path,) * is_new, *begin_wording(project, original, tag))
    if not written:
        raise UsageError(f"`{path}` is there already, with words for all of its data")
    return written


def hold(
    project: Project, tag: str, document: str, lines: tuple[int, ...], diagnostics: Diagnostics
) -> tuple[str, int]:
    """Record that paragraphs of an edition say what the original says now.

    Of all where `lines` is empty, else of those that begin at these lines; paragraphs that are as
    they were recorded stay as recorded. Returns the file and how many are in it.
    """
    source = _source(project, document)
    path = f"content/{PurePosixPath(source).stem}.{tag}.md"
    known = [one for one in translations(project) if one.path == path]
    if not known:
        raise UsageError(
            f"there is no edition `{path}`; `reportgen translate init {tag}` begins it"
        )
    original, edition = (_read(project, one, diagnostics) for one in (source, path))
    if original is None or edition is None or diagnostics.errors:
        raise ContentError(diagnostics)
    unheard = Diagnostics()
    pairs = [pair for pair in compare(units(original), units(edition), unheard) if _is_said(pair)]
    there = {other.span.line for _, other in pairs}
    if wrong := sorted(set(lines) - there):
        raise UsageError(f"no paragraph of `{path}` begins at line {wrong[0]}")
    held = read_held(project, path, diagnostics)
    kept = []
    for one, other in pairs:
        before = held.get(other.digest)
        if before is None or one.digest in before or not lines or other.span.line in lines:
            kept.append((one.digest, other.digest, one.words[:40]))
        else:
            kept += [(old, other.digest, one.words[:40]) for old in sorted(before)]
    return write_held(project, path, kept), len(kept)


def _is_said(pair: Pair) -> bool:
    """Return whether a part has words, and its counterpart too."""
    one, other = pair
    return one.has_words and (UNTRANSLATED not in other.words or UNTRANSLATED in one.words)


def _source(project: Project, document: str) -> str:
    """Return the path of an original. Raises UsageError where there is none, or it is not named."""
    of_others = {one.path for one in translations(project)}
    names = {
        PurePosixPath(path).stem: path for path in project.documents() if path not in of_others
    }
    if document and document not in names:
        raise UsageError(f"there is no document `content/{document}.md`")
    if not document and len(names) != 1:
        raise UsageError(f"which document? Name one: `--document {next(iter(names), 'NAME')}`")
    return names[document] if document else next(iter(names.values()))
