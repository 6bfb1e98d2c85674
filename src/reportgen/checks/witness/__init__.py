"""The second witness: what the source's bytes say, looked for in the finished files."""
