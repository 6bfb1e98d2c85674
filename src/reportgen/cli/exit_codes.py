"""The exit codes of the command."""

FINDINGS, USAGE, ENVIRONMENT, INTERNAL = 1, 2, 3, 4
