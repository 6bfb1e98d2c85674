"""What an author says of a chart: its form and its settings, each with its place."""

from dataclasses import dataclass, field

from reportgen.diagnostics import Span

SLIDES = "slide-"
"""What a setting's name begins with that holds on slides only, instead of the one without it."""


@dataclass(frozen=True, slots=True)
class SettingWords:
    """A setting as written: its name, its value, and where it stands.

    `parts` are the entries of a mapping or list of YAML; `facts` are where each `{{ name }}` is.
    """

    name: str
    value: str
    span: Span = field(compare=False)
    parts: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, Span], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class ChartWords:
    """A chart as its author describes it: a form by name, and settings."""

    form: str
    settings: tuple[SettingWords, ...]

    def of_place(self, kind: str) -> "ChartWords":
        """Return the words that hold for a kind of place: "deck" has some of its own."""
        own = {one.name.removeprefix(SLIDES) for one in self.settings if _is_of_slides(one)}
        if kind != "deck":
            return ChartWords(self.form, tuple(x for x in self.settings if not _is_of_slides(x)))
        kept = [one for one in self.settings if _is_of_slides(one) or one.name not in own]
        renamed = (
            SettingWords(one.name.removeprefix(SLIDES), one.value, one.span, one.parts, one.facts)
            for one in kept
        )
        return ChartWords(self.form, tuple(renamed))

    @property
    def said(self) -> str:
        """The form and all settings in one line, without the places where they stand."""
        return repr((self.form, [(one.name, one.value, one.parts) for one in self.settings]))

    @property
    def has_own_for_slides(self) -> bool:
        """Whether slides show it by other settings than pages."""
        return any(_is_of_slides(one) for one in self.settings)

    def setting(self, name: str) -> SettingWords | None:
        """Return a setting as written, None where it is not given."""
        return next((one for one in self.settings if one.name == name), None)


def _is_of_slides(words: SettingWords) -> bool:
    return words.name.startswith(SLIDES)
