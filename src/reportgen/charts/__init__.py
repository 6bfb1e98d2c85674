"""Charts: forms in words, and the parts that they and figure modules draw with."""
