"""Workbooks that are damaged, locked, or small on disk and huge in memory: refused on one line, or read with a warning."""

from __future__ import annotations

import resource
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from exchange.conftest import Office

HEADINGS = ["任务名称", "牵头单位", "完成时限"]
MAX_GROWTH_KB = 300_000


def workbook(*rows: list[object], **more: object) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in ([*HEADINGS], *rows):
        book.active.append(row)
    return book


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Replace bytes in a part of an archive."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def refused(office: Office, path: Path) -> str:
    code, out, err = office.run("import", str(path))
    assert (code, out, len(err.splitlines())) == (3, "", 1), err
    assert "Traceback" not in err
    assert "internal error" not in err
    assert office.records() == []
    return err


def test_an_archive_that_is_huge_in_memory(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _time in range(500):
                part.write(b"0" * (1 << 20))
    assert path.stat().st_size < 1 << 20
    assert "500 MB of memory" in refused(office, path)


def test_a_cell_that_is_far_out(office: Office, tmp_path: Path) -> None:
    book = workbook(["修路", "财政局"])
    book.active["XFD1048576"] = "x"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "so far out" in refused(office, saved(book, tmp_path / "far.xlsx"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MAX_GROWTH_KB


def test_a_million_empty_rows_cost_nothing(office: Office, tmp_path: Path) -> None:
    path = saved(workbook(["修路", "财政局"]), tmp_path / "empty.xlsx")
    rows = b"".join(b'<row r="%d" spans="1:3"/>' % number for number in range(3, 1_048_577))
    rewritten(path, "xl/worksheets/sheet1.xml", b"</sheetData>", rows + b"</sheetData>")
    assert office.counts(path) == {"add": 1}


def test_errors_and_formulas_without_a_value_are_named(office: Office, tmp_path: Path) -> None:
    path = saved(workbook(["修路", "财政局", "=1+1"], ["建港", "ERROR", None]), tmp_path / "errors.xlsx")
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    cell = next(part.split(b"</c>")[0] for part in sheet.split(b"<c ") if part.startswith(b'r="B3"'))
    rewritten(path, "xl/worksheets/sheet1.xml", cell, b'r="B3" t="e"><v>#REF!</v>')
    code, out, err = office.run("import", str(path))
    assert code == 0, err
    assert "row 2, column C (完成时限): the value of the formula was not saved" in out
    assert "row 3, column B (牵头单位): the cell holds the error #REF!" in out
    assert [record["title"] for record in office.records()] == ["修路", "建港"]


def test_a_password(office: Office, tmp_path: Path) -> None:
    # The directory of a compound file with the stream that holds the encrypted workbook.
    name = "EncryptedPackage".encode("utf-16-le")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    data = header.ljust(512, b"\x00") + name.ljust(4096, b"\x00")
    path = tmp_path / "locked.xlsx"
    path.write_bytes(data)
    assert refused(office, path)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"PK\x03\x04" + bytes(2000), b"\xd0\xcf\x11\xe0" + bytes(600), b"\x00\x01\x02", b"\xff\xfe\x00"],
)
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "csv"])
def test_damaged_files(office: Office, tmp_path: Path, data: bytes, ending: str) -> None:
    path = tmp_path / f"damaged.{ending}"
    path.write_bytes(data)
    refused(office, path)


def test_a_cut_archive(office: Office, tmp_path: Path) -> None:
    whole = saved(workbook(["修路", "财政局"]), tmp_path / "whole.xlsx").read_bytes()
    path = tmp_path / "cut.xlsx"
    for length in range(10, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:length])
        refused(office, path)


def test_hidden_sheets_are_left_alone_unless_named(office: Office, tmp_path: Path) -> None:
    book = workbook(["修路", "财政局"])
    hidden = book.create_sheet("暗")
    for row in (HEADINGS, ["秘密", "商务局"], ["秘密二", "商务局"]):
        hidden.append(row)
    hidden.sheet_state = "veryHidden"
    path = saved(book, tmp_path / "hidden.xlsx")
    assert office.counts(path) == {"add": 1}
    assert office.counts(path, "--sheet", "暗") == {"add": 2}
    code, _out, err = office.run("import", str(path), "--sheet", "无")
    assert (code, err.count("\n")) == (3, 1)


def test_long_cells_controls_and_formulas_as_text_are_texts(office: Office, tmp_path: Path) -> None:
    book = workbook(["长" * 32_767, "=cmd|'C calc'!A0", None], ["a_x001b_[31mb", "+财政局", None])
    book.active["B2"].data_type = "s"
    path = saved(book, tmp_path / "long.xlsx")
    code, out, err = office.run("import", str(path))
    assert code == 0, err
    assert "\x1b" not in out
    first, second = office.records()
    assert (len(first["title"]), first["lead"]) == (32_767, "=cmd|'C calc'!A0")
    assert second["lead"] == "+财政局"


@pytest.mark.skipif(sys.platform == "win32", reason="needs /dev")
def test_what_is_no_file(office: Office) -> None:
    refused(office, Path("/dev"))


@pytest.mark.parametrize("name", ["register.xls", "register.ods"])
def test_workbooks_of_other_formats(office: Office, name: str) -> None:
    """The files were written by xlwt and odfpy."""
    assert office.counts(Path(__file__).parent / "fixtures" / name) == {"add": 1}
    (record,) = office.records()
    assert (record["title"], record["lead"], str(record["due"])) == ("修路", "财政局", "2016-12-31")
