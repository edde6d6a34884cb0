"""Registers of other tools: an importer for each, found by the entry points `jinpu_tui.importers`."""
