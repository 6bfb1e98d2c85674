"""The deck: a resolved document as a plan of slides, and that as a PowerPoint file."""
