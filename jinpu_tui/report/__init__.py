"""What leaves the program: differences and reports as text, Markdown, HTML."""
