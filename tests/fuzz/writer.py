"""Writes a document by chance: what most authors bring along."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from unicodedata import east_asian_width

WORDS = {
    script: tuple(words.split())
    for script, words in {
        "latin": "people winter border water bread household estimate crossing café naïve",
        "german": "Straße Über größer Grenze Wärme Donaudampfschiff",
        "cyrillic": "люди зима граница вода хлеб",
        "greek": "άνθρωποι χειμώνας σύνορα νερό",
        "korean": "사람 겨울 국경 물 빵",
        "arabic": "الناس شتاء حدود ماء خبز",
        "hebrew": "אנשים חורף גבול מים",
        "chinese": "人民 冬天 边界",
        "hindi": "लोग सर्दी सीमा",
    }.items()
}
SCRIPTS = ("latin",) * 20 + tuple(WORDS)
KEYS = ("doe2020", "roe2021", "kim2018", "nodate")


@dataclass
class Writer:
    """Writes a document piece by piece; each text has a word that stands nowhere else."""

    random: Random
    script: str = "latin"
    count: int = 0
    notes: list[str] | None = None
    tables: int = 0
    figures: int = 0
    slides: int = 0
    sections: int = 0
    labels: tuple[str, ...] = ()
    on_slide: bool = False
    """Slides cite what the brief cites, and state no number that it does not."""

    def __post_init__(self) -> None:
        self.notes = []

    def one(self, *of: str) -> str:
        return self.random.choice(of)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def words(self, least: int = 1, most: int = 6) -> str:
        """Return some words, the first of which is unique."""
        self.count += 1
        code, left = "", self.count
        while left:
            left, digit = divmod(left, 20)
            code += "bcdfghjklmnpqrtvwxyz"[digit]
        more = self.random.randint(least - 1, most - 1)
        return " ".join([f"zq{code}vx", *(self.word() for _ in range(more))])

    def word(self) -> str:
        if self.chance(0.06) and not self.on_slide:
            return self.one(
                "1,234.5", "2019", "17%", "well-known", "1990–1995", "re-elected", "U.S.", "§ 5",
                "non\u00adbreaking", "A&B", "50\u00a0km", "3°", "½", "x²", "€5", "o’clock", "a/b",
                "…", "--", "---", "...", "rock'n'roll", "+4", "<5", ">=6", "C++", "#1", "*", "~6",
            )  # fmt: skip
        if self.chance(0.003):
            return "".join(
                self.random.choice("abcdefghijk") for _ in range(self.random.randint(30, 90))
            )
        return self.random.choice(WORDS[self.script])

    # --- inlines ---

    def text(self, depth: int = 2) -> str:
        """Return running text with all kinds of inlines in it."""
        parts = [self.inline(depth) for _ in range(self.random.randint(1, 4))]
        joined = " ".join(parts)
        if self.chance(0.2):
            at = joined.find(" ", len(joined) // 2)
            ends = ("\n", "\\\n", "\n2019. ", "\n3) ", "\n- ", "\n# ")
            weights = (20, 4, 2, 1, 1, 1)
            is_apart = joined.count("{{", 0, at) == joined.count("}}", 0, at)
            if at > 0 and is_apart:
                joined = joined[:at] + self.random.choices(ends, weights)[0] + joined[at + 1 :]
        return joined + self.one(".", "", "!", "?", ":")

    def inline(self, depth: int) -> str:
        kinds = ["plain"] * 6 + [
            "emph", "strong", "strike", "super", "sub", "caps", "under", "code", "link", "auto",
            "quote", "cite", "author", "note", "longnote", "ref", "fact", "lang", "escape",
            "entity", "nbsp", "break", "math", "comment", "single", "email", "url", "reflink",
        ]  # fmt: skip
        kind = self.random.choice(kinds) if depth else "plain"
        match kind:
            case "emph":
                return f"*{self.words()}*"
            case "strong":
                return f"**{self.inside(depth)}**"
            case "strike":
                return f"~~{self.words()}~~"
            case "super":
                return f"{self.words(1, 1)}^{self.one('2', 'th', '−1')}^"
            case "sub":
                return f"{self.words(1, 1)} H~2~O"
            case "caps":
                return f"[{self.words()}]{{.smallcaps}}"
            case "under":
                return f"[{self.inside(depth)}]{{.underline}}"
            case "code":
                return "`" + self.one("x = [@key]", "a | b", "\\word", "{{ no }}", "::: x") + "`"
            case "link":
                end = self.one("a_b", "ü", "a(b)", "")
                return f"[{self.inside(depth)}](https://example.org/{end})"
            case "reflink":
                return f"[{self.words()}](<https://example.org/a b>)"
            case "auto":
                return "<https://example.org/a?b=1&c=2>"
            case "email":
                return "<someone@example.org>"
            case "url":
                return "see https://example.org/page_one"
            case "quote":
                return f'"{self.inside(depth)}"'
            case "single":
                return f"'{self.words()}'"
            case "cite":
                return self.citation()
            case "author":
                return f"@{self.one(*KEYS)} {'' if self.on_slide else self.one('', '[p. 3] ')}says"
            case "note":
                return f"{self.words()}^[{self.inside(depth - 1)}]"
            case "longnote":
                return self.long_note()
            case "ref" if self.labels:
                return self.one("@{}", "see [-@{}]", "(@{})").format(
                    self.random.choice(self.labels)
                )
            case "fact" if not self.on_slide:
                return "{{ " + self.one("one", "two", "growth", "quoted") + " }}"
            case "lang":
                return self.foreign()
            case "escape":
                return self.words() + self.one(
                    " \\*", " \\[x\\]", "" if self.on_slide else " \\$5", " \\@key", " \\\\", " \\#"
                )
            case "entity":
                return self.words() + self.one(" &amp; more", " &eacute;", " &#8364;")
            case "nbsp":
                return self.words() + "\\ km"
            case "break":
                return self.words() + "\\\n" + self.words()
            case "math":
                forms = ("$x^2$", "$\\alpha$", "$E = mc^2$", "$5 or $6")
                return self.one(*forms[: 3 if self.on_slide else 4])
            case "comment":
                return f"{self.words()} <!-- a comment --> {self.words()}"
            case _:
                return self.words()

    def inside(self, depth: int) -> str:
        return self.inline(depth - 1) if depth > 1 else self.words()

    def foreign(self) -> str:
        tag, script = self.random.choice(
            [("ko", "korean"), ("ru", "cyrillic"), ("el", "greek"), ("ar", "arabic"),
             ("he", "hebrew"), ("de", "german")]
        )  # fmt: skip
        words = " ".join(
            self.random.choice(WORDS[script]) for _ in range(self.random.randint(1, 3))
        )
        return f"[{words}]{{lang={tag}}}"

    def citation(self) -> str:
        forms = (
            "[@{0}]", "[@{0}, p. 3]", "[@{0}, pp. 33-35, 38]", "[see @{0}, chap. 2]",
            "[@{0}; @{1}]", "[see also @{0}, p. 5; but @{1} *passim*]", "[-@{0}]", "[@{0}, 12]",
        )  # fmt: skip
        one, two = self.random.sample(KEYS, 2)
        if self.on_slide:
            return f"{self.words()} [@{one}]"
        return f"{self.words()} {self.one(*forms).format(one, two)}"

    def long_note(self) -> str:
        assert self.notes is not None
        name = f"n{len(self.notes)}"
        self.notes.append(f"[^{name}]: {self.words()}" + self.one("", f"\n\n    {self.words()}"))
        return f"{self.words()}[^{name}]"

    # --- blocks ---

    def block(self, depth: int = 2) -> str:
        """Return a block of any kind."""
        kinds = ["para"] * 5 + [
            "bullets", "numbers", "letters", "tasks", "definition", "quote", "lines", "code",
            "rule", "pipe", "grid", "simple", "headrows", "image", "data", "csv", "module", "box",
            "points", "pull", "callout", "columns", "brief", "visible", "langdiv", "example",
            "display", "pagebreak", "include", "comment", "date", "swallowed", "wide", "abbr",
        ]  # fmt: skip
        written: str = getattr(self, f"_{self.random.choice(kinds)}")(depth)
        return written

    def blocks(self, depth: int, most: int = 2) -> str:
        return "\n\n".join(self.block(depth) for _ in range(self.random.randint(1, most)))

    def _para(self, _: int) -> str:
        return self.text()

    def _bullets(self, depth: int) -> str:
        return self.items(lambda _: "- ", depth)

    def _numbers(self, depth: int) -> str:
        start, end = self.random.choice((1, 1, 3, 10)), self.one(".", ")")
        return self.items(lambda at: f"{start + at}{end} ", depth)

    def _letters(self, depth: int) -> str:
        form = self.one("a. ", "(a) ", "a) ", "i. ", "A.  ", "(i) ", "1. ", "#. ")
        numbers = ("i", "ii", "iii", "iv") if "i" in form else "abcd"
        sign = re.sub(r"[^a-zA-Z1]", "", form) or "#"

        def marker(at: int) -> str:
            if sign in ("1", "#"):
                return form
            number = numbers[at].upper() if sign.isupper() else numbers[at]
            return form.replace(sign, number, 1)

        return self.items(marker, depth)

    def items(self, marker: Callable[[int], str], depth: int) -> str:
        found = []
        for at in range(self.random.randint(1, 3)):
            sign = marker(at)
            lines = self.words() if self.chance(0.6) else self.text(1).replace("\n", " ")
            if depth and self.chance(0.25):
                inner = self.block(0) if self.chance(0.3) else self.items(lambda _: "- ", 0)
                room = " " * max(4, len(sign))
                lines += "\n\n" + "\n".join(room + line for line in inner.split("\n"))
            found.append(sign + lines)
        return "\n".join(found)

    def _tasks(self, _: int) -> str:
        return f"- [ ] {self.words()}\n- [x] {self.words()}"

    def _definition(self, _: int) -> str:
        return f"{self.words(1, 2)}\n:   {self.text(1)}".replace("\n2019", " 2019")

    def _quote(self, _: int) -> str:
        return "\n".join(f"> {line}" for line in self.text(1).split("\n"))

    def _lines(self, _: int) -> str:
        return f"| {self.words()}\n| {self.words()}"

    def _code(self, _: int) -> str:
        kind = self.one("", "python", "{.r}")
        return f"```{kind}\n{self.words()} = [@key] $x$\n\n  {self.words()}\n```"

    def _rule(self, _: int) -> str:
        return self.one("***", "---", "* * *")

    def caption(self, kind: str) -> str:
        name = f"{kind}-{self.count}"
        self.labels = (*self.labels, name)
        rest = self.one("", f" {self.words()}.", f" Source: [@{self.one(*KEYS)}].")
        return f"**{self.words().replace('*', 'x')}.**{rest} {{#{name}}}"

    def cell(self) -> str:
        kind = self.random.randint(0, 14)
        if kind == 0:
            return ""
        if kind < 3:
            return str(self.random.randint(0, 99))
        return (
            self.inline(1).replace("\n", " ").replace("|", "/").replace("\\/", "/")
            if kind < 5
            else self.words(1, 2)
        )

    def _pipe(self, _: int) -> str:
        width, rows = self.random.randint(1, 4), self.random.randint(1, 3)
        lines = ["| " + " | ".join(self.words(1, 1) for _ in range(width)) + " |"]
        lines.append("|" + "|".join(self.one("---", "--:", ":-:") for _ in range(width)) + "|")
        lines += ["| " + " | ".join(self.cell() for _ in range(width)) + " |" for _ in range(rows)]
        return "\n".join(lines) + f"\n\n: {self.caption('tbl')}"

    def _grid(self, _: int, heads: int = 1, foot: bool = False) -> str:
        width, edge = self.random.randint(1, 3), 24
        rule, double = "+" + ("-" * edge + "+") * width, "+" + ("=" * edge + "+") * width

        def row() -> str:
            written = (self.words(1, 2).replace("\u00ad", "") for _ in range(width))
            cells = (cell[: edge // 2] for cell in written)
            wide = {cell: sum(east_asian_width(one) in "WF" for one in cell) for cell in cells}
            return (
                "|" + "|".join(f" {cell:<{edge - 1 - more}}" for cell, more in wide.items()) + "|"
            )

        lines = [rule, row()]
        for _ in range(heads - 1):
            lines += [rule, row()]
        lines.append(double)
        for _ in range(self.random.randint(1, 2)):
            lines += [row(), rule]
        if foot:
            lines[-1:] = [double, row(), double]
        return "\n".join(lines) + f"\n\n: {self.caption('tbl')}"

    def _headrows(self, depth: int) -> str:
        return self._grid(depth, self.random.randint(1, 2), self.chance(0.5))

    def _simple(self, _: int) -> str:
        one, two = self.words(1, 1), self.words(1, 1)
        return (
            f"{one:<14}{two}\n{'-' * 12}  {'-' * 12}\n{self.words(1, 1):<14}{self.words(1, 1)}\n\n"
            f": {self.caption('tbl')}"
        )

    def _wide(self, _: int) -> str:
        width = self.random.randint(6, 12)
        head = "| " + " | ".join(f"c{at}" for at in range(width)) + " |"
        row = "| " + " | ".join(str(at) for at in range(width)) + " |"
        return f"{head}\n|{'---|' * width}\n{row}\n\n: {self.caption('tbl')}"

    def figure(self, target: str, kind: str, attributes: str) -> str:
        caption, _, name = self.caption(kind).rpartition(" ")
        return f"![{caption}]({target}){{{name[1:-1]} {attributes}}}"

    def _image(self, _: int) -> str:
        attributes = [f'alt="{self.words()}"', self.one("", 'height="30mm"', "width=50%")]
        return self.figure("dot.png", "fig", " ".join(attributes).strip())

    def _module(self, depth: int) -> str:
        if not self.chance(0.3):
            return self._image(depth)
        return self.figure("figures/columns.py", "fig", f'alt="{self.words()} {{{{ one }}}}"')

    def _csv(self, _: int) -> str:
        columns = self.one("", 'columns="year,total"', 'columns="year,share" where="year=2020"')
        return self.figure("data/count.csv", "tbl", columns)

    _data = _csv

    def div(self, name: str, inner: str) -> str:
        return f"::: {name}\n{inner}\n:::"

    def _box(self, depth: int) -> str:
        title = self.one("", f' title="{self.words()}"')
        return self.div(f"{{.box{title}}}", self.blocks(0) if depth else self.text())

    def _points(self, _: int) -> str:
        return self.div(
            "key-points", f"- {self.text(1)}\n- {self.words()}".replace("\n2019", " 2019")
        )

    def _pull(self, _: int) -> str:
        return self.div("pull-quote", self.words())

    def _callout(self, _: int) -> str:
        kind = self.one("note", "tip", "warning", "important", "caution")
        title = self.one("", f"## {self.words()}\n\n")
        return self.div(f"{{.callout-{kind}}}", title + self.text(1))

    def _columns(self, _: int) -> str:
        inner = [self.div("column", self.text(1)) for _ in range(self.random.randint(1, 3))]
        return f":::: columns\n{chr(10).join(inner)}\n::::"

    def _brief(self, _: int) -> str:
        return self.div("brief", self.text(1))

    def _visible(self, _: int) -> str:
        return self.div('{.content-visible when-format="pdf"}', self.text(1))

    def _langdiv(self, _: int) -> str:
        tag, script = self.random.choice([("de", "german"), ("ko", "korean"), ("ar", "arabic")])
        words = " ".join(self.random.choice(WORDS[script]) for _ in range(5))
        return self.div(f"{{lang={tag}}}", words)

    def _example(self, _: int) -> str:
        return f"(@) {self.words()}\n\n(@) {self.words()}"

    def _display(self, _: int) -> str:
        return "$$\n" + self.one("x^2 + y^2", "\\frac{a}{b}", "\\sum_{i=1}^n i") + "\n$$"

    def _pagebreak(self, _: int) -> str:
        return self.one("{{< pagebreak >}}", "\\newpage")

    def _include(self, _: int) -> str:
        return "{{< include _part.md >}}"

    def _comment(self, _: int) -> str:
        gap = self.one(" ", "\n\n")
        return self.one("", f"{self.words()} ") + f"<!-- {self.words()}{gap}{self.words()} -->"

    def _date(self, _: int) -> str:
        return self.one(
            "3. Oktober 1990 war {}.", "1953. Then {}.", "z. B. {}", "(C) 2024 {}", "I. {}",
            "A. Writer {}", "2. {}", "i.e. {}", "1) {}", "No. 5 {}",
        ).format(self.words())  # fmt: skip

    def _swallowed(self, _: int) -> str:
        return self.one(f"---\nNote: {self.words()}\n---", f"* * *\n{self.words()}\n* * *")

    def _abbr(self, _: int) -> str:
        return f"{self.words()}[^missing]" if self.chance(0.1) else self.text()

    # --- sections and slides ---

    def section(self, level: int) -> str:
        self.sections += 1
        name = f"sec-{self.sections}"
        self.labels = (*self.labels, name)
        form = self.one("", " .unnumbered") if level == 1 else ""
        title = self.words() if self.chance(0.7) else self.inline(1).replace("\n", " ")
        head = f"{'#' * level} {title} {{#{name}{form}}}"
        return f"{head}\n\n{self.blocks(2, 4)}"

    def slide(self) -> str:
        self.slides += 1
        self.on_slide = True
        quoted = [f"![](#{name})" for name in self.labels if name.startswith(("fig", "tbl"))]
        match self.random.randint(0, 10):
            case 0 | 1 if quoted:
                body = self.random.choice(quoted)
            case 2:
                body = self.items(lambda at: f"{at + 1}. ", 0)
            case 3:
                body = f"> {self.words()}"
            case 4:
                body = self._columns(0)
            case 5:
                head = f"| {self.words(1, 1)} | {self.words(1, 1)} |"
                body = f"{head}\n|---|---|\n| a | {self.words(1, 2)} |"
            case 6:
                body = self.text(1).split("\n")[0]
            case 7:
                body = f'![{self.words()}](dot.png){{alt="{self.words()}"}}'
            case _:
                body = self.items(lambda _: "- ", 0)
        notes = f"\n\n::: notes\n{self.text(1)}\n:::" if self.chance(0.8) else ""
        layout = self.one("", "", "", ' layout="Section"', ' layout="Big number"')
        title = self.words(2, 6)
        self.on_slide = False
        return f"::: {{.slide #s-{self.slides}{layout}}}\n## {title}\n\n{body}{notes}\n:::"
