"""Commands that read and write files of other programs, and reports."""

from __future__ import annotations

from jinpu_tui.text.i18n import _
from jinpu_tui.ui.command import Command

EXCHANGE_COMMANDS: tuple[Command, ...] = (
    Command(
        "exchange.import",
        "records",
        ("i",),
        _("import"),
        _("Import a spreadsheet: pick a file, accept or refuse each row"),
        "imports.import_file",
        edits=True,
        is_direct=True,
        synonyms=_("excel xlsx csv open register paste"),
        asks=True,
    ),
    Command(
        "exchange.export",
        "review",
        ("X",),
        _("export"),
        _("Export a workbook, a CSV file or a calendar"),
        "exports.export",
        synonyms=_("excel xlsx csv ics spreadsheet"),
        asks=True,
    ),
    Command(
        "report.write",
        "review",
        ("ctrl+o",),
        _("report"),
        _("Write a report: HTML, Markdown or text"),
        "reports.report",
        synonyms=_("print html markdown"),
    ),
)
