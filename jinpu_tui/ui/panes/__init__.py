"""The panes: each draws rows of one kind of thing, and only those on screen."""
