"""The document as a Word file for review: plain and whole, and no third twin."""
