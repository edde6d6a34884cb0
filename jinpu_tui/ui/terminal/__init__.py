"""Between Textual and the terminal: only cells that differ are sent, and no faster than the line takes them."""
