"""What each shell is given for a line that is being typed."""

from __future__ import annotations

from collections.abc import Iterator

from jinpu_tui.cli.completion.candidates import candidates
from jinpu_tui.cli.completion.shell_words import BREAKS, bash_insertion, split_line
from jinpu_tui.cli.completion.types import Candidate
from jinpu_tui.text.sanitize import visible

MAX_CANDIDATES = 500
"""More than anybody reads; a longer beginning narrows them."""

MAX_TEXT = 50
"""Characters of the explanation beside a candidate."""


def answer(shell: str, text: str, breaks: str | None) -> Iterator[str]:
    """Yield the lines that the script of a shell reads.

    Words with characters that a terminal would obey are left out.
    """
    line = split_line(text)
    count = 0
    for candidate in candidates(line.words[1:], line.current):
        if not candidate.word.isprintable() or visible(candidate.word) != candidate.word:
            continue
        count += 1
        if count > MAX_CANDIDATES:
            return
        if shell == "bash":
            word = bash_insertion(line, candidate.word, BREAKS if breaks is None else breaks)
            if word is not None:
                yield word + (" " if candidate.is_whole and not line.quote else "")
        elif shell == "zsh":
            yield f"{int(candidate.is_whole)}\t{candidate.word}\t{_explained(candidate)}"
        else:
            yield f"{candidate.word}\t{visible(candidate.text)[:MAX_TEXT]}"


def _explained(candidate: Candidate) -> str:
    text = visible(candidate.text)[:MAX_TEXT]
    return f"{candidate.word}  {text}" if text else candidate.word
