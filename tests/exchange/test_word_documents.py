"""Word documents: paragraphs with the numbers that Word prints, and files that are refused."""

from __future__ import annotations

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
    assert [line for line, _reason in plan.skipped] == [1, 2]


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


def test_numbers_there_and_back() -> None:
    assert all(parse_number(chinese(number)) == number for number in range(1, 2000))
    assert all(parse_roman(roman(number)) == number for number in range(1, 2000))
    assert parse_roman("iix") is None
