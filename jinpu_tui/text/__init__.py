"""Texts: translation, characters that are safe to show, the charset of the locale. Imports no other package of the project."""
