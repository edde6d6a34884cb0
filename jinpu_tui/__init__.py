"""Keyboard-driven browser and editor for ledgers of policy requirements, tasks and indicators kept in TOML."""

__version__ = "0.1.0"
