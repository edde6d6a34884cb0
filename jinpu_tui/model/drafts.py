"""What somebody is typing and has not made an edit yet."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Draft(Struct, frozen=True):
    """A text, and what it was typed for.

    `command` is the id of the command that asked for it, `key` its key (older versions keep the key only), `pane`
    and `page` where, `id` the record under the cursor, `field` and
    `entry` the place in it, `marks` the records marked. `slot` names the prompt that the text comes back to, `title` is how the
    prompt was headed.
    """

    text: str
    key: str = ""
    pane: str = ""
    page: str = ""
    id: str = ""
    field: str = ""
    entry: int = -1
    marks: tuple[str, ...] = ()
    who: str = ""
    when: datetime | None = None
    slot: str = ""
    title: str = ""
    command: str = ""
