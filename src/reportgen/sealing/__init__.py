"""Seals: a ledger signed with an SSH key, and what strangers can tell of files by it."""
