"""Drafts that were written in other programs become a project."""
