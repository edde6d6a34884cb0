"""A second import of a register: what the file changed since, what the ledger changed, and what both did."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from exchange.conftest import Office

from jinpu_tui.exchange.comparison import is_equal

Save = Callable[[str, str], Path]

REGISTER = """序号,任务名称,牵头单位,完成时限,备注
1,修路,财政局,2016-12-31,
2,建港,商务局,2016年11月底前,每周报
3,招商,教育局,,
"""


def test_only_what_the_file_changed_is_changed(office: Office, save: Save) -> None:
    file = save("register.csv", REGISTER)
    assert office.counts(file) == {"add": 3}
    office.run("set", "T1", "lead=审计局")  # the ledger goes on
    save("register.csv", REGISTER.replace("2016-12-31", "2017-01-31"))
    before = office.text()
    assert office.counts(file) == {"change": 1, "same": 2}
    differing = [(old, new) for old, new in zip(before.splitlines(), office.text().splitlines(), strict=True) if old != new]
    assert differing == [("due = 2016-12-31", "due = 2017-01-31")]
    assert office.records()[0]["lead"] == "审计局"


def test_what_both_changed_is_asked_about_until_somebody_decides(office: Office, save: Save) -> None:
    file = save("register.csv", REGISTER)
    office.counts(file)
    office.run("set", "T1", "due=2017-02-28")
    save("register.csv", REGISTER.replace("2016-12-31", "2017-01-31"))
    for _time in range(2):
        code, out, _err = office.run("import", str(file))
        assert code == 1
        assert "row 2: due of T1 is 2017-02-28 in the ledger and 2017-01-31 in the file" in out
    assert office.run("import", str(file), "--keep")[0] == 0
    assert office.run("import", str(file))[0] == 0
    assert str(office.records()[0]["due"]) == "2017-02-28"
    save("register.csv", REGISTER.replace("2016-12-31", "2017-03-31"))
    assert office.counts(file, "--force") == {"change": 1, "same": 2}
    assert str(office.records()[0]["due"]) == "2017-03-31"


def test_without_a_base_nothing_is_overwritten(office: Office, save: Save) -> None:
    office.run("add", "task", "title=修路", "lead=审计局")
    code, out, _err = office.run("import", str(save("register.csv", REGISTER)))
    assert code == 1
    assert "lead of T1 is 审计局 in the ledger and 财政局 in the file" in out
    first = office.records()[0]
    assert (first["lead"], str(first["due"]), first["origin"]) == ("审计局", "2016-12-31", "register#1")


def test_an_import_that_was_undone_can_be_done_again(office: Office, save: Save) -> None:
    file = save("register.csv", REGISTER)
    office.counts(file)
    save("register.csv", REGISTER.replace("财政局", "审计局"))
    assert office.counts(file) == {"change": 1, "same": 2}
    office.run("undo")
    assert office.records()[0]["lead"] == "财政局"
    assert office.counts(file) == {"change": 1, "same": 2}
    assert office.records()[0]["lead"] == "审计局"
    office.run("undo")
    office.run("redo")
    assert office.counts(file) == {"same": 3}
    office.run("undo")
    assert office.counts(file) == {"change": 1, "same": 2}


def test_the_import_of_a_colleague_is_done_until_the_colleague_undoes_it(
    office: Office, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "li")
    file = save("register.csv", REGISTER)
    office.counts(file)
    save("register.csv", REGISTER.replace("财政局", "审计局"))
    assert office.counts(file) == {"change": 1, "same": 2}
    office.run("set", "T1", "lead=教育局")
    monkeypatch.setenv("LOGNAME", "wang")
    code, out, _err = office.run("import", str(file))
    assert (code, office.records()[0]["lead"]) == (0, "教育局"), out
    assert office.counts(file, "--force") == {"same": 3}
    monkeypatch.setenv("LOGNAME", "li")
    assert office.run("undo")[0] == office.run("undo")[0] == 0
    assert office.records()[0]["lead"] == "财政局"
    monkeypatch.setenv("LOGNAME", "wang")
    assert office.counts(file) == {"change": 1, "same": 2}
    assert office.records()[0]["lead"] == "审计局"


def test_an_emptied_cell_empties_the_field_and_a_lost_column_does_not(office: Office, save: Save) -> None:
    file = save("register.csv", REGISTER)
    office.counts(file)
    save("register.csv", REGISTER.replace("每周报", ""))
    assert office.counts(file) == {"change": 1, "same": 2}
    assert "note" not in office.records()[1]
    save("register.csv", "序号,任务名称,牵头单位\n1,修路,财政局\n2,建港,商务局\n3,招商,教育局\n")
    assert office.counts(file) == {"same": 3}
    assert str(office.records()[0]["due"]) == "2016-12-31"


def test_rows_move_titles_change_and_columns_move(office: Office, save: Save) -> None:
    file = save("register.csv", REGISTER)
    office.counts(file)
    save("register.csv", "牵头单位,任务名称,序号\n商务局,建港二期,2\n财政局,修路,1\n审计局,审计,4\n教育局,招商,3\n")
    assert office.counts(file) == {"add": 1, "change": 1, "same": 2}
    assert [record["title"] for record in office.records()] == ["修路", "建港二期", "招商", "审计"]


def test_a_row_that_is_gone_is_named_and_its_record_stays(office: Office, save: Save) -> None:
    file = save("register.csv", REGISTER)
    office.counts(file)
    save("register.csv", "\n".join(REGISTER.splitlines()[:3]))
    _code, out, _err = office.run("import", str(file))
    assert "Not in the file any more, kept in the ledger: T3" in out
    assert len(office.records()) == 3


def test_a_new_title_without_a_number_is_named_beside_the_record_that_it_may_be(office: Office, save: Save) -> None:
    file = save("plan.csv", "任务名称,牵头单位\n推进港口二期工程建设,财政局\n招商,商务局\n")
    office.counts(file)
    save("plan.csv", "任务名称,牵头单位\n推进港口三期工程建设,财政局\n招商,商务局\n")
    _code, out, _err = office.run("import", str(file), "--dry-run")
    assert "row 2: this may be T1 under another title; it counts as new" in out


def test_rules_are_kept_edited_and_used_again(office: Office, save: Save) -> None:
    file = save("register.csv", REGISTER.replace("备注", "领导批示"))
    office.counts(file)
    assert "note" not in office.records()[1]
    kept = office.folder / ".imports" / "register.toml"
    text = kept.read_text("utf-8")
    assert tomllib.loads(text)["columns"][4] == {"column": "E", "heading": "领导批示"}
    kept.write_text(text.replace('heading = "领导批示" }', 'heading = "领导批示", field = "problem" }'), "utf-8")
    assert office.counts(file) == {"change": 1, "same": 2}
    assert office.records()[1]["problem"] == "每周报"


def test_rules_of_another_file_and_what_is_wrong_in_them(office: Office, save: Save) -> None:
    file = save("odd.csv", "甲,乙\n修路,财政局\n")
    assert office.run("import", str(file))[0] == 3
    columns = '[{column = "A", heading = "甲", field = "title"}, {column = "B", heading = "乙", field = "lead"}]'
    rules = save("rules.toml", f'kind = "task"\nheading_rows = [1]\ncolumns = {columns}\n')
    assert office.counts(file, "--rules", str(rules)) == {"add": 1}
    assert office.records()[0]["lead"] == "财政局"
    for text, reason in [
        ("kind = 1\n", "Expected"),
        ("x", "not TOML"),
        ('kind = "task"\ncolumns = []\nx = 1\n', "unknown field"),
    ]:
        code, _out, err = office.run("import", str(file), "--rules", str(save("rules.toml", text)))
        assert code == 3
        assert reason in err
        assert len(err.splitlines()) == 1


def test_a_proposal_instead_of_an_edit(office: Office, save: Save, tmp_path: Path) -> None:
    file, out = save("register.csv", REGISTER), tmp_path / "out.toml"
    before = office.text()
    assert office.run("import", str(file), "--propose", str(out))[0] == 0
    assert office.text() == before
    assert office.run("apply", str(out), "--all")[0] == 0
    assert [record["title"] for record in office.records()] == ["修路", "建港", "招商"]
    assert office.counts(file) == {"same": 3}


def test_comments_and_layout_of_the_ledger_stay(office: Office, save: Save) -> None:
    file = save("register.csv", REGISTER)
    office.counts(file)
    path = office.folder / "dataset.toml"
    text = office.text().replace('lead = "商务局"', "lead   =  '商务局'   # 会议决定").replace("\n", "\r\n")
    path.write_bytes(text.encode())
    save("register.csv", REGISTER.replace("2016年11月底前", "2016年12月底前"))
    assert office.counts(file) == {"change": 1, "same": 2}
    assert path.read_bytes().decode() == text.replace("due = 2016-11-30", "due = 2016-12-31")


def test_a_link_among_the_kept_files_is_not_followed(office: Office, save: Save, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (office.folder / ".imports").symlink_to(outside)
    code, _out, err = office.run("import", str(save("register.csv", REGISTER)))
    assert (code, list(outside.iterdir())) == (3, [])
    assert "a link; it is not followed" in err
    assert office.records() == []


GROUPED = """序号,类别,任务名称,牵头单位
1,港口,修码头,财政局
2,港口,疏航道,商务局
1,招商,引企业,教育局
1,招商,办展会,审计局
"""


def test_numbers_that_begin_anew_in_each_group(office: Office, save: Save) -> None:
    file = save("register.csv", GROUPED)
    assert office.counts(file) == {"add": 4}
    assert [record.get("origin") for record in office.records()] == ["register#港口/1", "register#2", None, None]
    assert office.counts(file) == {"same": 4}
    save("register.csv", GROUPED.replace("财政局", "交通局").replace("审计局", "人社局").replace("修码头", "建码头"))
    assert office.counts(file) == {"change": 2, "same": 2}
    found = [(record["title"], record["lead"]) for record in office.records()]
    assert found == [("建码头", "交通局"), ("疏航道", "商务局"), ("引企业", "教育局"), ("办展会", "人社局")]


def test_rows_of_one_title_are_told_apart_by_their_order(office: Office, save: Save) -> None:
    text = "任务名称,牵头单位\n检查,财政局\n检查,商务局\n"
    file = save("plan.csv", text)
    assert office.counts(file) == {"add": 2}
    save("plan.csv", text.replace("商务局", "审计局"))
    assert office.counts(file) == {"change": 1, "same": 1}
    assert [record["lead"] for record in office.records()] == ["财政局", "审计局"]


def test_one_unit_is_the_same_as_a_text_and_as_a_list():
    assert is_equal("A", ["A"])
    assert is_equal(["A"], "A")
    assert not is_equal("A", ["A", "B"])
    assert not is_equal("A", [])
