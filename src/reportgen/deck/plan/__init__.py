"""Which slides in which order, with every size and place decided."""
