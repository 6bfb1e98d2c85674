"""Figures drawn, each at the size of its place."""
