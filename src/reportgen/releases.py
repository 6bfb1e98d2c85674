"""What changed from release to release for those who have projects: the one table of it.

Settings that were renamed, looks of themes, rules, and what else a project written for an earlier
release should know. Reading takes the old names from here, `reportgen upgrade` all of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from packaging.version import InvalidVersion, Version

from reportgen.version import __version__

FRONT_MATTER = "front matter"


@dataclass(frozen=True, slots=True)
class Renamed:
    """A setting that has another form since a release.

    `old` with the value `old_value` is `new: new_value` now. It works, with a warning, until the
    release `until`; from then on it is an unknown setting. `file` is where it stands: "front
    matter", or a file's name.
    """

    file: str
    old: str
    old_value: str
    new: str
    new_value: str
    until: str

    @property
    def line(self) -> str:
        """What to write instead."""
        return f"{self.new}: {self.new_value}"


@dataclass(frozen=True, slots=True)
class Look:
    """A look of a theme that was replaced: `old` (`brief@1`) by `new`, and what is different.

    `old` can be named in `theme:` in every release before `kept_until`.
    """

    theme: str
    old: str
    new: str
    kept_until: str
    what: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release, and what a project of the one before it meets.

    `rules` are new, `stricter` are errors that were warnings. `notes` are other changes, each with
    what to do. `starter` are the digests (SHA-256) of files that `reportgen new` of the releases
    before wrote, and that this one writes in another way.
    """

    version: str
    renamed: tuple[Renamed, ...] = ()
    looks: tuple[Look, ...] = ()
    rules: tuple[str, ...] = ()
    stricter: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    starter: dict[str, tuple[str, ...]] = field(default_factory=dict)


RELEASES = (
    Release("0.1.0"),
    Release(
        "0.2.0",
        renamed=(
            Renamed(FRONT_MATTER, "charts", "native", "native", "true", "0.3.0"),
            Renamed(FRONT_MATTER, "charts", "picture", "native", "false", "0.3.0"),
        ),
        looks=(
            Look(
                "brief",
                "brief@1",
                "brief@2",
                "1.0.0",
                "its cover has no contents, the text is one column with a margin beside it",
            ),
        ),
        rules=(
            "altered", "assumed", "bad-chart", "bad-columns", "bad-text", "bad-workbook",
            "built-elsewhere", "deprecated-setting", "editions-differ", "empty-heading",
            "failed-check", "left-out", "link-definition", "link-to-no-slide", "list-number",
            "long-table",
            "lost-from-source", "low-contrast", "mixed-column", "no-data-file", "no-document",
            "no-font", "no-value", "no-words", "not-in-source", "not-sealed", "note-definition",
            "number-in-title", "old-allowance", "pandoc-warns", "raw-syntax", "review-differs",
            "same-title", "saved-again", "small-figure", "stale-edition", "stretched-picture",
            "table-too-long", "uncited-fault", "uncredited-picture", "unprinted-pages",
            "unread-attribute", "unread-field", "unrecorded-edition", "untranslated",
            "wrong-number", "wrong-version",
        ),
        stricter=("out-of-date",),
        notes=(
            (
                "the deck is designed anew: text of 24 points or more, full sources at its end",
                "to stay, write the old template once with the old version, `reportgen template "
                "new templates/house.pptx`, and name it: `reference-doc: templates/house.pptx`",
            ),
            (
                "the ledger is `reportgen-claims/2`: `data_row` is `data_cell`",
                "programs that read `build/*.claims.json` read `data_cell` (`line 7`, `Sheet1!B7`)",
            ),
            (
                "`check` writes nothing: `build/*.parity.json` is no more",
                "`reportgen check --report FILE` writes what was compared",
            ),
        ),
        starter={
            "Makefile": ("d04a4e894725f029f945d0d0108cfac458e19be5e358960e065bce4e546731d7",),
            ".gitignore": ("65a882d3991443dcad8835fe377be7b0fb8c9bb261ff8e543e945fd3a495eae5",),
        },
    ),
)  # fmt: skip
"""Every release, the oldest first."""
NEWEST_LOOKS = {"brief": 2, "field-note": 1}
"""The look that a theme has where `theme:` names no number."""


def later_than(version: str) -> tuple[Release, ...]:
    """Return the releases after a version, the oldest first. One that is no version is 0."""
    try:
        known = Version(version)
    except InvalidVersion:
        known = Version("0")
    return tuple(one for one in RELEASES if Version(one.version) > known)


def compatible(version: str = __version__) -> str:
    """Return the releases (PEP 440) that make what a version makes: without breaking changes."""
    known = Version(version)
    if known.major:
        return f">={known.major}.{known.minor},<{known.major + 1}"
    return f">=0.{known.minor},<0.{known.minor + 1}"


def renamed_in(file: str) -> Iterator[tuple[Release, Renamed]]:
    """Yield the renamed settings of a kind of file, each with the release that renamed it."""
    for release in RELEASES:
        for one in release.renamed:
            if one.file == file:
                yield release, one


def looks() -> tuple[str, ...]:
    """Return what `theme:` can name: themes, and their looks by number."""
    kept = (one.old for release in RELEASES for one in release.looks)
    newest = (f"{theme}@{number}" for theme, number in NEWEST_LOOKS.items())
    return tuple(sorted({*NEWEST_LOOKS, *kept, *newest}))


def look_of(named: str) -> str:
    """Return the look that `theme:` names: the newest of a theme goes by its name alone."""
    theme, _, number = named.partition("@")
    return theme if number == str(NEWEST_LOOKS.get(theme, "")) else named
