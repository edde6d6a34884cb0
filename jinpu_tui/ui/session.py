"""What the person at the keys has chosen to see: scope, filters, marks, folds, order; and facts that all panes share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from msgspec import structs

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.analysis.lights import Light
from jinpu_tui.analysis.progress import tasks_below
from jinpu_tui.analysis.rollup import RequirementStatus
from jinpu_tui.model.changes import Added
from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.drafts import Draft
from jinpu_tui.model.errors import FilterError
from jinpu_tui.model.fields import KIND_OF
from jinpu_tui.model.problems import Problem
from jinpu_tui.model.records import Indicator, Kind, Pane, Record, Task, View
from jinpu_tui.query.search_index import SearchIndex
from jinpu_tui.query.sorting import ordered
from jinpu_tui.services.configuration import ThemeName
from jinpu_tui.services.user_state import UserState
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.problem_list import ProblemList

if TYPE_CHECKING:
    from jinpu_tui.analysis.differences import Difference
    from jinpu_tui.analysis.series import Scale
    from jinpu_tui.query.overview import Section
    from jinpu_tui.services.history import Comparison, LogLine
    from jinpu_tui.services.snapshots import Snapshot
    from jinpu_tui.services.user_state import DraftStore, RecentStore, TextStore

R = TypeVar("R", bound=Record)

PANES: tuple[Pane, ...] = get_args(Pane)

PANE_OF: dict[Kind, Pane] = {kind: pane for pane, kind in KIND_OF.items()}


class Session:
    """The choices of one sitting."""

    def __init__(
        self, workspace: Workspace, user_state: UserState | None = None, shown_keys: Mapping[str, str] | None = None
    ) -> None:
        self.workspace = workspace
        self.user_state = user_state or UserState()
        self._shown_keys = shown_keys or {}
        self.scope = ""
        left = self.user_state.left(workspace.root)
        self.views: dict[Pane, View] = {pane: View(pane, pane=pane) for pane in PANES} | {item.pane: item for item in left.view}
        self.past_filters = list(left.filters)
        self.sizes = left.sizes
        self.theme: ThemeName = "terminal"
        self.chart_scale: Scale | None = None
        self._recents: RecentStore | None = None
        self.unfolded_groups: set[str] = set()
        """Groups of the form that are shown although no field in them is set."""
        self.marks: set[str] = set()
        self.folded: set[str] = set()
        self.opened: set[str] = set()
        self.closed: set[str] = set()
        self.base: Snapshot | None = None
        self.logs: dict[str, Sequence[LogLine]] = {}
        self.finder = SearchIndex()
        self._kept: TextStore | None = None
        self._drafts: DraftStore | None = None
        self.waiting = 0
        self.problem_list = ProblemList(workspace)
        self.is_begun = False
        self._in_order: dict[Pane, tuple[object, Sequence[Any]]] = {}
        self._overview: tuple[object, Sequence[Section]] = None, ()
        self._comparison: tuple[object, Comparison | None] = None, None
        self._analysis = self._expected = Analysis(workspace.dataset, workspace.day)

    @property
    def dataset(self) -> Dataset:
        """The dataset as it stands now."""
        return self.workspace.dataset

    @property
    def day(self) -> date:
        """The day that lights are judged on."""
        return self.workspace.day

    @property
    def analysis(self) -> Analysis:
        """What the dataset as it stands now says on the day."""
        if self._analysis.dataset is not self.dataset or self._analysis.day != self.day:
            ready = self._expected.dataset is self.dataset and self._expected.day == self.day
            self._analysis = self._expected if ready else Analysis(self.dataset, self.day)
        return self._analysis

    @property
    def lights(self) -> Mapping[str, Light]:
        """The light of each task."""
        return self.analysis.lights

    @property
    def requirement_statuses(self) -> Mapping[str, RequirementStatus]:
        """How each requirement stands."""
        return self.analysis.requirement_statuses

    def requirement_status(self, requirement: str) -> RequirementStatus:
        """How a requirement stands; nothing is known before all is read."""
        return RequirementStatus(None, None, 0) if self.workspace.reading else self.requirement_statuses[requirement]

    def read_rest(self, wanted: Callable[[], bool]) -> None:
        """Read the rest of the dataset while it is wanted, and work out what the panes will ask for; in another thread."""
        dataset = self.workspace.read_rest(wanted)
        if dataset is not None:
            self._expected = Analysis(dataset, self.day)
            _ready = self._expected.requirement_statuses, self._expected.light_counts, dataset.children, dataset.by_id

    def warm_caches(self, wanted: Callable[[], bool]) -> None:
        """Have at hand what pages ask for, what filters look into, and the overview, while it is wanted; in another thread."""
        dataset = self.dataset
        _indexes = dataset.tasks_of, dataset.dependents, dataset.comments_on
        for record in dataset:
            if not wanted():
                return
            self.finder.haystack(record)
        from jinpu_tui.query.overview import overview

        analysis = self.analysis
        sections: list[Section] = []
        for section in overview(analysis):
            sections.append(section)
            if not wanted():
                return
        self._overview = analysis, sections
        _ready = analysis.against_pace

    def key_of(self, command: str) -> str:
        """Return what texts name as the key of a command, which is given by its id."""
        return self._shown_keys.get(command, command)

    def update_view(self, pane: Pane, **choices: Any) -> None:
        """Look at a pane in another way: `filter`, `order`, `group`, `columns`."""
        self.views[pane] = structs.replace(self.views[pane], **choices)

    def save_views(self) -> None:
        """Keep for the next sitting how panes are left, their sizes, and past filters.

        Their own filters are not kept: they would hide things.
        """
        views = [
            View(view.id, pane=view.pane, order=view.order, group=view.group, columns=view.columns)
            for view in self.views.values()
        ]
        self.user_state.leave(self.workspace.root, views, self.past_filters, self.sizes)

    @property
    def proposes(self) -> bool:
        """Whether edits are collected as proposals, for they cannot be written."""
        return self.workspace.may_propose and self.user_state.state is not None

    @property
    def kept(self) -> TextStore:
        """Texts that were typed and not used: they come back when their prompt opens again."""
        if self._kept is None:
            self._kept = self.user_state.kept_texts(self.workspace.root)
        return self._kept

    @property
    def recents(self) -> RecentStore:
        """Texts that were typed into prompts and used, in earlier sessions, too."""
        if self._recents is None:
            self._recents = self.user_state.recent_texts(self.workspace.root)
        return self._recents

    def keep_draft(self, draft: Draft | None) -> None:
        """Have on disk what is being typed into a prompt that writes nothing to the dataset; None if it was used or given up.

        Raises OSError.
        """
        if self._drafts is None and draft is not None:
            self._drafts = self.user_state.drafts(self.workspace.root, create=True)
        if self._drafts is not None and draft is not None:
            self._drafts.keep(draft)
        elif self._drafts is not None:
            self._drafts.drop()

    def take_draft(self) -> Draft | None:
        """Return the newest text that a dead session left in a prompt, of those that edit and then of all others.

        Raises OSError.
        """
        draft = self.workspace.take_draft()
        if draft is None and self._drafts is None:
            self._drafts = self.user_state.drafts(self.workspace.root, create=False)
        return self._drafts.take_newest() if draft is None and self._drafts is not None else draft

    def taken_ids(self) -> frozenset[str]:
        """Return the ids that no new record may get: those that records have or had, and those of records that are proposed."""
        proposals = self.user_state.proposals(self.workspace.root) if self.proposes else ()
        proposed = {change.id for proposal in proposals for change in proposal.changes if isinstance(change, Added)}
        return self.workspace.used_ids() | proposed

    @property
    def overview(self) -> Sequence[Section]:
        """How the whole dataset stands, in counts."""
        from jinpu_tui.query.overview import overview

        if self._overview[0] is not self.analysis:
            self._overview = self.analysis, tuple(overview(self.analysis))
        return self._overview[1]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the dataset and around it; what views ask for once the sitting has begun."""
        return self.problem_list.all(self.analysis, with_views=self.is_begun)

    @property
    def differences(self) -> Sequence[Difference]:
        """What differs from the state that was picked to compare with; nothing if none was."""
        return self.comparison.differences if self.comparison is not None else ()

    @property
    def comparison(self) -> Comparison | None:
        """The dataset compared with the state that was picked; None if none was."""
        from jinpu_tui.services.history import compare

        key = self.base, self.analysis
        if self.base is not None and self._comparison[0] != key:
            self._comparison = key, compare(self.workspace, self.base)
        return self._comparison[1] if self.base is not None else None

    def filter_of(self, pane: Pane) -> str:
        """Return the filter of a pane; empty for none."""
        return self.views[pane].filter

    def in_order(self, pane: Pane) -> Sequence[Any]:
        """Return the records of a pane in scope, in its order; kept until one of these changes."""
        order = self.views[pane].order
        if not order:
            return self._in_scope(pane)
        key = self.analysis, order, self.scope
        if pane not in self._in_order or self._in_order[pane][0] != key:
            self._in_order[pane] = key, tuple(ordered(self._in_scope(pane), order, KIND_OF[pane], self.analysis))
        return self._in_order[pane][1]

    def _in_scope(self, pane: Pane) -> Sequence[Any]:
        if pane == "requirements":
            return self.dataset.requirements
        return self.tasks_in_scope if pane == "tasks" else self.indicators_in_scope

    @property
    def tasks_in_scope(self) -> Sequence[Task]:
        """The tasks of the scope and of all below it; all tasks without one."""
        return tasks_below(self.dataset, self.scope) if self.scope else self.dataset.tasks

    @property
    def indicators_in_scope(self) -> Sequence[Indicator]:
        """The indicators of the scope and of all below it; all without one."""
        if not self.scope:
            return self.dataset.indicators
        wanted = self.dataset.below(self.scope)
        return [indicator for indicator in self.dataset.indicators if not wanted.isdisjoint(indicator.requirements)]

    def matching(self, pane: Pane, records: Sequence[R]) -> Sequence[R]:
        """Return the records that the filter of a pane keeps; none if what it names is there no more."""
        if not self.filter_of(pane):
            return records
        from jinpu_tui.query.filter import matching

        try:
            return matching(records, self.filter_of(pane), self.analysis, self.finder)
        except FilterError:
            return ()

    def sign(self, id_: str) -> str:
        """Return the sign before a record, else a blank.

        `!`: something is wrong with it; `~`: its file cannot be read now; `?`: it changed since it was signed off; `"`: a
        comment on it is open.
        """
        if id_ in self.dataset.faulty or id_ in self.dataset.stale:
            return "!" if id_ in self.dataset.faulty else "~"
        if not (self.dataset.comments or self.dataset.signoffs):
            return " "
        return "?" if id_ in self.analysis.outdated else '"' if id_ in self.analysis.commented else " "

    def marked(self, kind: Kind) -> list[str]:
        """Return the ids of the marked records of a kind, in the order of the dataset."""
        return [record.id for record in self.dataset.of_kind(kind) if record.id in self.marks] if self.marks else []

    def prune(self) -> None:
        """Let go of what no longer exists, and count what waits."""
        self.waiting = self.workspace.pending_count
        self.marks &= self.dataset.by_id.keys()
        if self.scope not in self.dataset.by_id:
            self.scope = ""
