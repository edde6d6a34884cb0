"""`jinpu-tui merge-file` on files that no program of ours laid out: what a side wrote is in the result, or in a conflict."""

from __future__ import annotations

import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "promises"))

from merging import merge_all

from jinpu_tui.cli.main import run

HEAD = '[dataset]\nformat = 1\ntitle = "t"\n\n'
T1 = '[[task]]\nid = "T1"\ntitle = "one"\n'


class Result:
    """What a merge left: exit code, text, and what it said."""

    def __init__(self, code: int, data: bytes, message: str) -> None:
        self.code, self.data, self.message = code, data, message

    @property
    def text(self) -> str:
        return self.data.decode()

    @property
    def tables(self) -> dict:
        return tomllib.loads(self.data.decode("utf-8-sig"))


@pytest.fixture
def merge_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Merge three texts as git does."""

    def merge(base: str, ours: str, theirs: str) -> Result:
        paths = [tmp_path / f"{name}.toml" for name in ("base", "ours", "theirs")]
        for path, text in zip(paths, (base, ours, theirs), strict=True):
            path.write_bytes(text.encode())
        code = run(["merge-file", *map(str, paths)])
        return Result(code, paths[1].read_bytes(), capsys.readouterr().err)

    return merge


OFFICE = '# Tasks of one office; no [dataset] table here.\n[[task]]\nid = "fin-1"\ntitle = "a"\ndue = 2016-12-31\n'


def test_a_conflict_goes_into_a_file_without_dataset_table(merge_file) -> None:
    found = merge_file(OFFICE, OFFICE.replace("2016-12-31", "2017-02-28"), OFFICE.replace("2016-12-31", "2017-01-31"))
    assert (found.code, "<<<<" in found.text) == (0, False)
    assert "# Tasks of one office" in found.text
    [conflict] = found.tables["conflict"]
    wanted = {
        "on": "fin-1",
        "field": "due",
        "mine": "due = 2017-02-28",
        "theirs": "due = 2017-01-31",
        "base": "due = 2016-12-31",
    }
    assert {name: conflict[name] for name in wanted} == wanted
    assert str(found.tables["task"][0]["due"]) == "2017-02-28"


def test_removed_and_changed_in_a_file_without_dataset_table(merge_file) -> None:
    changed = OFFICE.replace('"a"', '"b"  # renamed')
    for ours, theirs in ((changed, ""), ("", changed)):
        found = merge_file(OFFICE, ours, theirs)
        assert found.code == 0
        [conflict] = found.tables["conflict"]
        assert (conflict["on"], "field" in conflict) == ("fin-1", False)
        assert 'title = "b"  # renamed' in conflict["mine" if ours else "theirs"]
        assert 'title = "a"' in conflict["base"]


def test_two_new_records_of_one_id_in_a_new_file_of_both_sides(merge_file) -> None:
    found = merge_file("", T1, T1.replace("one", "1"))
    assert found.code == 0
    assert [table["title"] for table in found.tables["task"]] == ["one"]
    assert 'title = "1"' in found.tables["conflict"][0]["theirs"]
    assert merge_file("", T1, T1 + "\n" + T1.replace("T1", "T2")).tables["task"][1]["id"] == "T2"


NAMELESS = '\n[[task]]\ntitle = "id forgotten"\nlead = "Finance"\n'
TWINS = HEAD + T1 + '\n[[task]]\nid = "T2"\ntitle = "first"\n\n[[task]]\nid = "T2"\ntitle = "second"\n'
OTHERS = '\n[[risk]]\nid = "K1"\nwhat = "rain"\n\n[budget]\ntotal = 5\n\n[budget.parts]\na = 1\n'
KEPT = {
    "a record without an id is added": (
        HEAD + T1,
        HEAD + T1.replace("one", "one!"),
        HEAD + T1 + NAMELESS,
        ["one!", "id forgotten"],
    ),
    "a record without an id is edited": (
        HEAD + T1 + NAMELESS,
        HEAD + T1.replace("one", "one!") + NAMELESS,
        HEAD + T1 + NAMELESS.replace("Finance", "Audit"),
        ["one!", "Audit"],
    ),
    "the second record of a doubled id is edited": (
        TWINS,
        TWINS.replace('"one"', '"1"'),
        TWINS.replace('"second"', '"2nd"'),
        ['"1"', '"first"', '"2nd"'],
    ),
    "unknown keys": (HEAD + T1, HEAD + T1 + 'cost = "5"\n', HEAD + T1 + 'place = "here"\n', ['cost = "5"', 'place = "here"']),
    "unknown tables are added": (HEAD + T1, HEAD + T1.replace("one", "1"), HEAD + T1 + OTHERS, ["rain", "total = 5", "a = 1"]),
    "keys of unknown tables are changed": (
        HEAD + T1 + OTHERS,
        (HEAD + T1 + OTHERS).replace("total = 5", "total = 6"),
        (HEAD + T1 + OTHERS).replace("a = 1", "a = 2  # more").replace("rain", "snow"),
        ["total = 6", "a = 2  # more", "snow"],
    ),
    "keys above the first header": (
        'office = "a"\nnumber = 1\n\n' + T1,
        'office = "b"\nnumber = 1\n\n' + T1,
        'office = "a"\nnumber = 2  # two\n\n' + T1,
        ['office = "b"', "number = 2  # two"],
    ),
    "a comment beside the line that ours changed": (
        HEAD + T1 + "due = 2016-01-01  # asked by mail\n",
        HEAD + T1 + "due = 2016-02-02  # asked by mail\n",
        HEAD + T1.replace("one", "one, first part") + "due = 2016-01-01  # asked by mail, answer due in May\n",
        ["2016-02-02  # asked by mail, answer due in May", "first part"],
    ),
    "both change a comment": (HEAD + "# a\n" + T1, HEAD + "# b\n" + T1, HEAD + "# c\n" + T1, ["# b\n", "# c\n"]),
    "comments at new entries of one list": (
        T1 + 'log = [\n    { text = "x" },\n]\n',
        T1 + 'log = [\n    { text = "x" },\n    { text = "y" }, # why\n]\n',
        T1 + 'log = [\n    { text = "x" },\n    { text = "z" }, # zap\n]\n',
        ['{ text = "y" }, # why', '{ text = "z" }, # zap'],
    ),
    "keys of one sub-table of [dataset]": (
        HEAD + "[dataset.lights]\nsoon_days = 1\nbehind = 2\n",
        HEAD + "[dataset.lights]\nsoon_days = 9\nbehind = 2\n",
        HEAD + "[dataset.lights]\nsoon_days = 1\nbehind = 8 # pt\n",
        ["soon_days = 9", "behind = 8 # pt"],
    ),
    "records in an inline array": (
        'task = [{ id = "A", title = "a" }, { id = "B", title = "b" }]\n',
        'task = [{ id = "A", title = "a1" }, { id = "B", title = "b" }]\n',
        'task = [{ id = "A", title = "a" }, { id = "B", title = "b1" }, { id = "C", title = "c" }]\n',
        ['"a1"', '"b1"', '"c"'],
    ),
    "quoted and spaced headers": (
        '[ "dataset" ]\ntitle = "t"\n[[ "task" ]]\nid = "A"\ntitle = "a"\n',
        '[ "dataset" ]\ntitle = "u"\n[[ "task" ]]\nid = "A"\ntitle = "a"\n',
        '[ "dataset" ]\ntitle = "t"\n[[ "task" ]]\nid = "A"\ntitle = "b"\n',
        ['title = "u"', 'title = "b"', '[[ "task" ]]'],
    ),
    "a text that looks like a record": (
        T1 + 'note = """\n[[task]]\nid = "T9"\n"""\n',
        T1.replace("one", "1") + 'note = """\n[[task]]\nid = "T9"\n"""\n',
        T1 + 'note = """\n[[task]]\nid = "T9"\n"""\nlead = "x"\n',
        ['"1"', 'lead = "x"', '[[task]]\nid = "T9"\n"""'],
    ),
}


@pytest.mark.parametrize(("base", "ours", "theirs", "kept"), KEPT.values(), ids=KEPT)
def test_what_both_sides_wrote_is_there(merge_file, base: str, ours: str, theirs: str, kept: list[str]) -> None:
    for item, other in ((ours, theirs), (theirs, ours)):
        found = merge_file(base, item, other)
        assert (found.code, found.message) == (0, "")
        assert [part for part in kept if part not in found.text] == []
        assert "conflict" not in found.tables


def test_one_id_for_records_of_two_kinds_is_a_conflict(merge_file) -> None:
    found = merge_file(HEAD, HEAD + '[[task]]\nid = "B"\ntitle = "b"\n', HEAD + '[[requirement]]\nid = "B"\ntitle = "b req"\n')
    assert found.code == 0
    [conflict] = found.tables["conflict"]
    assert conflict["mine"].startswith("[[task]]")
    assert conflict["theirs"].startswith("[[requirement]]")
    assert "requirement" not in found.tables


def titles(found: Result) -> list[str]:
    return [table["title"] for table in found.tables["task"]]


def tasks(names: str) -> str:
    return "\n".join(f'# about {name}\n[[task]]\nid = "{name}"\ntitle = "{name}"\n' for name in names)


def test_the_order_of_either_side_stays(merge_file) -> None:
    for ours, theirs, wanted in (
        ("abcd", "badc", "badc"),
        ("dcba", "abxcd", "dcbxa"),
        ("bacd", "abdc", "badc"),
        ("abdc", "abcde", "abdec"),
    ):
        found = merge_file(tasks("abcd"), tasks(ours), tasks(theirs))
        assert found.code == 0
        assert "".join(titles(found)) == wanted
    assert merge_file(tasks("abc"), tasks("bac"), tasks("acb")).code == 1


def test_the_order_of_steps_of_either_side_stays(merge_file) -> None:
    def with_steps(steps: str, title: str = "one") -> str:
        lines = "".join(f'    {{ text = "{step}", done = {"true" if step.isupper() else "false"} }},\n' for step in steps)
        return T1.replace("one", title) + f"steps = [\n{lines}]\n"

    found = merge_file(with_steps("abc"), with_steps("abc", "1"), with_steps("cab"))
    assert [table["text"] for table in found.tables["task"][0]["steps"]] == ["c", "a", "b"]
    found = merge_file(with_steps("abc"), with_steps("abcd"), with_steps("cab"))
    assert [table["text"] for table in found.tables["task"][0]["steps"]] == ["c", "d", "a", "b"]
    found = merge_file(with_steps("abc"), with_steps("bac"), with_steps("cab"))
    assert found.tables["conflict"][0]["field"] == "steps"


def test_line_ends_and_byte_order_mark_of_the_side_that_changed_them(merge_file) -> None:
    base = HEAD + T1 + 'note = """\na\nb"""\n'
    changed = base.replace("one", "1").replace("\n", "\r\n")
    other = base.replace('"t"', '"u"')
    for ours, theirs in ((changed, other), (other, changed)):
        found = merge_file(base, ours, theirs)
        assert found.code == 0
        assert found.text == base.replace("one", "1").replace('"t"', '"u"').replace("\n", "\r\n")
    for ours, theirs in (("\ufeff" + other, base.replace("one", "1")), (base.replace("one", "1"), "\ufeff" + other)):
        found = merge_file(base, ours, theirs)
        assert found.text == "\ufeff" + base.replace("one", "1").replace('"t"', '"u"')


def test_other_toml_files_are_left_to_git(merge_file) -> None:
    base = '[project]\nname = "x"\nversion = "1"\n'
    found = merge_file(base, base.replace('"1"', '"2"'), base.replace('"1"', '"3"'))
    assert (found.code, found.message) == (1, "")
    assert "<<<<<<<" in found.text
    assert "[[conflict]]" not in found.text
    found = merge_file(base, base.replace("x", "y"), base + "\n[tool.a]\nb = 1\n")
    assert (found.code, found.message) == (0, "")


def test_what_no_conflict_record_can_hold_stops_the_merge(merge_file) -> None:
    base = HEAD + T1 + OTHERS
    found = merge_file(base, base.replace("total = 5", "total = 6"), base.replace("total = 5", "total = 7"))
    assert found.code == 1
    assert "total" in found.message
    assert all(part in found.text for part in ("<<<<<<<", "total = 6", "total = 7"))


def test_a_merge_of_lines_that_would_lose_something_stops_too(merge_file) -> None:
    # The sub-table stands far from its record, so that only a merge of lines is left.
    base = '[[task]]\nid = "A"\ntitle = "a"\n\n[[requirement]]\nid = "R"\ntitle = "r"\n\n[[task.log]]\ntext = "n"\n'
    ours = base.replace("[[requirement]]", '[[task]]\nid = "B"\ntitle = "mine"\n\n[[requirement]]')
    theirs = base.replace('"n"\n', '"n"\n\n[[task]]\nid = "B"\ntitle = "yours"\n')
    found = merge_file(base, ours, theirs)
    assert found.code == 1
    assert all(part in found.text for part in ("<<<<<<<", '"mine"', '"yours"'))


def test_the_conflicts_of_a_field_do_not_pile_up(merge_file) -> None:
    """A rebase brings one commit after the other, each of which changes the same field."""
    days = ["2016-12-31", "2017-01-31", "2017-02-28", "2017-03-31"]
    upstream = OFFICE.replace(days[0], "2017-06-30")
    for before, after in pairwise(days):
        found = merge_file(OFFICE.replace(days[0], before), upstream, OFFICE.replace(days[0], after))
        assert found.code == 0
        upstream = found.text
    [conflict] = found.tables["conflict"]
    assert (conflict["mine"], conflict["theirs"]) == ("due = 2017-06-30", "due = 2017-03-31")
    assert conflict["base"] == "due = 2016-12-31"


def open_conflict(found: Result) -> str:
    return found.text[found.text.index("[[conflict]]") :]


def test_two_decisions_of_one_conflict_that_differ_are_a_conflict(merge_file) -> None:
    merged = merge_file(OFFICE, OFFICE.replace("2016-12-31", "2017-02-28"), OFFICE.replace("2016-12-31", "2017-01-31"))
    decided_mine = merged.text.replace(open_conflict(merged), "")
    decided_theirs = decided_mine.replace("2017-02-28", "2017-01-31")
    for ours, theirs in ((decided_mine, decided_theirs), (decided_theirs, decided_mine)):
        found = merge_file(merged.text, ours, theirs)
        [conflict] = found.tables["conflict"]
        assert {conflict["mine"], conflict["theirs"]} == {"due = 2017-02-28", "due = 2017-01-31"}
    assert "conflict" not in merge_file(merged.text, decided_mine, decided_mine).tables
    assert "conflict" not in merge_file(merged.text, merged.text + "\n# later\n", decided_theirs).tables


def test_the_same_conflict_found_on_both_sides_stands_once(merge_file) -> None:
    ours, theirs = OFFICE.replace("2016-12-31", "2017-02-28"), OFFICE.replace("2016-12-31", "2017-01-31")
    one, other = merge_file(OFFICE, ours, theirs), merge_file(OFFICE, theirs, ours)
    found = merge_file(OFFICE, one.text, other.text)
    assert found.code == 0
    assert len(found.tables["conflict"]) == 1


def rebased(merge_file, upstream: str, versions: list[str]) -> Result:
    """Put the commits of a branch, each of which has one of the versions after its first, on upstream."""
    for before, after in pairwise(versions):
        found = merge_file(before, upstream, after)
        assert found.code == 0, found.message
        upstream = found.text
    return found


@pytest.mark.parametrize("last", ["2016-12-31", "2017-06-30"])
@pytest.mark.parametrize("then", [[], ["2017-03-31"]])
def test_a_conflict_ends_when_its_side_takes_the_change_back_or_agrees(merge_file, last: str, then: list[str]) -> None:
    days = ["2016-12-31", "2017-01-31", last]
    versions = [OFFICE.replace("2016-12-31", day) for day in (*days, *then)]
    found = rebased(merge_file, OFFICE.replace("2016-12-31", "2017-06-30"), versions)
    conflicts = [(item["mine"], item["theirs"]) for item in found.tables.get("conflict", [])]
    if not then:
        assert (conflicts, str(found.tables["task"][0]["due"])) == ([], "2017-06-30")
    elif last == "2016-12-31":
        assert conflicts == [("due = 2017-06-30", "due = 2017-03-31")]
    else:  # the branch went on from a value on which both had agreed
        assert (conflicts, str(found.tables["task"][0]["due"])) == ([], "2017-03-31")


def test_a_conflict_of_an_observation_ends_when_its_side_agrees(merge_file) -> None:
    text = '[[indicator]]\nid = "I1"\nname = "i"\nobservations = [\n  { period = "2016", value = 1 },\n]\n'
    later = text.replace("},\n]", '},\n  { period = "2017", value = 9 },\n]')
    versions = [text, text.replace("= 1 ", "= 5 "), later.replace("= 1 ", "= 5 "), later.replace("= 1 ", "= 7 ")]
    found = rebased(merge_file, text.replace("= 1 ", "= 7 "), versions)
    assert "conflict" not in found.tables
    assert [item["value"] for item in found.tables["indicator"][0]["observations"]] == [7, 9]


def test_a_second_merge_ends_the_conflict_on_either_side(merge_file) -> None:
    first = OFFICE.replace("2016-12-31", "2017-01-31")
    merged = merge_file(OFFICE, OFFICE.replace("2016-12-31", "2017-06-30"), first).text
    second = first.replace("2017-01-31", "2017-06-30")
    for sides in ((merged, second), (second, merged)):
        found = merge_file(first, *sides)
        assert (found.code, found.tables.get("conflict", [])) == (0, [])


def test_later_commits_of_a_new_record_go_into_its_side_of_the_conflict(merge_file) -> None:
    """Upstream has made another record of the id, which is not the one that they are about."""
    own = OFFICE + '\n[[task]]\nid = "fin-9"\ntitle = "own"\n'
    versions = [OFFICE, own, own + 'lead = "Audit"\n', own + 'lead = "Audit"\ndue = 2017-01-01\n']
    found = rebased(merge_file, OFFICE + '\n[[task]]\nid = "fin-9"\ntitle = "upstream"\n', versions)
    assert found.tables["task"][1] == {"id": "fin-9", "title": "upstream"}
    [conflict] = found.tables["conflict"]
    [record] = tomllib.loads(conflict["theirs"])["task"]
    assert (record["title"], record["lead"], str(record["due"]), conflict["base"]) == ("own", "Audit", "2017-01-01", "")


@pytest.mark.parametrize("comment", ["# about two\n", "# ----\n\n# about two\n# and more\n", "# about two\n\n"])
def test_a_record_removed_by_hand_with_its_comment_and_by_command_without(merge_file, comment: str) -> None:
    two, three = '[[task]]\nid = "T2"\ntitle = "two"\n\n', '[[task]]\nid = "T3"\ntitle = "three"\n'
    base = HEAD + T1 + "\n" + comment + two + three
    for left in (comment, comment + "\n"):
        by_hand, by_command = HEAD + T1 + "\n" + three, HEAD + T1 + "\n" + left + three + 'lead = "Audit"\n'
        for sides in ((by_hand, by_command), (by_command, by_hand)):
            found = merge_file(base, *sides)
            assert (found.code, "#" in found.text) == (0, False), found.message
            assert [task.get("lead") for task in found.tables["task"]] == [None, "Audit"]


def test_random_edits_by_hand_lose_no_word() -> None:
    found = merge_all(range(20_000, 20_250))
    assert found.merges > 200
    assert found.merged > 0.7 * found.merges
    assert (found.lost, found.back, found.unparsed, found.failed) == ([], [], [], [])
