"""`jinpu-tui export` and the way back by `import`."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from jinpu_tui.cli.main import run
from jinpu_tui.exchange.observation_merge import merge_observations
from jinpu_tui.services.imports import ImportOptions, apply_import, decide, prepare_import
from jinpu_tui.services.workspace import Workspace

LEDGER = """\
# kept by hand
[dataset]
title = "台账"
language = "zh"
as_of = 2016-12-01

[[requirement]]
id = "R1"
title = "改善交通"

[[requirement]]
id = "R1.1"
title = "修路"
parent = "R1"

[[requirement]]
id = "R2"
title = "绿化"

[[task]]
id = "T1"
title = "修通环城路"   # the big one
requirements = ["R1.1"]
lead = "交通局"
progress = 40
problem = "资金未到位"
steps = [{ text = "勘察", due = 2016-03-31 }, { text = "开工" }]
log = [{ date = 2016-05-01, text = "已完成勘察" }]

[[task]]
id = "T2"
title = "植树"
requirements = ["R2"]
lead = "林业局"
due = 2016-10-01

[[task]]
id = "T3"
title = "办会"

[[indicator]]
id = "I1"
name = "道路里程"
lead = "交通局"
observations = [{ period = "2016-06", value = 50, growth = 7.5 }]
"""


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "ledger.toml"
    path.write_text(LEDGER, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JINPU_DATASET", str(path))
    return path


def sheet_rows(path: str, name: str) -> dict[str, dict[str, openpyxl.cell.Cell]]:
    sheet = openpyxl.load_workbook(path)[name]
    headings = [cell.value for cell in sheet[3]]
    return {row[headings.index("标识")].value: dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(min_row=4)}


def edit(path: str, **cells: object) -> None:
    """Change cells of the tasks, named `T1_进度`."""
    book = openpyxl.load_workbook(path)
    sheet = book["任务"]
    headings = [cell.value for cell in sheet[3]]
    for place, value in cells.items():
        id_, heading = place.split("_")
        row = next(row for row in sheet.iter_rows(min_row=4) if row[headings.index("标识")].value == id_)
        row[headings.index(heading)].value = value
    book.save(path)


def test_a_returned_workbook_changes_what_was_edited(ledger):
    assert run(["export", "a.xlsx"]) == 0
    edit("a.xlsx", T1_进度=60, T1_存在问题=None, T2_下一步措施="补植", T2_状态="进行中", T1_进展情况="已开工")
    assert run(["import", "a.xlsx"]) == 0
    text = ledger.read_text("utf-8")
    assert "progress = 60" in text
    assert "problem" not in text
    assert 'next = "补植"' in text
    assert 'status = "doing"' in text
    assert 'text = "已完成勘察" }' in text
    assert 'text = "已开工"' in text
    assert "# the big one" in text
    after = ledger.read_bytes()
    assert run(["import", "a.xlsx"]) == 0
    assert ledger.read_bytes() == after


def test_edits_of_both_sides_are_merged(ledger, capsys):
    run(["export", "a.xlsx"])
    run(["set", "T1", "progress=50"])
    run(["set", "T2", "owner=王"])
    edit("a.xlsx", T1_进度=60, T2_完成时限="2016-11-30")
    assert run(["import", "a.xlsx"]) == 1
    text = ledger.read_text("utf-8")
    assert "progress = 50" in text
    assert 'owner = "王"' in text
    assert "due = 2016-11-30" in text
    assert "60" in capsys.readouterr().out


def test_a_deleted_column_empties_nothing(ledger):
    run(["export", "a.xlsx"])
    book = openpyxl.load_workbook("a.xlsx")
    sheet = book["任务"]
    headings = [cell.value for cell in sheet[3]]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for heading in ("存在问题", "进度", "形象进度节点"):
        sheet.delete_cols(headings.index(heading) + 1)
        headings.remove(heading)
    book.save("a.xlsx")
    before = ledger.read_bytes()
    assert run(["import", "a.xlsx"]) == 0
    assert ledger.read_bytes() == before


def test_a_tick_of_a_step_comes_in(ledger):
    run(["export", "a.xlsx"])
    edit("a.xlsx", T1_形象进度节点="☑ 勘察 (2016-03-31)\n□ 开工")
    assert run(["import", "a.xlsx"]) == 0
    assert '{ text = "勘察", due = 2016-03-31, done = true }' in ledger.read_text("utf-8")


def test_a_new_export_of_the_same_name_is_compared_with_itself(ledger):
    run(["export", "a.xlsx"])
    edit("a.xlsx", T1_进度=60)
    run(["import", "a.xlsx"])
    run(["set", "T1", "progress=70"])
    run(["export", "a.xlsx", "--force"])
    edit("a.xlsx", T1_进度=60)
    assert run(["import", "a.xlsx"]) == 0
    assert "progress = 60" in ledger.read_text("utf-8")


def test_a_figure_is_changed_and_its_growth_stays(ledger):
    run(["export", "a.xlsx"])
    book = openpyxl.load_workbook("a.xlsx")
    sheet = book["指标"]
    column = [cell.value for cell in sheet[3]].index("2016-06") + 1
    sheet.cell(4, column).value = 55
    book.save("a.xlsx")
    assert run(["import", "a.xlsx", "--kind", "indicator"]) == 0
    assert '{ period = "2016-06", value = 55, growth = 7.5 }' in ledger.read_text("utf-8")
    assert run(["import", "a.xlsx"]) == 0


def test_a_file_for_each_unit(ledger, capsys):
    assert run(["export", "part.xlsx", "--by", "lead"]) == 0
    assert sorted(path.name for path in ledger.parent.glob("part*")) == [
        "part-none.xlsx",
        "part-交通局.xlsx",
        "part-林业局.xlsx",
    ]
    assert list(sheet_rows("part-交通局.xlsx", "任务")) == ["T1"]
    assert list(sheet_rows("part-交通局.xlsx", "工作要求")) == ["R1", "R1.1"]
    assert list(sheet_rows("part-交通局.xlsx", "指标")) == ["I1"]
    assert "指标" not in openpyxl.load_workbook("part-林业局.xlsx").sheetnames
    assert run(["export", "part.xlsx", "--by", "lead"]) == 0
    run(["set", "T1", "progress=70"])
    capsys.readouterr()
    assert run(["export", "part.xlsx", "--by", "lead"]) == 3
    assert "--force" in capsys.readouterr().err
    assert sheet_rows("part-交通局.xlsx", "任务")["T1"]["进度"].value == 40
    assert run(["export", "part.xlsx", "--by", "lead", "--force"]) == 0
    assert sheet_rows("part-交通局.xlsx", "任务")["T1"]["进度"].value == 70


def test_filter_columns_and_views_apply(ledger, capsysbinary):
    def csv(*words: str) -> list[str]:
        assert run(["export", "-", "--format", "csv", *words]) == 0
        return capsysbinary.readouterr().out.decode().splitlines()

    assert csv("tasks", "lead:林业局", "--columns", "id,title:20,due")[1:] == ["T2,植树,2016-10-01"]
    assert csv("--columns", "title", "is:late") == ["\ufeff任务名称", "植树"]
    assert csv("--no-bom", "requirements", "--columns", "id") == ["标识", "R1", "R1.1", "R2"]
    with Path("ledger.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[view]]\nid = "V1"\nname = "late"\norder = ["id-"]\ncolumns = ["id", "lead"]\nfilter = "-lead:none"\n')
    assert csv("--view", "late")[1:] == ["T2,林业局", "T1,交通局"]


def test_calendar_and_marks(ledger):
    assert run(["export", "a.ics"]) == 0
    assert Path("a.ics").read_bytes().count(b"BEGIN:VTODO\r\n") == 4
    assert run(["export", "a.csv", "--no-bom"]) == 0
    assert not Path("a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["a.pdf"], 2),
        (["a.xlsx", "tasks", "due>"], 2),
        (["a.xlsx", "--columns", "bogus"], 2),
        (["a.xlsx", "indicators", "--by", "lead"], 2),
        (["-", "--format", "csv", "--by", "lead"], 2),
        (["a.ics", "requirements"], 3),
        (["ledger.toml", "--format", "csv", "--force"], 3),
        (["nowhere/a.xlsx"], 3),
    ],
)
def test_refusals(ledger, capsys, words, code):
    assert run(["export", *words]) == code
    error = capsys.readouterr().err
    assert error.startswith("jinpu-tui: ")
    assert error.count("\n") == 1
    assert ledger.read_text("utf-8") == LEDGER


def test_nothing_left_by_the_filter(ledger, capsys):
    assert run(["export", "a.xlsx", "tasks", "nosuchword"]) == 0
    assert openpyxl.load_workbook("a.xlsx")["任务"].max_row >= 3
    assert run(["export", "b.xlsx", "tasks", "nosuchword", "--by", "lead"]) == 0
    assert "no file" in capsys.readouterr().err


def test_a_workbook_goes_to_standard_output(ledger, capsysbinary):
    assert run(["export", "-", "tasks", "--format", "xlsx"]) == 0
    assert openpyxl.load_workbook(io.BytesIO(capsysbinary.readouterr().out)).sheetnames[0] == "任务"


def test_a_forged_base_takes_no_id_away(ledger):
    run(["export", "a.xlsx"])
    book = openpyxl.load_workbook("a.xlsx")
    sheet = book[".jinpu"]
    sheet["A1"] = '{"version": 1, "export": "x", "sheets": {"view": "任务", "task": "任务"}}'
    sheet["A2"] = '{"kind": "task", "id": "T1", "values": {"id": "T1", "bogus": 1, "title": [1], "observations": 3}}'
    sheet["A4"] = '{"kind": "indicator", "id": "I1", "values": {"observations": 3, "target": [[1]], "steps": "x"}}'
    sheet["A5"] = '{"kind": "task", "id": "T2", "values": {"steps": ["x", 1], "log": 5, "due": []}}'
    sheet["A3"] = '{"kind": "view", "id": "T2", "values": {"id": "T2"}}'
    book.save("a.xlsx")
    assert run(["import", "a.xlsx"]) in (0, 1)
    assert 'id = "T1"' in ledger.read_text("utf-8")
    assert run(["import", "a.xlsx", "--kind", "indicator"]) in (0, 1)


def test_a_table_without_titles_changes_no_title(ledger, capsys):
    assert run(["export", "a.csv", "--columns", "id,due,problem"]) == 0
    before = ledger.read_bytes()
    assert run(["import", "a.csv"]) == 0
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(("decision", "value", "other"), [("file", 55, 3), ("ledger", 52, 3)])
def test_deciding_about_figures_keeps_all_others(ledger, decision, value, other):
    run(["observe", "I1", "2016-07", "2"])
    run(["export", "a.xlsx"])
    book = openpyxl.load_workbook("a.xlsx")
    headings = [cell.value for cell in book["指标"][3]]
    book["指标"].cell(4, headings.index("2016-06") + 1).value = 55
    book["指标"].cell(4, headings.index("2016-07") + 1).value = 3
    book.save("a.xlsx")
    run(["observe", "I1", "2016-06", "52"])
    workspace = Workspace(ledger)
    prepared = prepare_import(workspace, Path("a.xlsx").read_bytes(), "a.xlsx", ImportOptions(kind="indicator"))
    apply_import(workspace, decide(prepared, {(0, 0): decision}))
    found = {each.period: (each.value, each.growth) for each in workspace.dataset.indicators[0].observations}
    assert found == {"2016-06": (value, 7.5), "2016-07": (other, None)}


def test_undoing_an_import_makes_its_changes_new_again(ledger):
    run(["export", "a.xlsx"])
    edit("a.xlsx", T1_进度=60)
    for _time in range(2):
        assert run(["import", "a.xlsx"]) == 0
        assert "progress = 60" in ledger.read_text("utf-8")
        assert run(["undo"]) == 0
        assert "progress = 40" in ledger.read_text("utf-8")


def test_a_full_standard_output_is_reported(ledger):
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    with Path("/dev/full").open("wb") as full:
        words = [sys.executable, "-m", "jinpu_tui", "export", "-", "--format", "csv"]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert b"standard output" in done.stderr


def figure(period, value=None, **more):
    return {"period": period, **({} if value is None else {"value": value}), **more}


@pytest.mark.parametrize(
    ("in_file", "present", "base", "merged", "clashes"),
    [
        ([figure("2016", 5)], [figure("2016", 4, growth=1)], [figure("2016", 4)], [figure("2016", 5, growth=1)], 0),
        ([figure("2016", 5)], [figure("2016", 6)], [figure("2016", 4)], [figure("2016", 6)], 1),
        ([figure("2016", 4)], [figure("2016", 6)], [figure("2016", 4)], [figure("2016", 6)], 0),
        (
            [figure("2016", 5)],
            [figure("2015", 1), figure("2017", 2)],
            None,
            [figure("2015", 1), figure("2016", 5), figure("2017", 2)],
            0,
        ),
        ([], [figure("2016", 4, growth=1)], [figure("2016", 4)], [figure("2016", growth=1)], 0),
        ([], [figure("2016", 4), figure("2017", 1)], [figure("2016", 4)], [figure("2017", 1)], 0),
        (
            [figure("2016", 5)],
            [figure("2016", 5, cumulative=True)],
            [],
            [figure("2016", 5, cumulative=True), figure("2016", 5)],
            0,
        ),
        (
            [figure("2016", 5, qualifier="over")],
            [figure("2016", 5)],
            [figure("2016", 5)],
            [figure("2016", 5, qualifier="over")],
            0,
        ),
        (
            [figure("2016", 5)],
            [figure("2016", 4, qualifier="over")],
            [figure("2016", 4, qualifier="over")],
            [figure("2016", 5)],
            0,
        ),
    ],
)
def test_merging_of_observations(in_file, present, base, merged, clashes):
    result = merge_observations(in_file, present, base, is_file_preferred=False)
    assert sorted(map(str, map(sorted_items, result.observations))) == sorted(map(str, map(sorted_items, merged)))
    assert len(result.clashes) == clashes


def sorted_items(table):
    return sorted(table.items())
