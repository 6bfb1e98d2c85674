"""What was changed in a finished file, told from the true one part by part, as a reader would."""
