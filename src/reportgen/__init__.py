"""One structured content source: a cited PDF brief and a PowerPoint deck that say the same."""

__version__ = "0.1.0"
