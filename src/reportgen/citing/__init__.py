"""Bibliographies, citation styles, notes."""
