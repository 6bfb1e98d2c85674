"""This module names what a document is resolved with."""

from dataclasses import dataclass

from reportgen.datasets import Datasets
from reportgen.facts import Facts
from reportgen.references import CitationStyle, References


@dataclass(frozen=True, slots=True)
class Sources:
    """What a document is resolved with."""

    facts: Facts
    datasets: Datasets
    references: References
    style: CitationStyle
