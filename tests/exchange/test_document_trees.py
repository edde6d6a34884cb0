"""Trees of requirements from the numbering of a text, and that every line is accounted for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinpu_tui.exchange.documents.files import read_document
from jinpu_tui.exchange.documents.paragraphs import Paragraph
from jinpu_tui.exchange.documents.plan import DocumentPlan
from jinpu_tui.exchange.documents.reading import plan_document
from jinpu_tui.exchange.documents.sentences import MAX_TITLE_CELLS, split_title
from jinpu_tui.exchange.errors import ExchangeError
from jinpu_tui.text.width import cell_width

TODAY = date(2020, 5, 6)


def plan_of(text: str, ending: str = ".txt", name: str = "") -> DocumentPlan:
    return plan_document(read_document(text.encode(), ending), TODAY, name)


def tree(plan: DocumentPlan) -> list[str]:
    """The titles of the requirements, each behind as many dots as there are requirements above it."""
    depth: dict[int, int] = {}
    for index, item in enumerate(plan.items):
        depth[index] = 0 if item.parent is None else depth[item.parent] + 1
    return ["." * depth[index] + item.values["title"] for index, item in enumerate(plan.items) if item.kind == "requirement"]


def test_the_tree_follows_the_order_in_which_levels_appear() -> None:
    text = "第一章 总则\n第一条　甲\n（一）乙\n1.丙\n（1）丁\n①戊\n②己\n2、庚\n（二）辛\n第二条　壬\n第二章 附则\n第三条　癸"
    assert tree(plan_of(text)) == [
        *("总则", ".甲", "..乙", "...丙", "....丁", ".....戊", ".....己", "...庚", "..辛", ".壬", "附则", ".癸"),
    ]


def test_the_same_signs_may_stand_in_another_order() -> None:
    assert tree(plan_of("1.甲\n一、乙\n（一）丙\n二、丁\n2.戊")) == ["甲", ".乙", "..丙", ".丁", "戊"]


def test_a_level_that_was_left_out_keeps_its_rank() -> None:
    text = "一、甲\n（一）乙\n1.丙\n二、丁\n1.戊\n（一）己\n2.庚"
    assert tree(plan_of(text)) == ["甲", ".乙", "..丙", "丁", ".戊", ".己", "..庚"]


def test_numbers_of_several_parts_and_letters() -> None:
    text = "1 Aims\n1.1 Scope\n1.1.1 Area\n1.2 Terms\n2 Work\n2.1 Plan\n(a) now\n(i) one\n(ii) two\n(b) later\n2.2 Report"
    assert tree(plan_of(text)) == [
        *("Aims", ".Scope", "..Area", ".Terms", "Work", ".Plan", "..Now", "...One", "...Two", "..Later", ".Report"),
    ]


def test_letters_that_are_roman_numbers_too() -> None:
    letters = "\n".join(f"({letter}) part {letter}" for letter in "abcdefghij")
    assert tree(plan_of(letters)) == [f"Part {letter}" for letter in "abcdefghij"]


@pytest.mark.parametrize(
    "text", ["2019年以来，发展很快。", "10.5亿元投资到位。", "第二条规定的事项照办。", "12.31 之前报送", "3 projects began."]
)
def test_sentences_that_begin_with_a_number_are_no_requirements(text: str) -> None:
    plan = plan_of(f"一、甲\n{text}")
    assert tree(plan) == ["甲"]
    assert plan.items[0].values["text"] == text


def test_bullets_stand_below_and_end_with_the_next_number() -> None:
    assert tree(plan_of("一、甲\n——乙\n——丙\n（一）丁\n二、戊")) == ["甲", ".乙", ".丙", ".丁", "戊"]


def test_paragraphs_without_number_belong_to_the_requirement_above() -> None:
    (item,) = plan_of("一、推进改革\n各部门要抓紧。\n定期报告。").items
    assert item.values == {"title": "推进改革", "text": "各部门要抓紧。\n定期报告。", "quote": "推进改革"}
    assert item.lines == (1, 2, 3)


def test_a_number_alone_is_named_by_the_next_paragraph() -> None:
    (item,) = plan_of("第一条\n为了发展，制定本办法。").items
    assert (item.values["title"], item.lines) == ("为了发展，制定本办法", (1, 2))
    assert tree(plan_of("第一条")) == ["第一条"]


def test_a_number_that_is_missing_is_reported() -> None:
    plan = plan_of("一、甲\n三、乙")
    assert plan.items[1].problems == ["line 2: number 3 follows number 1; a paragraph may be missing"]


def test_long_sentences_give_whole_clauses_as_titles() -> None:
    sentence = "完善工作机制" + "，逐级压实责任、逐项推动落实" * 8 + "。"
    title = split_title(sentence)
    assert cell_width(title.title) <= MAX_TITLE_CELLS
    assert title.title.endswith("落实")
    assert (title.rest, title.quote) == (sentence, sentence)
    assert split_title("总体要求：" + sentence).title == "总体要求"
    assert split_title("Act on Order No. 7 now. Then rest.") == (
        "Act on Order No. 7 now",
        "Then rest.",
        "Act on Order No. 7 now.",
    )
    assert split_title("x" * 300).title == "X" + "x" * 98 + "…"


def test_wrapped_lines_are_one_sentence() -> None:
    first = "1. The offices of the district prepare a common plan for the renewal of the"
    (item,) = plan_of(f"{first}\nold harbour. It is public.").items
    assert item.values["quote"].endswith("renewal of the old harbour.")
    assert item.values["text"].endswith("It is public.")


def test_enumerations_inside_a_paragraph() -> None:
    text = "Harbour News\n\nThe office asks for this: the first is to dredge the port. It silts up. The second is to light it."
    plan = plan_of(text)
    assert tree(plan) == ["Dredge the port", "Light it"]
    assert plan.items[0].values["text"] == "It silts up."
    assert "The office asks for this:" in plan.items[0].problems[0]
    assert plan.title == "Harbour News"
    assert tree(plan_of("一、要点。一是建库；二是修路。")) == ["要点", ".建库", ".修路"]
    assert tree(plan_of("1. Aims: firstly, to plan; secondly, to build; finally, to report.")) == [
        *("Aims:".rstrip(":"), ".To plan", ".To build", ".To report"),
    ]
    assert tree(plan_of("一、分工：①测量；②绘图；③归档。")) == ["分工", ".测量", ".绘图", ".归档"]
    assert tree(plan_of("一、第一是好的，一是一。")) == ["第一是好的，一是一"]


def test_a_preamble_is_skipped_with_reasons() -> None:
    text = (
        "丰和市人民政府关于修路的通知\n丰政发〔2019〕3号\n各县：\n现通知如下。\n一、修路。\n附件：1.清单\n2.图纸\n"
        "丰和市人民政府\n2019年4月5日\n（此件公开发布）\n* * *\n附件1\n清单\n一、北路"
    )
    plan = plan_of(text)
    assert (plan.title, plan.number, plan.published) == ("丰和市人民政府关于修路的通知", "丰政发〔2019〕3号", date(2019, 4, 5))
    assert tree(plan) == ["修路", "北路"]
    assert dict(plan.skipped) == {
        1: "title of the document",
        **dict.fromkeys((2, 3, 4, 13), "before the first number"),
        **dict.fromkeys((6, 7), "list of annexes"),
        8: "signature",
        9: "date of the document",
        10: "note on distribution",
        11: "no words",
        12: "heading of an annex",
    }


def test_the_table_of_contents_is_skipped() -> None:
    plan = plan_of("一、甲……………1\n二、乙......2\n一、甲\n二、乙")
    assert tree(plan) == ["甲", "乙"]
    assert [line for line, _reason in plan.skipped] == [1, 2]


def test_a_document_without_numbers_gives_a_requirement_for_each_paragraph() -> None:
    plan = plan_of("Notes of the meeting\nRoads are to be mended. Soon.\nBridges are to be painted.")
    assert tree(plan) == ["Roads are to be mended", "Bridges are to be painted"]
    assert plan.title == "Notes of the meeting"


def test_markdown() -> None:
    text = (
        "# Plan\n\nIntro.\n\n## Roads\n\n- **mend** [them](https://example.org/a)\n  - now\n  - later\n- close\n\n"
        "Bridges\n-------\n\n1. paint\n   1. red\n2. count\n\n### Old ones ###\n\n***\n```\n# no heading\n```\n"
    )
    plan = plan_of(text, ".md")
    assert tree(plan) == [
        *("Roads", ".Mend them", "..Now", "..Later", ".Close", "Bridges", ".Paint", "..Red", ".Count", ".Old ones"),
    ]
    assert plan.title == "Plan"
    assert "# no heading" in plan.items[-1].values["text"]


def test_headings_and_numbers_together() -> None:
    text = "# 方案\n## 一、甲\n（一）乙\n（二）丙\n## 二、丁\n（一）戊"
    assert tree(plan_of(text, ".md")) == ["甲", ".乙", ".丙", "丁", ".戊"]


@pytest.mark.parametrize(("data", "ending", "message"), [(b"x", ".pdf", "ends in"), (b"a\0b", ".txt", "not a text")])
def test_what_is_no_document_is_refused(data: bytes, ending: str, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read_document(data, ending)


def test_encodings() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert [each.text for each in read_document("一、甲\r\n\r\n二、乙".encode(encoding), ".txt")] == ["一、甲", "二、乙"]


_STARTS = [
    "",
    "一、",
    "二、",
    "三、",
    "（一）",
    "(2)",
    "1.",
    "2、",
    "1.1 ",
    "1.2",
    "2.1.1 ",
    "①",
    "(a) ",
    "(i) ",
    "第一条 ",
    "第二章",
]
_STARTS += ["一是", "——", "- ", "  - ", "# ", "## ", "> ", "附件1", "附件：", "the first is ", "责任单位：", "1 | ", "　　"]
_WORDS = [
    "推进改革",
    "。",
    "（市甲局负责）",
    "（市甲局牵头，市乙局配合）",
    "2020年底前",
    "一是",
    "二是",
    "；",
    "，",
    ":",
    "The first is to go. ",
]
_WORDS += [
    "The second is to stay.",
    "牵头单位：市丙局",
    "完成时限：6月底",
    "（以下简称“甲”）",
    "2020年5月6日",
    "…… 3",
    "(",
    "）",
    "x",
    "No. 7 ",
]
lines = st.builds(
    lambda start, words: start + "".join(words), st.sampled_from(_STARTS), st.lists(st.sampled_from(_WORDS), max_size=6)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(lines | st.text(max_size=30), max_size=25), st.sampled_from([".txt", ".md"]))
def test_every_line_is_in_an_item_or_skipped_once(written: list[str], ending: str) -> None:
    text = "\n".join(line.replace("\0", "").replace("\ufeff", "") for line in written)
    numbers = [number for number, line in enumerate(_split(text), 1) if line.strip()]
    plan = plan_of(text.encode("utf-8", "replace").decode(), ending)
    taken = [line for item in plan.items for line in item.lines] + [line for line, _reason in plan.skipped]
    assert sorted(taken) == numbers
    for index, item in enumerate(plan.items):
        assert item.values["title"].strip() == item.values["title"] != ""
        assert item.values["quote"]
        assert item.parent is None or (item.parent < index and plan.items[item.parent].kind == "requirement")


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["甲", "乙。丙", "丁，戊"])), min_size=1, max_size=30))
def test_a_numbered_tree_comes_back(nodes: list[tuple[int, str]]) -> None:
    """Trees of four levels whose numbers are printed by their ranks, and read again."""
    forms, counts, depths, printed = ("{}、", "（{}）", "{}.", "（{}）"), [0, 0, 0, 0], [], []
    for wanted, text in nodes:
        depth = min(wanted, depths[-1] + 1 if depths else 0)
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (3 - depth)
        number = "一二三四五六七八九十"[(counts[depth] - 1) % 10] if depth < 2 else str(counts[depth])
        if depth < 2 and counts[depth] > 10:
            return
        depths.append(depth)
        printed.append(forms[depth].format(number) + text)
    plan = plan_document([Paragraph(text, line) for line, text in enumerate(printed, 1)], TODAY)
    found = [len(title) - len(title.lstrip(".")) for title in tree(plan)]
    assert found == depths


@pytest.mark.parametrize(
    "unit",
    [
        "一、甲\n",
        "没有编号。\n",
        "（",
        "（甲局负责）",
        "责任单位：甲局；",
        "一是甲；二是乙；",
        "①",
        "甲局〔以下称乙〕",
        "附件1\n",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    """Twenty thousand of each: quadratic work would take minutes."""
    plan = plan_of(f"一、甲。{unit * 20_000}")
    assert plan.items
