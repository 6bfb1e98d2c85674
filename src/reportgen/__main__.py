"""Lets `python -m reportgen` run the command."""

from reportgen.cli import main

main()
