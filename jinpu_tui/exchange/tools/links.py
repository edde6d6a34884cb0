"""Links between the rows of a tool's file: keys become ids; what leads nowhere or in a circle is left out and said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from jinpu_tui.exchange.tools.importer import ToolRow
from jinpu_tui.model.fields import field_of
from jinpu_tui.model.records import Kind
from jinpu_tui.text.i18n import _

FindId = Callable[[Kind, str], str]
"""Returns the id of a record by its kind and the tool's key, or ""."""

_MAX_NAMED = 5


def set_links(rows: Sequence[ToolRow], find: FindId, own: bool) -> None:
    """Set the fields of rows of one kind that refer to records of that kind, or of other kinds.

    Args:
        rows: All rows of one kind.
        find: Finds ids.
        own: Whether to set the links between these rows; otherwise those to records of other kinds are set.
    """
    rows = [each for each in rows if not each.row.skipped]
    names = dict.fromkeys(name for tool_row in rows for name in tool_row.links)
    for name in names:
        kind = rows[0].kind
        field = field_of(kind, name)
        target: Kind | None = next((each for each in ("requirement", "task") if field and field.refers_to == each), None)
        if field is None or target is None or (target == kind) != own:
            continue
        keys = {id(each): [key for key in dict.fromkeys(each.links.get(name, ())) if key] for each in rows}
        for each in rows:
            _keep_findable(each, name, target, keys[id(each)], find)
        if field.form != "list":
            for each in rows:
                _keep_first(each, name, keys[id(each)])
        if own:
            _break_circles(rows, name, keys)
        for each in rows:
            ids = list(dict.fromkeys(find(target, key) for key in keys[id(each)]))
            if ids:
                each.row.values[name] = ids if field.form == "list" else ids[0]


def _keep_findable(tool_row: ToolRow, name: str, target: Kind, keys: list[str], find: FindId) -> None:
    lost = [key for key in keys if not find(target, key)]
    if lost:
        keys[:] = [key for key in keys if find(target, key)]
        message = _("row {row}: {field}: {keys} is not in the file; left out")
        tool_row.row.problems.append(message.format(row=tool_row.row.row, field=name, keys=_named(lost)))


def _keep_first(tool_row: ToolRow, name: str, keys: list[str]) -> None:
    if len(keys) > 1:
        message = _("row {row}: {field}: only the first one can be held; left out: {keys}")
        tool_row.row.problems.append(message.format(row=tool_row.row.row, field=name, keys=_named(keys[1:])))
        del keys[1:]


def _break_circles(rows: Sequence[ToolRow], name: str, keys: Mapping[int, list[str]]) -> None:
    """Take out the links that lead back to a row that leads to them. Without recursion: chains may be long."""
    by_key = {each.key: each for each in rows if each.key}
    finished: set[str] = set()
    for start in by_key:
        path: dict[str, int] = {start: 0} if start not in finished else {}
        while path:
            key, place = path.popitem()
            own = keys[id(by_key[key])]
            if place >= len(own):
                finished.add(key)
                continue
            target = own[place]
            if target == key or target in path:
                own.pop(place)
                message = _("row {row}: {field}: {keys} leads back to this row; left out")
                by_key[key].row.problems.append(message.format(row=by_key[key].row.row, field=name, keys=_named([target])))
                path[key] = place
            else:
                path[key] = place + 1
                if target in by_key and target not in finished:
                    path[target] = 0


def _named(keys: Sequence[str]) -> str:
    names = ", ".join(key[:60] for key in keys[:_MAX_NAMED])
    return f"{names}, …" if len(keys) > _MAX_NAMED else names
