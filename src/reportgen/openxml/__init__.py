"""Open XML as anyone wrote it: parts, relations and colours, read by design and checks."""
