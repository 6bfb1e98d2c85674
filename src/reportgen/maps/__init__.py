"""Maps: shapes of countries and of the author's own, projected and thinned for print."""
