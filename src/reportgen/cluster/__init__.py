"""Editions built on many machines, by Dask distributed."""
