"""Maps on a canvas: land, classes, points, arrows, and labels that keep clear of each other."""
