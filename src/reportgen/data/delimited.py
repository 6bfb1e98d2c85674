"""Reads delimited text (RFC 4180): which delimiter it is, its rows, and the line of each."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.data.about import About
from reportgen.data.encodings import Decoded
from reportgen.data.grid import Grid, Unreadable

if TYPE_CHECKING:
    import polars as pl

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
NAMED = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "bar": "|", "space": " "}
SAID = re.compile(r'"?sep=(.)"?\n')
"""The first line by which a file tells Excel its delimiter."""
SAMPLE = 200
"""So many lines are looked at to tell the delimiter."""
CHUNK = 50_000
"""So many rows become columns at a time: a whole file would take its tenfold as strings."""
SPACES = " \t\u00a0\u2009\u202f\u3000\ufeff"
"""Spaces that cells may begin or end with."""
LONGEST = 131_072
"""The longest cell that Python's reader takes, in characters."""

MOST_COLUMNS = 5_000
"""A file of more columns takes minutes; no table, chart or figure shows so many."""
TALLER = "give it a row for each value, with its name and its number in two columns"


def read_delimited(decoded: Decoded, usual: str, about: About) -> Grid:
    """Return the cells of a text file. `usual` is the delimiter of its ending.

    Raises Unreadable where quotes do not pair, or the file is empty.
    """
    text = decoded.text
    if not text.strip():
        raise Unreadable("the file is empty", "the first line names the columns")
    delimiter = NAMED.get(about.delimiter, about.delimiter)
    if len(delimiter) > 1:
        known = ", ".join(f"`{one}`" for one in NAMED if one.isalpha())
        raise Unreadable(
            f"`{about.delimiter}` is no delimiter", f"one sign, or {known}", setting="delimiter"
        )
    said = SAID.match(text)
    delimiter = delimiter or (said[1] if said else told_delimiter(text, usual))
    count = max(line.count(delimiter) for line in text.split("\n", SAMPLE)[:SAMPLE]) + 1
    if count > MOST_COLUMNS:
        raise Unreadable(f"the file has {count:,} columns; {MOST_COLUMNS:,} are read", TALLER)
    cells, lines, widths = _rows(text, delimiter)
    if said:
        cells, lines, widths = cells.slice(1), lines[1:], widths and widths[1:]
    seen = [f"encoding {decoded.encoding}"] * (not decoded.guessed and decoded.encoding != "utf-8")
    if delimiter != usual:
        seen.append(f"cells divided by {DELIMITERS.get(delimiter, repr(delimiter))}")
    guess = (f"encoding {decoded.encoding}", f"encoding: {decoded.encoding}")
    assumed = (guess,) if decoded.guessed else ()
    return Grid(cells, lines, widths, assumed=assumed, seen=tuple(seen), delimiter=delimiter)


def told_delimiter(text: str, usual: str) -> str:
    """Return the delimiter that gives rows alike; where none does so better, the `usual` one."""
    sample = "\n".join(text.split("\n", SAMPLE)[:SAMPLE])
    best, most = usual, _alike(sample, usual)
    for one in DELIMITERS:
        found = _alike(sample, one)
        if one != usual and found > most:
            best, most = one, found
    return best


def _alike(sample: str, delimiter: str) -> float:
    """Return the share of rows that have the commonest number of cells, 0 where that is one."""
    try:
        rows = [row for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if any(row)]
    except csv.Error:
        return 0.0
    counts = Counter(len(row) for row in rows)
    if not counts:
        return 0.0
    cells, times = max(counts.items(), key=lambda one: (one[1], one[0]))
    return times / len(rows) if cells > 1 else 0.0


def _rows(text: str, delimiter: str) -> tuple["pl.DataFrame", Sequence[int], Sequence[int] | None]:
    """Return the cells, the line where each row begins, and the number of cells in each row."""
    even = _even(text, delimiter)
    if even is not None:
        return even
    try:
        return _careful(text, delimiter)
    except csv.Error:
        mended = _with_quotes_kept(text, delimiter)
    try:
        return _careful(mended, delimiter)
    except csv.Error as error:
        raise _malformed(error) from None


class _Broken(csv.Error):
    """Quotes that do not pair, in the row that begins in line `start` and breaks in line `end`."""

    def __init__(self, words: str, start: int, end: int) -> None:
        super().__init__(words)
        self.start, self.end = start, end


def _careful(
    text: str, delimiter: str
) -> tuple["pl.DataFrame", Sequence[int], Sequence[int] | None]:
    """Return the same with Python's reader. Raises csv.Error where quotes do not pair."""
    import polars as pl

    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    lines: list[int] = []
    widths: list[int] = []
    parts: list[list[list[str]]] = [[]]
    start = 1
    try:
        for row in reader:
            lines.append(start)
            widths.append(len(row))
            if len(parts[-1]) == CHUNK:
                parts.append([])
            parts[-1].append(row)
            start = reader.line_num + 1
    except csv.Error as error:
        raise _Broken(str(error), start, reader.line_num) from None
    width = max(widths)
    return pl.concat([_frame(part, width) for part in parts]), lines, widths


def _with_quotes_kept(text: str, delimiter: str) -> str:
    """Return a text in which cells as `"Poverty" (2002)` are quoted as wholes, quotes doubled.

    They begin with a quote, and go on behind the one that ends it.
    """
    mark = re.escape(delimiter)
    cell = re.compile(rf'(?:^|(?<={mark}))"[^"\n]*"[^{mark}\n"][^{mark}\n]*', re.MULTILINE)
    return cell.sub(lambda found: '"' + found[0].replace('"', '""') + '"', text)


def _malformed(error: csv.Error) -> Unreadable:
    assert isinstance(error, _Broken)
    words, start, end = str(error), error.start, error.end
    hint = (
        "a quote inside a quoted cell is written twice; a cell that begins with one ends with one"
    )
    if "field larger" in words and start == end:
        message, hint = f"a cell of line {start} has more than {LONGEST:,} letters", "shorten it"
        return Unreadable(message, hint, start)
    if "unexpected end" in words or "field larger" in words:
        return Unreadable(f"the quote that line {start} opens is never closed", hint, start)
    line = end if end >= start else start
    return Unreadable(f"line {line} has something behind a closing quote", hint, line)


def _frame(rows: list[list[str]], width: int) -> "pl.DataFrame":
    import polars as pl

    full = [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]
    columns = {
        str(at): pl.Series(cells, dtype=pl.String)
        for at, cells in enumerate(zip(*full, strict=True))
    }
    return trimmed(pl.DataFrame(columns))


def trimmed(cells: "pl.DataFrame") -> "pl.DataFrame":
    """Return cells without spaces around them; what is empty then is null."""
    import polars as pl

    text = pl.all().str.strip_chars()
    return cells.select(pl.when(text != "").then(text).name.keep())


def _even(
    text: str, delimiter: str
) -> tuple["pl.DataFrame", Sequence[int], Sequence[int] | None] | None:
    """Return the same, quickly, for a large file without quotes whose lines all have as many cells.

    Polars alone would fill up and cut off rows of other lengths without a word.
    """
    import polars as pl

    if len(text) < 1_000_000 or '"' in text or len(delimiter.encode()) > 1:
        return None
    data = text.encode()
    width, number = _shape(data, delimiter)
    if width < 2:
        return None
    cells = pl.read_csv(
        data,
        has_header=False,
        new_columns=[str(at) for at in range(width)],
        infer_schema=False,
        separator=delimiter,
        quote_char=None,
    )
    if cells.shape != (number, width):
        return None
    if any(sign in text for sign in SPACES):
        cells = trimmed(cells)
    return cells, range(1, number + 1), None


def _shape(data: bytes, delimiter: str) -> tuple[int, int]:
    """Return how many cells each line has, and how many lines are there; zeros if they differ."""
    import numpy as np

    signs = np.frombuffer(data.removesuffix(b"\n") + b"\n", dtype=np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    dividers = np.flatnonzero(signs == ord(delimiter))
    counts = np.diff(np.searchsorted(dividers, ends), prepend=0)
    if counts.min() != counts.max():
        return 0, 0
    return int(counts[0]) + 1, len(ends)
