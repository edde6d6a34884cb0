"""Word documents: paragraphs with the numbers that Word prints, and files that are refused."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import BytesIO

import pytest

from jinpu_tui.exchange.documents.files import read_document
from jinpu_tui.exchange.documents.number_formats import chinese, parse_number, parse_roman, roman
from jinpu_tui.exchange.documents.reading import plan_document
from jinpu_tui.exchange.errors import ExchangeError

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = """
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H1x"><w:name w:val="own"/><w:basedOn w:val="H1"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="loop"/><w:basedOn w:val="loop"/></w:style>
"""


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "lowerLetter", "(%4)")
    + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="1">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    + level(2, "bullet", "\uf0b7")
    + "</w:abstractNum>"
    + '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    + '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def paragraph(text: str, style: str = "", numbered: tuple[int, int] | None = None, inside: str = "") -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        properties += f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r>{inside}</w:p>"


def document(*body: str, head: str = "", **parts: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{head}<w:document {NAMESPACE}><w:body>{''.join(body)}</w:body></w:document>")
        archive.writestr("word/styles.xml", f"<w:styles {NAMESPACE}>{STYLES}</w:styles>")
        archive.writestr("word/numbering.xml", f"<w:numbering {NAMESPACE}>{NUMBERING}</w:numbering>")
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def texts(data: bytes) -> list[str]:
    return [each.text for each in read_document(data, ".docx")]


def test_automatic_numbers_are_printed() -> None:
    data = document(
        paragraph("甲", "H1"),
        paragraph("乙", numbered=(1, 1)),
        paragraph("丙", numbered=(1, 2)),
        paragraph("丁", numbered=(1, 3)),
        paragraph("戊", numbered=(1, 2)),
        paragraph("己", numbered=(1, 1)),
        paragraph("庚", numbered=(1, 2)),
        paragraph("辛", numbered=(3, 2)),
        paragraph("壬", "H1x"),
        paragraph("癸", numbered=(0, 0)),
    )
    printed = ["一、 甲", "（一） 乙", "1. 丙", "(a) 丁", "2. 戊", "（二） 己", "1. 庚", "5. 辛", "二、 壬", "癸"]
    assert texts(data) == printed
    assert [each.heading for each in read_document(data, ".docx")] == [1, *[None] * 7, 1, None]


def test_legal_numbers_and_bullets() -> None:
    data = document(*(paragraph("x", numbered=(2, depth)) for depth in (0, 1, 1, 2, 0, 1)))
    assert texts(data) == ["I. x", "1.1 x", "1.2 x", "• x", "II. x", "2.1 x"]


def test_a_document_becomes_a_tree() -> None:
    table = (
        "<w:tbl><w:tr>"
        + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("1", "铺路", "责任单位：市甲局"))
        + "</w:tr></w:tbl>"
    )
    data = document(
        paragraph("修路方案", "T"),
        paragraph("一、北路\t3", "TOC", inside=""),
        "<w:p/>",
        paragraph("北路", "H1"),
        paragraph("测量。（市甲局负责）", numbered=(1, 1)),
        paragraph(
            "南路",
            "H1",
            inside="<w:r><w:br/></w:r><w:ins><w:r><w:t>全段</w:t></w:r></w:ins><w:del><w:r><w:t>旧</w:t></w:r></w:del>",
        ),
        table,
    )
    plan = plan_document(read_document(data, ".docx"), date(2020, 1, 1))
    assert plan.title == "修路方案"
    assert [(item.line, item.kind, item.values["title"], item.parent) for item in plan.items] == [
        (4, "requirement", "北路", None),
        (5, "requirement", "测量", 0),
        (5, "task", "测量", 1),
        (6, "requirement", "南路 全段", None),
        (7, "requirement", "铺路", 3),
        (7, "task", "铺路", 4),
    ]
    assert plan.skipped[2:] == [(8, "deleted under tracked changes, in paragraph 6: 旧")]
    assert [line for line, _reason in plan.skipped[:2]] == [1, 2]


def test_alternatives_for_old_programs_are_left_out() -> None:
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:r><w:txbxContent>{paragraph('框')}</w:txbxContent></w:r>"
    inside = f"<mc:AlternateContent {space}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert texts(document(paragraph("文", inside=inside))) == ["框", "文"]


def test_a_style_that_is_based_on_itself_ends() -> None:
    assert texts(document(paragraph("甲", "loop"))) == ["甲"]


ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (document(paragraph("&a;"), head=ENTITIES), "document type"),
        (document("<w:sdt>" * 500 + "</w:sdt>" * 500), "nested"),
        (document("<w:p>"), "damaged"),
        (document(paragraph("甲"))[:-30], "damaged"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
        (b"plain text", "not a Word document"),
    ],
    ids=["entities", "nested", "no end", "cut", "password", "text"],
)
def test_hostile_files_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(ExchangeError, match=message):
        read_document(data, ".docx")


def test_a_zip_bomb_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _count in range(210):
            part.write(bytes(1 << 20))
    with pytest.raises(ExchangeError, match="memory"):
        read_document(file.getvalue(), ".docx")


def notes(element: str, *texts: str) -> str:
    separators = f'<w:{element} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{element}>'
    each = [f'<w:{element} w:id="{number}">{paragraph(text)}</w:{element}>' for number, text in enumerate(texts, 1)]
    return f"<w:{element}s {NAMESPACE}>{separators}{''.join(each)}</w:{element}s>"


def reference(element: str, number: int) -> str:
    return f'<w:r><w:{element}Reference w:id="{number}"/></w:r>'


def beside() -> bytes:
    """A document with all that stands beside its text."""
    cells = paragraph("一、铺路"), paragraph("十公里", inside=reference("endnote", 1))
    row = "<w:tbl><w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"
    changed = "<w:ins><w:r><w:t>全段</w:t></w:r></w:ins><w:del><w:r><w:delText>只有一半</w:delText></w:r></w:del>"
    moved = "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo>"
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('三、框中')}</w:txbxContent></w:pict></w:r>"
    comment = f'<w:comment w:id="0" w:author="李科">{paragraph("再核")}</w:comment>'
    parts = {
        "word/footnotes.xml": notes("footnote", "指北环路。", "指标题。", "没有人引用。"),
        "word/endnotes.xml": notes("endnote", "见附表。"),
        "word/comments.xml": f"<w:comments {NAMESPACE}>{comment}</w:comments>",
        "word/header1.xml": f"<w:hdr {NAMESPACE}>{paragraph('内部文件')}</w:hdr>",
        "word/header2.xml": f"<w:hdr {NAMESPACE}>{paragraph('内部文件')}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {NAMESPACE}>{paragraph('第1页')}</w:ftr>",
        "word/diagrams/data1.xml": "<x/>",
    }
    title = paragraph("修路方案", "T", inside=reference("footnote", 2))
    body = paragraph("二、修路。", inside=reference("footnote", 1) + reference("footnote", 1) + changed + moved)
    return document(title, row, body, box.join(("<w:p>", "</w:p>")), **parts)


def test_notes_belong_to_the_paragraph_that_refers_to_them() -> None:
    plan = plan_document(read_document(beside(), ".docx"), date(2016, 1, 1))
    assert [(item.values["title"], item.values.get("note")) for item in plan.items] == [
        ("铺路 | 十公里", "见附表。"),
        ("修路", "指北环路。"),
        ("框中", None),
    ]


def test_what_was_inserted_or_moved_here_counts() -> None:
    plan = plan_document(read_document(beside(), ".docx"), date(2016, 1, 1))
    assert plan.items[1].values["text"] == "全段移来"


def test_each_line_beside_the_text_is_named() -> None:
    plan = plan_document(read_document(beside(), ".docx"), date(2016, 1, 1))
    reasons = [reason for _line, reason in plan.skipped]
    assert reasons == [
        "title of the document",
        "note: 指标题。",
        "deleted under tracked changes, in paragraph 3: 只有一半",
        "a note of no paragraph with a text: 没有人引用。",
        "comment by 李科: 再核",
        "page header: 内部文件",
        "page footer: 第1页",
        "a diagram or chart, whose text is not read: word/diagrams/data1.xml",
    ]
    assert len({line for line, _reason in plan.skipped}) == len(reasons) - 1  # the note of the title is on its line


def test_a_note_does_not_grow_by_its_references() -> None:
    text = "字" * 10_000
    data = document(
        paragraph("一、甲", inside=reference("footnote", 1) * 5000), **{"word/footnotes.xml": notes("footnote", text)}
    )
    (item,) = plan_document(read_document(data, ".docx"), date(2016, 1, 1)).items
    assert item.values["note"] == text


def test_notes_and_what_is_left_out_come_in(office, tmp_path) -> None:
    file = tmp_path / "notice.docx"
    file.write_bytes(beside())
    code, out, err = office.run("import", str(file), "--format", "json")
    shown = json.loads(out)
    assert (code, err) == (0, "")
    assert len(shown["rows"]) == sum(shown["counts"].values())
    assert shown["counts"] == {"add": 3, "change": 0, "same": 0, "skip": 8}
    assert any("page footer: 第1页" in problem for row in shown["rows"] for problem in row["problems"])
    assert [record.get("note") for record in office.records("requirement")] == ["见附表。", "指北环路。", None]
    assert office.run("check")[0] == 0


def test_numbers_there_and_back() -> None:
    assert all(parse_number(chinese(number)) == number for number in range(1, 2000))
    assert all(parse_roman(roman(number)) == number for number in range(1, 2000))
    assert parse_roman("iix") is None
