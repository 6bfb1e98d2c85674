"""The register of facts.yaml: which facts there are, in what order they are worked out."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from math import isfinite

from reportgen.data.about import FORMATS
from reportgen.data.column_faults import worded
from reportgen.data.datasets import Datasets
from reportgen.data.expressions import (
    MOST_DIGITS,
    BadExpression,
    operands,
    work_out,
)
from reportgen.data.fact import Absent, Cell, Definition, Fact, Formula, settled
from reportgen.data.fact_cells import FactCells, parameters_in
from reportgen.data.parameters import Subject
from reportgen.diagnostics import Diagnostics, Rule, Span, suggestion
from reportgen.files.project import Project
from reportgen.files.yaml_file import Yaml, convert, parse_yaml
from reportgen.language import parse_locale

SHOWN = 80
"""Letters of a formula that a finding shows."""

FILE = "content/facts.yaml"


@lru_cache(maxsize=2)
def _sound(text: str) -> Yaml | None:
    """Return the register in a text without faults, None for one with some: they are to be told."""
    found = Diagnostics()
    parsed = parse_yaml(FILE, text, found)
    return None if list(found) else parsed


class Facts:
    """The register of numbers; a fact is worked out when first asked for, and then kept.

    The parameters of an edition (`subject`) are facts too. A fact that takes a parameter exists
    only where that is one: `elsewhere` gives the parameters of all documents of the project.
    """

    def __init__(
        self,
        project: Project,
        datasets: Datasets,
        lang: str,
        diagnostics: Diagnostics,
        subject: Subject | None = None,
        elsewhere: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._project = project
        self._datasets = datasets
        self._diagnostics = diagnostics
        self._locale = parse_locale(lang)
        self._cells = FactCells(project, datasets, diagnostics, self._locale, subject)
        self._known: dict[str, Fact | None] = {}
        self._absent: dict[str, Absent] = {}
        self._lacks: dict[str, str] = {}
        self.is_broken = False
        """Whether facts.yaml cannot be read: what is in it is not known."""
        self._subject = subject
        self._elsewhere = elsewhere
        self.asked: dict[str, None] = {}
        """The facts that conditions have asked for."""

    @cached_property
    def _file(self) -> Yaml:
        if not self._project.exists(FILE):
            return Yaml({}, Span(FILE))
        before = self._diagnostics.errors
        text = self._project.read_text(FILE, self._diagnostics) or ""
        parsed = _sound(text) or parse_yaml(FILE, text, self._diagnostics)
        self.is_broken = self._diagnostics.errors > before and not parsed.value
        if isinstance(parsed.value, dict):
            return parsed
        self._diagnostics.add(
            Rule.BAD_SETTING,
            "facts.yaml is a mapping from names to facts",
            parsed.whole,
            "write a line for each: `name: {value: 12, cite: key}`",
        )
        return Yaml({}, parsed.whole)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the facts in facts.yaml."""
        return tuple(str(name) for name in self._file.value)

    @property
    def subject(self) -> Subject | None:
        """What the edition is about, None in a document that has no editions."""
        return self._subject

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the edition's parameters."""
        return tuple(self._subject.values) if self._subject is not None else ()

    @property
    def _sound_parameters(self) -> tuple[str, ...]:
        """The parameters of columns without faults: those of others are told where one is used."""
        of = self._subject.dataset if self._subject is not None else None
        return tuple(one for one in self.parameters if of is None or one not in of.faults)

    @property
    def all(self) -> tuple[Fact, ...]:
        """The parameters and facts that have a value in this document."""
        names = dict.fromkeys((*self._sound_parameters, *self.names))
        return tuple(fact for name in names if (fact := self.find(name)) is not None)

    @property
    def known(self) -> dict[str, Fact]:
        """The facts that have been worked out, by name."""
        return {name: fact for name, fact in self._known.items() if fact is not None}

    def span(self, name: str) -> Span:
        """Return where a fact or parameter is defined."""
        if self._subject is not None and name in self._subject.values:
            return self._subject.span
        return self._file.span(name)

    def get(self, name: str, span: Span) -> Fact | None:
        """Return a fact, or report at `span` that there is none, or in facts.yaml what is wrong."""
        if name not in self._file.value and name not in self.parameters:
            if self.is_broken:  # what is wrong with the file was said; its facts are not known
                return None
            where = "facts.yaml" + " and among the parameters" * bool(self.parameters)
            self._diagnostics.add(
                Rule.UNKNOWN_FACT,
                f"no fact `{name}` in {where}",
                span,
                suggestion(name, (*self.parameters, *self.names), "fact"),
            )
            return None
        if missing := self._not_here(name):
            hint = "state it in a document with `editions`, whose parameters are columns"
            message = f"the fact `{name}` takes the parameter `{missing}`, which is none here"
            self._diagnostics.add(Rule.UNKNOWN_FACT, message, span, hint)
            return None
        fact = self.find(name)
        if fact is None and name in self._absent:
            hint = f'show it only where it is known: `::: {{.when where="not missing({name})"}}`'
            self._diagnostics.add(Rule.NO_VALUE, self._absent[name].message, span, hint)
            del self._absent[name]  # one cause is told once
        return fact

    def find(self, name: str) -> Fact | None:
        """Return a fact or parameter that is there; None for one without a value in this edition.

        What is wrong with it in facts.yaml is reported.
        """
        is_there = name in self._file.value or name in self.parameters
        if name not in self._known and is_there and not self._not_here(name):
            self._settle(name)
        return self._known.get(name)

    def is_here(self, name: str) -> bool:
        """Return whether every parameter that a fact takes is one of this document."""
        return not self._not_here(name)

    def _not_here(self, name: str) -> str:
        """Return a parameter that a fact takes and that is none in this document, "" for none."""
        if name not in self._lacks:
            seen = dict.fromkeys([name])
            missing = next(filter(None, map(self._lacking, self._behind(name, seen))), "")
            # Where a fact lacks nothing, those that it is computed from lack nothing either.
            self._lacks |= {name: missing} if missing else dict.fromkeys(seen, "")
        return self._lacks[name]

    def _behind(self, name: str, seen: dict[str, None]) -> Iterator[str]:
        """Yield a fact and those that it is computed from, each once; note them in `seen`."""
        waiting = [name]
        while waiting:
            yield (one := waiting.pop())
            if one in self._lacks or one in self.parameters or one not in self._file.value:
                continue
            new = [other for other in self._operands(one) if other not in seen]
            seen.update(dict.fromkeys(new))
            waiting.extend(new)

    def _lacking(self, name: str) -> str:
        """Return a parameter that a name alone takes, or is, and that is none here, "" for none."""
        if name in self.parameters:
            return ""
        if name not in self._file.value:
            return name if name in self._elsewhere() else ""
        if name in self._lacks:
            return self._lacks[name]
        taken = parameters_in(self._file.value[name])
        return next((one for one in taken if one not in self.parameters), "")

    def _settle(self, name: str) -> None:
        """Work out a fact after those that it is computed from, however long their chain is."""
        chain = [name]
        while chain:
            top = chain[-1]
            waiting = [one for one in self._needs(top) if one not in self._known]
            again = next((one for one in waiting if one in chain), None)
            if again is not None:
                circle = " → ".join([*chain[chain.index(again) :], again])
                place = self._file.span(again)
                message = f"facts that need each other: {circle}"
                hint = "let one of them be a value, or a cell of data"
                self._diagnostics.add(Rule.BAD_FORMULA, message, place, hint)
                self._known[top] = None
            elif waiting:
                chain.append(waiting[0])
                continue
            else:
                self._known[top] = None
                match self._work_out(top):
                    case Absent() as missing:
                        self._absent[top] = missing
                    case found:
                        self._known[top] = found
            chain.pop()

    def _needs(self, name: str) -> tuple[str, ...]:
        """Return the facts in a fact's formula, as far as there are such."""
        return tuple(one for one in self._operands(name) if one in self._file.value)

    def _operands(self, name: str) -> tuple[str, ...]:
        """Return the names in a fact's formula, none where it has no formula that can be read."""
        entry = self._file.value.get(name)
        formula = entry.get("compute") if isinstance(entry, dict) else None
        try:
            return operands(formula) if isinstance(formula, str) else ()
        except BadExpression:
            return ()

    def check_all(self) -> None:
        """Work out every fact, so that faults in unused ones are reported too.

        Those that take parameters of another document are passed over, those without a value in
        this edition are no fault until the text states them.
        """
        for name in self._sound_parameters:
            self.find(name)
        for name in self.names:
            if name in self.parameters:
                self._report_twice(name)
            elif not (missing := self._not_here(name)):
                self.find(name)
            elif missing not in self._elsewhere():
                message = f"the fact `{name}` takes `{missing}`, which is no parameter"
                known = suggestion(missing, tuple(sorted(self._elsewhere())), "parameter")
                self._diagnostics.add(
                    Rule.UNKNOWN_FACT, message, self._file.span(name, "where"), known
                )

    def _report_twice(self, name: str) -> None:
        """Report a fact that has the name of a parameter: nobody could tell which is meant."""
        assert self._subject is not None
        of = f"a column of `{self._subject.dataset.path}`" if self._subject.dataset else "a key"
        message = f"`{name}` is a fact, and a parameter of the editions ({of})"
        self._diagnostics.add(
            Rule.DUPLICATE_ID, message, self._file.span(name), "rename one of the two"
        )

    def _work_out(self, name: str) -> Fact | Absent | None:
        if name in self.parameters:
            return self._cells.parameter(name)
        entry = self._file.at(name)
        definition = convert(entry, Definition, self._diagnostics)
        if definition is None:
            return None
        kinds = [bool(definition.data), bool(definition.compute), definition.value is not None]
        if sum(kinds) != 1:
            self._diagnostics.add(
                Rule.BAD_SETTING,
                f"the fact `{name}` needs one of `data`, `compute` and `value`",
                self._file.span(name),
                "write one of them: `value: 12` is the number itself",
            )
            return None
        if definition.format and definition.format not in FORMATS:
            self._diagnostics.add(
                Rule.BAD_SETTING,
                f"unknown format `{definition.format}`",
                entry.span("format"),
                "known: " + ", ".join(FORMATS),
            )
            return None
        if definition.quoted and definition.value is None:
            message = f"the fact `{name}` is taken from data, so it is no quotation"
            self._diagnostics.add(
                Rule.BAD_SETTING, message, entry.span("quoted"), "delete the line"
            )
            return None
        if not self._is_number(definition, entry):
            return None
        if definition.data:
            return self._cells.fact(name, definition, entry)
        if definition.compute:
            return self._from_formula(name, definition, entry)
        assert definition.value is not None
        return settled(
            name, definition, definition.value, None, locale=self._locale, span=entry.span()
        )

    def _is_number(self, definition: Definition, entry: Yaml) -> bool:
        """Report a typed value that is no number, or larger than numbers go."""
        value = definition.value
        large = isinstance(value, int) and abs(value) >= 10**MOST_DIGITS
        if large or (isinstance(value, float) and not isfinite(value)):
            message = "this is larger than numbers go" if large else f"`{value}` is no number"
            self._diagnostics.add(Rule.BAD_SETTING, message, entry.span("value"))
            return False
        return True

    def _operand(self, name: str, place: Span) -> Fact | None:
        """Return a fact of a formula; one without a value in this edition is not reported."""
        known = name in self._file.value or name in self.parameters
        return self.find(name) if known else self.get(name, place)

    def _from_formula(self, name: str, definition: Definition, entry: Yaml) -> Fact | Absent | None:
        place = entry.span("compute")
        expression = definition.compute
        try:
            names = operands(expression)
            facts = [
                self._operand(one, _word_in(self._file.span(name, "compute"), one)) for one in names
            ]
            for one in reversed(names):
                if one in self._absent:
                    return Absent(f"`{name}` cannot be computed: {self._absent[one].message}")
            if any(fact is None for fact in facts):
                return None
            known = {fact.name: fact.value for fact in facts if fact is not None}
            value = work_out(expression, known)
        except BadExpression as error:
            shown = expression if len(expression) <= SHOWN else f"{expression[:SHOWN]}…"
            message = f"`{shown}` cannot be evaluated: {error}"
            self._diagnostics.add(Rule.BAD_FORMULA, message, place, self._texts_in(expression))
            return None
        inherited = tuple(key for fact in facts if fact is not None for key in fact.cite)
        return settled(
            name,
            definition,
            value,
            Formula(expression, names),
            locale=self._locale,
            span=entry.span(),
            inherited=inherited,
        )

    def _texts_in(self, expression: str) -> str:
        """Return what to mend where a formula takes facts that are texts, else ""."""
        known = [self._known.get(name) for name in _names_in(expression)]
        texts = [one for one in known if one is not None and isinstance(one.value, str)]
        said = ", ".join(f"`{one.name}` is the text “{one.value}”" for one in texts)
        cells = [one.origin for one in texts if isinstance(one.origin, Cell)]
        mending = [
            worded(dataset.frame[cell.column], dataset.files[1])
            for cell in cells
            if (dataset := self._datasets.get(cell.dataset, Span(FILE)))
        ]
        return "; ".join(filter(None, (said, *mending)))


def _names_in(expression: str) -> tuple[str, ...]:
    try:
        return operands(expression)
    except BadExpression:
        return ()


def _word_in(span: Span, word: str) -> Span:
    """Return the place of a word at or after the start of `span` on its line, else the span."""
    at = span.source.find(word, span.column - 1)
    if at < 0:
        return span
    return Span(span.path, span.line, at + 1, len(word), span.source)
