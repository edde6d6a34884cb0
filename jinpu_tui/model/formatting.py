"""Values and changes in the words that screens and the command line share. Nothing here is made safe for a terminal yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from jinpu_tui.model.changes import Added, AnyChange, Change, Moved, Removed
from jinpu_tui.text.i18n import _, ngettext
from jinpu_tui.toml_edit.equality import same

if TYPE_CHECKING:
    from jinpu_tui.model.merge import Conflict, Side


def value_text(value: Any) -> str:
    """Return a plain value on one line: lists by commas, tables by their values, nothing as a dash."""
    match value:
        case None | "" | [] | ():
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case Mapping():
            return " ".join(_item_text(name, item) for name, item in value.items())
        case str():
            return value
        case list() | tuple():
            return ", ".join(value_text(item) for item in value)
    return str(value)


def _item_text(name: str, item: Any) -> str:
    """Return an entry of a table as people type it: a growth has a sign and a %."""
    is_number = isinstance(item, int | float) and not isinstance(item, bool)
    return f"{item:+}%" if name == "growth" and is_number else value_text(item)


def units_text(units: str | Iterable[str] | None) -> str:
    """Return the unit that answers for something, or several of them, as they are typed; empty for none."""
    return units if isinstance(units, str) else "、".join(units or ())


def days_text(days: int) -> str:
    """Return the days to a day that comes, or with a minus since one that has passed.

    >>> days_text(12), days_text(-5), days_text(0)
    ('12 d', '−5 d', '0 d')
    """
    return _("{days} d").format(days=str(days).replace("-", "−"))


def day_text(day: date, today: date) -> str:
    """Return a day as it is read at a glance: `15 Dec`, with its year only if that is not the year of `today`.

    >>> day_text(date(2016, 12, 5), date(2016, 12, 20)), day_text(date(2017, 1, 31), date(2016, 12, 20))
    (' 5 Dec', '31 Jan 2017')
    """
    months = _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()
    values = {"day": f"{day.day:>2}", "month": months[day.month - 1]}
    if day.year == today.year:
        return _("{day} {month}").format(**values)
    return _("{day} {month} {year}").format(**values, year=f"{day.year:04}")


def change_text(change: AnyChange) -> str:
    """Return what a change does, without the id: `due 2016-12-31 → 2017-01-15`."""
    if isinstance(change, Moved):
        after = _("moved after {id}").format(id=change.after_id)
        return after if change.after_id else _("moved to the top of its file")
    if not isinstance(change, Change):
        return _("added") if isinstance(change, Added) else _("removed")
    are_lists = all(value is None or isinstance(value, list) for value in (change.before, change.after))
    if are_lists and _holds_tables(change):
        return _list_change_text(change)
    return f"{change.field} {value_text(change.before)} → {value_text(change.after)}"


def changes_text(changes: Iterable[AnyChange]) -> str:
    """Return what some changes do, by record; of many records what their first changes have in common."""
    made = list(changes)
    firsts: dict[str, AnyChange] = {}
    for change in made:
        firsts.setdefault(change.id, change)
    if len(firsts) > 1:
        return _bulk_text(list(firsts.values()))
    return f"{made[0].id}  {', '.join(map(change_text, made))}" if made else ""


def records_text(kind: str, count: int) -> str:
    """Return a number of records of a kind.

    >>> records_text("task", 5), records_text("", 2)
    ('5 tasks', '2 records')
    """
    texts = {
        "task": ngettext("{count} task", "{count} tasks", count),
        "requirement": ngettext("{count} requirement", "{count} requirements", count),
        "indicator": ngettext("{count} indicator", "{count} indicators", count),
    }
    return texts.get(kind, ngettext("{count} record", "{count} records", count)).format(count=count)


def _bulk_text(changes: Sequence[AnyChange]) -> str:
    """Return what the first changes of several records do: `lead of 5 tasks set to Finance`."""
    kinds = {change.kind for change in changes}
    what = records_text(kinds.pop() if len(kinds) == 1 else "", len(changes))
    fields = [change for change in changes if isinstance(change, Change)]
    if len(fields) < len(changes):
        acts = {type(change) for change in changes}
        texts = {Added: _("{what} added"), Removed: _("{what} removed"), Moved: _("{what} moved")}
        return (texts[acts.pop()] if len(acts) == 1 else _("{what} changed")).format(what=what)
    first = fields[0]
    if any(change.field != first.field for change in fields):
        return _("{what} changed").format(what=what)
    after = first.after
    if all(isinstance(change.after, list) and change.after[:-1] == (change.before or []) for change in fields):
        return _("{field} of {what} added to").format(field=first.field, what=what)
    if any(not same(change.after, after) for change in fields) or isinstance(after, list | Mapping):
        return _("{field} of {what} changed").format(field=first.field, what=what)
    if after is None:
        return _("{field} of {what} removed").format(field=first.field, what=what)
    return _("{field} of {what} set to {value}").format(field=first.field, what=what, value=value_text(after))


def conflict_text(conflict: Conflict) -> str:
    """Return what somebody else did, and what you meant: `T1 due: li made it 2017-01-31 at 10:42; yours was 2017-02-14`."""
    change = conflict.change
    if isinstance(change, Added):
        return _("{id} is taken; choose another id").format(id=change.id)
    values = {"id": change.id, "who": author_text(conflict), "theirs": side_text(conflict, "theirs")}
    if conflict.gone:
        return _("{id}: {who} removed it meanwhile").format(**values)
    if not isinstance(change, Change):
        return _("{id}: {who} changed it meanwhile").format(**values)
    message = _("{id} {field}: {who} made it {theirs} meanwhile; yours was {mine}")
    return message.format(**values, field=change.field, mine=side_text(conflict, "mine"))


def skipped_text(what: str, reason: str) -> str:
    """Return an edit that an undo or redo passed over, and why."""
    return _("Skipped, as it can no longer be done: {what} ({reason})").format(what=what, reason=reason)


def skip_reason(conflict: Conflict) -> str:
    """Why an edit can no longer be undone or redone: what somebody else did since."""
    if isinstance(conflict.change, Added):
        return _("another record has the id {id} by now").format(id=conflict.change.id)
    return conflict_text(conflict)


def edit_text(changes: Iterable[AnyChange], files: Iterable[str]) -> str:
    """Return what an edit does, by record; the names of its files if it changes the text of no record."""
    return changes_text(changes) or _("text of {files}").format(files=", ".join(files))


def author_text(conflict: Conflict) -> str:
    """Who changed it and when, as far as is known."""
    if not conflict.who:
        return _("somebody outside this program")
    return conflict.who if conflict.when is None else f"{conflict.who} ({conflict.when.astimezone():%H:%M})"


def side_text(conflict: Conflict, side: Side) -> str:
    """Return what one side of a conflict holds; of lists the entries that clash, or those not there before."""
    change = conflict.change
    if conflict.gone and (side == "theirs" or not isinstance(change, Change)):
        return _("removed")
    if not isinstance(change, Change):
        return _("removed") if isinstance(change, Removed) and side == "mine" else _("changed")
    if conflict.clashes:
        return value_text(conflict.entries(side)) if conflict.entries(side) else _("removed")
    value = change.after if side == "mine" else conflict.present
    if isinstance(value, list):
        own = [item for item in value if item not in (change.before or [])]
        return value_text(own or value)
    return value_text(value)


def _holds_tables(change: Change) -> bool:
    return any(isinstance(item, Mapping) for value in (change.before, change.after) for item in value or ())


def _list_change_text(change: Change) -> str:
    """Which entries of a list of tables differ: those that came with a plus, those that went with a minus."""
    from jinpu_tui.model.field_merge import paired

    pairs = paired(change.field, change.before, change.after)
    went = [f"- {value_text(was)}" for was, now in pairs if now is None]
    came = [f"+ {value_text(now)}" for was, now in pairs if was is None]
    if len(pairs) == 2 and went and came:
        return f"{change.field} {went[0][2:]} → {came[0][2:]}"
    made = [_entry_text(was, now) for was, now in pairs if was is not None and now is not None]
    return f"{change.field} {'; '.join(went + made + came)}"


def _entry_text(was: Any, now: Any) -> str:
    """Return an entry by the first thing it says, with the fields that differ: `2016 value 225 → 230`."""
    if not (isinstance(was, Mapping) and isinstance(now, Mapping)):
        return f"{value_text(was)} → {value_text(now)}"
    name = value_text(next(iter(was.values()), ""))
    names = (fromkey for fromkey in dict.fromkeys((*was, *now)) if not same(was.get(fromkey), now.get(fromkey)))
    return f"{name} " + ", ".join(f"{item} {value_text(was.get(item))} → {value_text(now.get(item))}" for item in names)
