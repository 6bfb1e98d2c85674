"""Names what a document is resolved with."""

from dataclasses import dataclass

from reportgen.citing.references import References
from reportgen.citing.styles import CitationStyle
from reportgen.data.datasets import Datasets
from reportgen.data.facts import Facts


@dataclass(frozen=True, slots=True)
class Sources:
    """What a document is resolved with."""

    facts: Facts
    datasets: Datasets
    references: References
    style: CitationStyle
