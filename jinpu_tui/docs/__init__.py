"""The manual in Markdown, shown by `jinpu-tui help TOPIC` and in the app."""
