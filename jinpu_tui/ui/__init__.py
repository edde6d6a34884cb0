"""The screens, made with Textual. Only this package imports it."""
