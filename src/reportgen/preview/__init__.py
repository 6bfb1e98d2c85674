"""The preview: the brief's pages beside the slides in a browser, while the text is written."""
