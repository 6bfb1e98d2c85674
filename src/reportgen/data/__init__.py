"""Datasets, and the facts that are taken from them."""
