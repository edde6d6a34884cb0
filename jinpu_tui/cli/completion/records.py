"""Completion from the dataset that the line names: ids, fields, values, filters, views and revisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from jinpu_tui.cli.completion.types import Candidate, Words
from jinpu_tui.model.fields import FIELDS, KIND_OF, NESTED, Field, title_field
from jinpu_tui.model.records import Kind

_LIST_FORMS = ("list",)
_KINDS: dict[str, Kind] = {f"{kind}s": kind for kind in FIELDS}


class RecordCompletion:
    """Candidates that depend on records. The dataset is read when it is first needed, and nothing is written."""

    def __init__(self, line: Words) -> None:
        self._line = line

    def ids(self, begun: str, kind: str | None = None) -> Iterator[Candidate]:
        """Yield the ids of records, of one kind if it is given."""
        data = self._analysis.dataset
        for id_, record in data.by_id.items():
            if id_.startswith(begun) and kind in (None, record.TYPE):
                yield Candidate(id_, str(getattr(record, title_field(record.TYPE), None) or ""))

    def ids_beside(self, begun: str) -> Iterator[Candidate]:
        """Yield the ids of the other records of the kind of the record that the line names."""
        named = self._line.positional[0] if self._line.positional else ""
        record = self._analysis.dataset.by_id.get(named)
        found = self.ids(begun, record.TYPE if record is not None else None)
        return (candidate for candidate in found if candidate.word != named)

    def kinds(self, begun: str) -> Iterator[Candidate]:
        """Yield the plural names of the kinds of records."""
        return (Candidate(name) for name in _KINDS if name.startswith(begun))

    def fields(self, begun: str) -> Iterator[Candidate]:
        """Yield the names of the fields of the record that the line names."""
        return (Candidate(field.name) for field in self._fields if field.name.startswith(begun))

    def assignments(self, begun: str) -> Iterator[Candidate]:
        """Yield `FIELD=` for a beginning without `=`, else `FIELD=VALUE`; of a list the entry that is being typed."""
        name, equals, value = begun.partition("=")
        if not equals:
            for known in self._fields:
                if known.name.startswith(begun):
                    yield Candidate(f"{known.name}=", ", ".join(known.choices), is_whole=False)
            return
        field = next((field for field in self._fields if field.name == name), None)
        if field is None:
            return
        head = ""
        if field.form in _LIST_FORMS:
            head = value[: value.rfind(",") + 1]
            head += value[len(head) : len(head) + 1] if value[len(head) : len(head) + 1] in ("+", "-") else ""
        for word in self._values(field):
            if word.startswith(value[len(head) :]):
                yield Candidate(f"{name}={head}{word}")

    def periods(self, begun: str) -> Iterator[Candidate]:
        """Yield the periods that the indicator has observations of."""
        record = self._analysis.dataset.by_id.get(self._line.positional[0])
        found = [str(item.period) for item in getattr(record, "observations", ())]
        return (Candidate(period) for period in reversed(found) if period.startswith(begun))

    def days(self, begun: str) -> Iterator[Candidate]:
        """Yield words that stand for days."""
        from jinpu_tui.query.completion import DAYS

        return (Candidate(day) for day in DAYS if day.startswith(begun) and day != "none")

    def filter_term(self, begun: str) -> Iterator[Candidate]:
        """Yield what may stand at the end of the last word of a filter."""
        from jinpu_tui.query.completion import completion
        from jinpu_tui.query.search_index import folded

        if not begun.strip("-("):
            return
        start, found = completion(begun, self._filter_kind, self._analysis)
        rest = folded(begun[start:].lstrip('"'))
        for word in found:
            if folded(word.lstrip('"')).startswith(rest):
                yield Candidate(begun[:start] + word, is_whole=not word.endswith(":"))

    filter_text = filter_term

    def views(self, begun: str) -> Iterator[Candidate]:
        """Yield the names of the dataset's views and the user's own."""
        from jinpu_tui.services.user_state import load_user_state

        names = [view.name for view in (*self._analysis.dataset.views, *load_user_state().views()) if view.name]
        return (Candidate(name) for name in dict.fromkeys(names) if name.startswith(begun))

    def columns(self, begun: str) -> Iterator[Candidate]:
        """Yield names of columns, for the entry of a list that is being typed."""
        from jinpu_tui.query.columns import columns

        head = begun[: begun.rfind(",") + 1]
        return (
            Candidate(head + name, is_whole=False) for name in columns(self._filter_kind) if name.startswith(begun[len(head) :])
        )

    def reporters(self, begun: str) -> Iterator[Candidate]:
        """Yield the names of those who wrote notes."""
        from jinpu_tui.query.completion import values_of

        return (Candidate(name) for name in values_of("by", "task", self._analysis) if name.startswith(begun))

    def revisions(self, begun: str) -> Iterator[Candidate]:
        """Yield branches, tags and HEAD of the repository that the dataset lies in."""
        from jinpu_tui.model.errors import HistoryError
        from jinpu_tui.services.history import revision_names

        root = self._root
        try:
            names = revision_names(root) if root is not None else ()
        except (HistoryError, OSError):
            names = ()
        return (Candidate(name) for name in names if name.startswith(begun))

    @cached_property
    def _root(self) -> Path | None:
        """The dataset that the line names, else the default; never the user's copy if that does not exist yet."""
        from jinpu_tui.cli.default_dataset import existing_default_dataset

        if demo := self._line.options.get("demo"):
            from jinpu_tui.cli.demo import shipped_demo

            return shipped_demo(demo)

        named = self._line.options.get("dataset")
        return Path(named).expanduser() if named else existing_default_dataset()

    @cached_property
    def _analysis(self) -> Any:
        from jinpu_tui.analysis.analysis import Analysis
        from jinpu_tui.services.dataset_view import DatasetView
        from jinpu_tui.services.snapshots import snapshot_at

        root, at = self._root, self._line.options.get("at")
        if root is None:
            raise FileNotFoundError
        view = DatasetView(root, validate=False, past=snapshot_at(root, at) if at else None)
        return Analysis(view.dataset, view.day)

    @property
    def _filter_kind(self) -> Kind:
        """The kind of records that a filter on this line is for."""
        first = self._line.positional[0] if self._line.positional else ""
        if first in _KINDS:
            return _KINDS[first]
        name = self._line.options.get("name")
        views = (view for view in self._analysis.dataset.views if view.name == name) if name else ()
        return next((KIND_OF[view.pane] for view in views), "task")

    @property
    def _fields(self) -> Iterable[Field]:
        line = self._line
        if line.name == "observe":
            return [field for field in NESTED["indicator", "observations"] if field.name not in ("period", "value")]
        kind = line.positional[0] if line.name == "add" else self._kind_of(line.positional)
        return [field for field in FIELDS.get(cast("Kind", kind), ()) if field.name != "id"]

    def _kind_of(self, ids: Iterable[str]) -> str:
        data = self._analysis.dataset
        return next((data.by_id[id_].TYPE for id_ in ids if id_ in data.by_id), "task")

    def _values(self, field: Field) -> Iterable[str]:
        from jinpu_tui.query.completion import DAYS, values_of

        analysis = self._analysis
        if field.refers_to is not None:
            return [record.id for record in analysis.dataset.of_kind(field.refers_to)]
        if field.form in ("flag", "date") or field.choices:
            return field.choices or (("true", "false") if field.form == "flag" else [day for day in DAYS if day != "none"])
        line = self._line
        kind = line.positional[0] if line.name == "add" else self._kind_of(line.positional)
        return values_of(field.name, cast("Kind", kind), analysis)
