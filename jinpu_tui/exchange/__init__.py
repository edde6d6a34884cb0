"""Spreadsheets and documents in and out. Reads files of other programs into plain rows; knows records by their fields only."""
