"""How a deck looks: its own template, or anyone's."""
