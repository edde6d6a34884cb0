"""Which indicators one chart shows. This module is small: commands import it, but not what draws charts."""

from __future__ import annotations

from collections.abc import Sequence

from jinpu_tui.model.records import Indicator
from jinpu_tui.ui.session import Session


def charted_indicators(session: Session, id_: str) -> Sequence[Indicator]:
    """Return the indicators in the chart of one: all marked ones if it is one of several, else it alone."""
    marked = session.marked("indicator")
    ids = marked if id_ in marked and len(marked) > 1 else [id_]
    return [item for item in map(session.dataset.by_id.get, ids) if isinstance(item, Indicator)]
