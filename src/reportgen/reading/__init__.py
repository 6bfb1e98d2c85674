"""Pandoc Markdown becomes a document."""
