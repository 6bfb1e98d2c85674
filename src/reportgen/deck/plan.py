"""This module plans the deck: which slides in which order, on which layout, with which text."""
