"""Past states of a dataset for front ends: which names stand for one, and opening it.

A snapshot is opaque for front ends: they hand it to `services.history` and to `Workspace`.
"""

from __future__ import annotations

from jinpu_tui.history.snapshot import Snapshot, names_snapshot, snapshot_at

__all__ = ["Snapshot", "names_snapshot", "snapshot_at"]
