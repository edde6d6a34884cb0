"""Whether the files of a dataset may be written."""

from __future__ import annotations

import os

from jinpu_tui.files.metadata_dir import MetadataDir
from jinpu_tui.files.safe_open import real_path
from jinpu_tui.storage.dataset_files import DatasetFiles
from jinpu_tui.text.i18n import _


def why_not_writable(library: DatasetFiles) -> str:
    """Why nothing can be written, or an empty text."""
    if library.refused:
        return _("a file is of a newer format than this program knows")
    folder = library.root if library.root.is_dir() else real_path(library.root).parent
    if not os.access(folder, os.W_OK):
        return _("you may not write in {folder}").format(folder=folder)
    if not any(os.access(one.path, os.W_OK) for one in library.files):
        return _("you may not write its files")
    sidecar = MetadataDir(library.root)
    sidecar.files = [one.path for one in library.files]
    return sidecar.why_closed
