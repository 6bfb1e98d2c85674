"""Writes what few documents have: Quarto's blocks, builds, tables that merge, odd letters."""

from dataclasses import dataclass

from fuzz.writer import WORDS, Writer

ODD = (
    "cafe\u0301", "ﬁnal", "ＡＢＣ", "№ 7", "㎏", "a\u200bb", "x\u2060y", "(\u200eabc\u200e)", "10⁻³", "CO₂",
    "Ⅻ", "5′ 6″", "∞", "≤ 3", "→", "•", "·", "“so”", "„so“", "«so»", "’90s", "1/2", "¼", "ǆ", "ß", "İ",
    "p. 5", "No. 7", "a.m.", "e.g.", "1st", "3rd", "10%", "−5", "5–6", "1 000", "12:30", "a@b", "C#",
    "x_y", "snake_case_word", "2*3*4", "[x]", "(a)", "a|b", "~", "^", "$", "{x}", "\\_", "&c", "<br",
    "http", "www.example.org", "e\u0323\u0301", "\u00a0", "\u202f", "\u3000", "ー", "ㄱ", "ａ",
)  # fmt: skip
"""Words that a reader, a font or a witness may take for something else."""

BLOCKS = (
    "titled", "alert", "nested", "group", "beside", "shares", "equation", "labelled", "merged",
    "cells", "multiline", "loose", "resumed", "signs", "verse", "twice", "deep", "setext", "key",
    "margin", "chart", "classed", "when", "rich_note", "reflinks", "odd", "stressed", "alone",
    "outline", "quotes", "empties", "bare_table", "unlisted", "crossed",
)  # fmt: skip
STRESSED = (
    "***{}***", "_{}_", "__{}__", "**a {} _b_**", "x*{}*y", "*{} **b***", "[{} שלום]{{dir=rtl}}",
    "[{}]{{dir=ltr}}", "``a ` {}``", "x^a\\ {}^", "{}'s", "“{} 'in'”", "\"{} 'in'\"", "{}--b",
    "{} -- b", "{}...", "{}&nbsp;km", "{}  \nb", "\\'{}\\'", "([{}](#sec-1))", "[{}]{{lang=ja}}",
    "<https://example.org/{}#a>", "*[@doe2020] {}*", "**{{{{ two }}}} {}**", "@doe2020 [{}]",
    "[*{}* @roe2021]", "[{}, @doe2020, p. 7, and on; see @kim2018]", "-[-@kim2018]- {}",
    "{}^[See @doe2020, p. 9.]", "{}^[$x$ and `y`]", "{}[^again]",
    "[{} [b]{{.smallcaps}}]{{lang=de}}",
)  # fmt: skip
SLIDES = (
    "incremental", "fragment", "pause", "hidden", "coded", "formula", "paragraphs", "outline",
    "shares", "steps", "timeline", "part", "wide", "shown", "panels", "again", "photograph",
    "rich_notes", "closing", "compared",
)  # fmt: skip


@dataclass
class Wider(Writer):
    """A writer who also uses what is rare."""

    named: int = 0

    def block(self, depth: int = 2) -> str:
        if not self.chance(0.35):
            return super().block(depth)
        written: str = getattr(self, f"_{self.one(*BLOCKS)}")(depth)
        return written

    def word(self) -> str:
        return self.one(*ODD) if self.chance(0.01) and not self.on_slide else super().word()

    def name(self, kind: str) -> str:
        self.named += 1
        found = f"{kind}-w{self.named}"
        self.labels = (*self.labels, found)
        return found

    def title(self) -> str:
        return f"**{self.words(1, 3).replace('*', 'x')}.**"

    # --- blocks ---

    def _titled(self, depth: int) -> str:
        kind = self.one("note", "tip", "warning", "important", "caution")
        more = self.one("", " collapse=true", ' appearance="simple"')
        inner = self.text(1) if depth < 2 else self.blocks(0)
        return self.div(f'{{.callout-{kind} title="{self.words(1, 3)}"{more}}}', inner)

    def _alert(self, _: int) -> str:
        return f"> [!{self.one('NOTE', 'TIP', 'WARNING')}]\n> {self.words()}"

    def _nested(self, _: int) -> str:
        return f"> {self.words()}\n>\n> - {self.words()}\n> - {self.words()}\n>\n> > {self.words()}"

    def _group(self, _: int) -> str:
        members = "\n\n".join(
            f'![{self.words()}](dot.png){{#{self.name("fig")} alt="{self.words()}"}}'
            for _ in range(self.random.randint(2, 3))
        )
        whole = self.name("fig")
        caption = f"{self.title()} {self.words()}."
        return f"::: {{#{whole} layout-ncol=2}}\n{members}\n\n{caption}\n:::"

    def _beside(self, _: int) -> str:
        return f"::: {{layout-ncol=2}}\n{self.text(1)}\n\n{self.text(1)}\n:::"

    def _shares(self, _: int) -> str:
        one = self.div('{.column width="40%"}', self.text(1))
        return f":::: {{.columns}}\n{one}\n\n{self.div('{.column}', self.text(1))}\n::::"

    def _equation(self, _: int) -> str:
        name = self.name("eq")
        tex = self.one(
            "a^2 + b^2 = c^2", "\\frac{x_1}{y} \\leq 5", "\\sqrt{2}", "f(x) = \\int_0^1 t"
        )
        return (
            f"$$\n{tex}\n$$ {{#{name}}}\n\n{self.words()} @{name}{self.one('.', ' shows it', '')}"
        )

    def _labelled(self, _: int) -> str:
        self.named += 1
        one = f"ex{self.named}"
        return f"(@{one}) {self.words()}\n\n{self.words()} (@{one}) {self.words()}"

    def _merged(self, _: int) -> str:
        one, two, three, four, five = (f"{self.words(1, 1):<10}" for _ in range(5))
        return (
            f"+------------+------------+\n| {one} | {two} |\n+============+============+\n"
            f"| {three:<23} |\n+------------+------------+\n| {four} | {five} |\n"
            f"+------------+------------+\n\n: {self.title()} {{#{self.name('tbl')}}}"
        )

    def _cells(self, _: int) -> str:
        one, two, three, four, five = (f"{self.words(1, 1):<10}" for _ in range(5))
        return (
            f"+--------------+--------------+\n| {one}   | {two}   |\n"
            f"+==============+==============+\n| - {three} | {four}   |\n"
            f"| - {five} |              |\n|              | **b** c      |\n"
            f"+--------------+--------------+\n\n: {self.title()} {{#{self.name('tbl')}}}"
        )

    def _multiline(self, _: int) -> str:
        rows = "\n\n".join(
            f"{self.words(1, 1):<12} {self.words(1, 1):<12}\n{self.words(1, 1)}" for _ in range(2)
        )
        return (
            f"{'-' * 30}\n{self.words(1, 1):<12} {self.words(1, 1)}\n{'-' * 12} {'-' * 17}\n{rows}\n"
            f"{'-' * 30}\n\n: {self.title()} {{#{self.name('tbl')}}}"
        )

    def _loose(self, depth: int) -> str:
        return "\n\n".join(f"- {self.text(1)}" for _ in range(2)).replace("\n2019", " 2019")

    def _resumed(self, _: int) -> str:
        between = self.one(self.words(), "```\ncode\n```")
        return (
            f"1. {self.words()}\n2. {self.words()}\n\n{between}\n\n"
            f"3. {self.words()}\n4. {self.words()}"
        )

    def _signs(self, _: int) -> str:
        sign = self.one("+", "*", "-")
        return "\n".join(f"{sign} {self.inline(1)}".replace("\n", " ") for _ in range(3))

    def _verse(self, _: int) -> str:
        return f"| {self.words()}\n|    {self.words()}\n|\n| {self.inline(1)}".replace("\\\n", " ")

    def _twice(self, _: int) -> str:
        return (
            f"{self.words(1, 2)}\n\n:   {self.words()}\n\n    {self.words()}\n\n:   {self.words()}"
        )

    def _deep(self, _: int) -> str:
        one = f"{'#' * self.random.randint(4, 6)} {self.inline(1)}".replace("\n", " ")
        return f"{one}\n\n{self.words()}"

    def _setext(self, _: int) -> str:
        return f"{self.words()}\n{self.one('===', '---')}\n\n{self.words()}"

    def _key(self, _: int) -> str:
        title = self.words(1, 2)
        return f'::: {{.key-number title="{title}"}}\n**12** {self.words()} [@doe2020]\n:::'

    def _margin(self, _: int) -> str:
        return f"{self.words()}\n\n{self.div('{.column-margin}', self.words())}"

    def _chart(self, _: int) -> str:
        form = self.one("columns", "lines", "bars")
        axes = "x=total y=year" if form == "bars" else "x=year y=total"
        name = self.name("fig")
        source = self.one("", " Source: [@doe2020].")
        return (
            f"![{self.title()} {self.words()}.{source}](data/count.csv){{#{name} chart={form} {axes} "
            f'alt="{self.words()}"}}'
        )

    def _classed(self, _: int) -> str:
        more = self.one(".column-body", ".column-margin", 'credit="A. Writer"', "fig-align=center")
        caption = f"{self.title()} {self.text(1)}".replace("\n", " ")
        return f'![{caption}](dot.png){{#{self.name("fig")} alt="{self.words()}" {more}}}'

    def _when(self, _: int) -> str:
        return self.div('{.when where="two > 0"}', self.text(1))

    def _rich_note(self, _: int) -> str:
        assert self.notes is not None
        name = f"r{len(self.notes)}"
        inner = self.one(
            f"- {self.words()}\n    - {self.words()}", f"    {self.words()}", f"> {self.words()}",
            f"1. {self.words()}\n    2. {self.words()}",
        )  # fmt: skip
        self.notes.append(f"[^{name}]: {self.words()}\n\n    {inner}\n\n    {self.words()}")
        return f"{self.words()}[^{name}] {self.words()}"

    def _reflinks(self, _: int) -> str:
        self.named += 1
        one = f"l{self.named}"
        form = self.one("[{0}][{1}]", "[{0} *x*][{1}]")
        return (
            f"{form.format(self.words(), one)} {self.words()}\n\n"
            f'[{one}]: https://example.org/{one} "{self.words(1, 2)}"'
        )

    def _odd(self, _: int) -> str:
        odd = " ".join(f"{self.words(1, 2)} {self.one(*ODD)}" for _ in range(3))
        return f"{odd} {self.words()}"

    def _stressed(self, _: int) -> str:
        return " ".join(self.one(*STRESSED).format(self.words(1, 2)) for _ in range(2))

    def _alone(self, _: int) -> str:
        return self.one("{{ two }}", "[@roe2021]", "`code`", "@roe2021", "$x^2$", "**b**").replace(
            "code", self.words(1, 1)
        )

    def _outline(self, _: int) -> str:
        return (
            f"1. {self.words()}\n    a. {self.words()}\n    b. {self.words()}\n        - {self.words()}\n"
            f"2. {self.words()}\n\n    {self.words()}\n\n3. {self.words()}"
        )

    def _quotes(self, _: int) -> str:
        tag, script = self.random.choice([("de", "german"), ("fr", "latin"), ("he", "hebrew")])
        said = " ".join(self.random.choice(WORDS[script]) for _ in range(3))
        return self.div(f"{{lang={tag}}}", f"\"{said}\" {self.words()} '{said}'")

    def _empties(self, _: int) -> str:
        return self.one("- a\n-\n- {}", "1. {}\n2.\n3. b", "| {} | |\n|---|---|\n| | b |").format(
            self.words()
        )

    def _bare_table(self, _: int) -> str:
        one, two = self.inline(1).replace("\n", " ").replace("|", "/"), self.words(1, 1)
        return f"| {two} | b |\n|---|---|\n| {one.replace(chr(92) + '/', '/')} | 3 |"

    def _unlisted(self, _: int) -> str:
        return f"## {self.words()} {{{self.one('-', '.unnumbered')}}}\n\n{self.words()}"

    def _crossed(self, _: int) -> str:
        if not self.labels:
            return self.words()
        one = self.one(*self.labels)
        return self.one(
            "{0} @{1}", "@{1} {0}", "- @{1}\n- {0}", "| a |\n|---|\n| @{1} {0} |"
        ).format(self.words(), one)

    # --- slides ---

    def slide(self) -> str:
        if not self.chance(0.5):
            return super().slide()
        self.slides += 1
        self.on_slide = True
        kind = self.one(*SLIDES)
        more, body = getattr(self, f"_on_{kind}")()
        notes = f"\n\n::: notes\n{self.text(1)}\n:::"
        if kind == "rich_notes":
            notes = f"\n\n::: notes\n{self._outline(0)}\n\n{self.words()} *{self.words()}*\n:::"
        title = self.words(2, 5) if self.chance(0.8) else self.inline(1).replace("\n", " ")
        self.on_slide = False
        more = f" {more}" if more else ""
        return f"::: {{.slide #s-{self.slides}{more}}}\n## {title}\n\n{body}{notes}\n:::"

    def points(self, count: int = 2) -> str:
        return "\n".join(f"- {self.words()}" for _ in range(count))

    def _on_incremental(self) -> tuple[str, str]:
        if self.chance(0.5):
            return ".incremental", self.points()
        return "", self.div("incremental", self.points())

    def _on_fragment(self) -> tuple[str, str]:
        return "", f"{self.words()}\n\n{self.div('fragment', self.words())}"

    def _on_pause(self) -> tuple[str, str]:
        return "", f"{self.words()}\n\n. . .\n\n{self.points()}"

    def _on_hidden(self) -> tuple[str, str]:
        return self.one(".hidden", 'visibility="hidden"'), self.points()

    def _on_coded(self) -> tuple[str, str]:
        return "", f"```python\n{self.words(1, 1)} = [1, 2]\n  # {self.words()}\n```"

    def _on_formula(self) -> tuple[str, str]:
        tex = self.one("a^2 + b^2", "\\frac{a}{b}", "x_1")
        return "", f"{self.words()}\n\n$$\n{tex}\n$$"

    def _on_paragraphs(self) -> tuple[str, str]:
        return "", f"{self.words()}\n\n**{self.words()}** {self.inline(1)}"

    def _on_outline(self) -> tuple[str, str]:
        return "", self._outline(0)

    def _on_shares(self) -> tuple[str, str]:
        one = self.div('{.column width="40%"}', self.points())
        return "", f":::: columns\n{one}\n\n{self.div('column', self.words())}\n::::"

    def _on_compared(self) -> tuple[str, str]:
        sides = "\n\n".join(
            self.div("column", f"### {self.words(1, 2)}\n\n{self.points()}") for _ in range(2)
        )
        return "", f":::: columns\n{sides}\n::::"

    def _on_panels(self) -> tuple[str, str]:
        sides = "\n\n".join(
            self.div("column", f"### {self.words(1, 2)}\n\n**{{{{ two }}}}**\n\n{self.words(1, 3)}")
            for _ in range(3)
        )
        return "", f":::: columns\n{sides}\n::::\n\n{self.words()} [@doe2020]"

    def _on_steps(self) -> tuple[str, str]:
        return 'layout="Steps"', "\n".join(f"{at}. {self.words()}" for at in (1, 2, 3))

    def _on_timeline(self) -> tuple[str, str]:
        return "", f"1982\n: {self.words(1, 3)}\n\n1995\n: {self.words(1, 3)}"

    def _on_part(self) -> tuple[str, str]:
        return f'part="{self.words(1, 2)}"', self.points()

    def _on_wide(self) -> tuple[str, str]:
        head = " | ".join(self.words(1, 1) for _ in range(4))
        rows = "\n".join(
            "| " + " | ".join(self.words(1, 1) for _ in range(4)) + " |" for _ in "abc"
        )
        return "", f"| {head} |\n|---|:-:|--:|---|\n{rows}"

    def _on_shown(self) -> tuple[str, str]:
        named = [one for one in self.labels if one.startswith(("fig", "tbl", "eq"))]
        shown = f"![](#{self.one(*named)})\n\n" if named else ""
        return "", f"{shown}{self.points()}"

    def _on_again(self) -> tuple[str, str]:
        named = [one for one in self.labels if one.startswith("fig")]
        shown = (
            f'![](#{self.one(*named)}){{builds="{self.one("series", "notes")}"}}' if named else "x"
        )
        return "", shown

    def _on_photograph(self) -> tuple[str, str]:
        return 'layout="Photograph"', f'![](dot.png){{alt="{self.words()}"}}\n\n{self.words()}'

    def _on_rich_notes(self) -> tuple[str, str]:
        return "", self.points()

    def _on_closing(self) -> tuple[str, str]:
        return 'layout="Closing"', self.words()
