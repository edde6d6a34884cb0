"""What is wrong with a dataset and around it, as the screen shows it."""

from __future__ import annotations

from jinpu_tui.analysis.analysis import Analysis
from jinpu_tui.model.problems import Problem
from jinpu_tui.services.workspace import Workspace


class ProblemList:
    """The problems of the records, of the views, and of the clone that the dataset is in."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.around: tuple[Problem, ...] = ()
        """What is wrong around the dataset; `find_around` finds it."""
        self._left_out: dict[tuple[str, str, str], Problem] = {}
        self._with_views: tuple[object, tuple[Problem, ...]] = None, ()

    def all(self, analysis: Analysis, *, with_views: bool) -> tuple[Problem, ...]:
        """Return all problems, those of records in the order of files and lines.

        Args:
            analysis: What the dataset says now.
            with_views: Whether what views ask for is looked at too.
        """
        problems = self._of_views(analysis) if with_views and analysis.dataset.views else self._workspace.problems
        if self._left_out:
            problems = tuple(self._without_left_out(problem) for problem in problems)
        return (*problems, *self.around)

    def find_around(self) -> tuple[Problem, ...]:
        """Return what is wrong around the dataset: its clone is not set up. May run in another thread."""
        from jinpu_tui.services.git_setup import clone_problem, without_left_out

        problems = self._workspace.problems
        judged = zip(problems, without_left_out(self._workspace, problems), strict=True)
        self._left_out = {(old.code, old.id, old.message): new for old, new in judged if new is not old}
        problem = clone_problem(self._workspace)
        return () if problem is None else (problem,)

    def _without_left_out(self, problem: Problem) -> Problem:
        """Return a problem, as a warning if it is due to a file that is not checked out."""
        judged = self._left_out.get((problem.code, problem.id, problem.message), problem)
        return judged._replace(file=problem.file, line=problem.line, column=problem.column)

    def _of_views(self, analysis: Analysis) -> tuple[Problem, ...]:
        """Return the problems of records and views, found once for each state of the dataset."""
        from jinpu_tui.query.views import faults

        if self._with_views[0] is not analysis:
            self._with_views = analysis, self._workspace.problems_with(faults(analysis))
        return self._with_views[1]
