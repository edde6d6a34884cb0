"""Files that a picker offers for an import."""

from __future__ import annotations

from pathlib import Path

ENDINGS = frozenset(
    {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv"}  # tables
    | {".txt", ".md", ".docx"}  # documents
    | {".json", ".yaml", ".yml", ".xml"}  # other tools
)
"""Endings of the files that a picker offers; any other file can be named."""


def importable_files(folder: Path) -> list[Path]:
    """Return what can be picked in a folder: its files that can be imported, newest first, then its folders by name.

    Raises OSError.
    """
    paths = [path for path in folder.iterdir() if not path.name.startswith(".")]
    files = [path for path in paths if path.suffix.lower() in ENDINGS and path.is_file()]
    folders = [path for path in paths if path.is_dir()]
    return [*sorted(files, key=lambda path: -path.stat().st_mtime), *sorted(folders)]
