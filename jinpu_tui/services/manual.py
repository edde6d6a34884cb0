"""The manual: Markdown documents that come with the program, by topic, as lines for a width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from jinpu_tui.model.errors import JinpuError
from jinpu_tui.model.suggestions import nearest
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from rich.segment import Segment

TOPICS = (
    "keys",
    "filter-language",
    "command-line",
    "format",
    "review",
    "reports",
    "import-export",
    "many-offices",
    "durability",
    "configuration",
    "terminals",
    "architecture",
    "glossary",
)
"""Names of the documents in the order in which they are listed; those for contributors last."""


_ASCII = {ord("─"): "-", ord("━"): "=", ord("•"): "*", ord("│"): "|"}


class Topic(NamedTuple):
    """A document."""

    name: str
    """Name of its file without the ending."""

    title: str
    summary: str
    """Its first paragraph."""


class UnknownTopicError(JinpuError):
    """There is no document of that name; the message names the nearest one or all of them."""

    exit_code = 2

    def __init__(self, name: str) -> None:
        near = nearest(name, TOPICS)
        if near:
            message = _("There is no topic {name}; did you mean {near}?").format(name=name, near=near)
        else:
            message = _("There is no topic {name}. Topics: {topics}").format(name=name, topics=", ".join(TOPICS))
        super().__init__(message)


def topics() -> Iterator[Topic]:
    """Return all topics with their titles and summaries."""
    for name in TOPICS:
        title, summary, *_rest = [part for part in read_topic(name).split("\n\n") if part.strip()]
        yield Topic(name, title.removeprefix("# ").strip(), " ".join(summary.split()))


def read_topic(name: str) -> str:
    """Return the Markdown text of a topic. Raises UnknownTopicError."""
    if name not in TOPICS:
        raise UnknownTopicError(name)
    return (files("jinpu_tui.docs") / f"{name}.md").read_text("utf-8")


def topic_lines(name: str, width: int, *, plain: bool = False) -> Iterator[Sequence[Segment]]:
    """Return a topic as lines of at most `width` cells.

    Args:
        name: Name of the topic.
        width: Cells of a line.
        plain: Whether to do without colour and characters for drawing boxes.

    Raises:
        UnknownTopicError: There is no such topic.
    """
    from rich.console import Console  # half of the time that `jinpu-tui --help` takes
    from rich.markdown import Markdown
    from rich.segment import Segment

    text = "\n".join(line for line in read_topic(name).splitlines() if not line.startswith("<!--"))
    console = Console(width=width, color_system=None if plain else "standard", force_terminal=not plain, legacy_windows=False)
    for line in console.render_lines(Markdown(text, hyperlinks=False), pad=False):
        yield [Segment(segment.text.translate(_ASCII), segment.style) for segment in line] if plain else line
