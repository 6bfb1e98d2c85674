"""A plan as a PowerPoint file."""
