"""The project's files: one door to them, and what is kept of a build."""
