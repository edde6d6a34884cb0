"""The screens. Textual lives here and nowhere else; all data comes from, and all edits go to, the workspace."""
