"""Reports: every record has its place, every link leads somewhere, and no text does anything but stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hostile import HOSTILE
from ledger_text import LEDGER, TODAY
from rich.cells import cell_len

from jinpu_tui.cli.main import run
from jinpu_tui.report.differences import escaped
from jinpu_tui.services.workspace import Workspace
from jinpu_tui.ui.app import JinpuApp

from ..ui.conftest import Driver

VOID = {"meta", "br", "line", "circle", "path"}


class Page(HTMLParser):
    """The elements of a page: whether they are nested well, ids, links, texts, and what would do something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.active: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.active += [tag] if tag in ("script", "iframe", "object", "img", "form", "link") else []
        for name, value in attrs:
            self.active += [name] if name.startswith("on") else []
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def report(ledger: Path, name: str, *words: str) -> str:
    path = ledger.parent / name
    assert run(["-D", str(ledger), "--as-of", "2016-12-31", "report", "-o", str(path), *words]) == 0
    return path.read_text("utf-8")


def test_html_has_every_record_and_every_link_leads_somewhere(ledger: Path) -> None:
    page = Page(report(ledger, "r.html"))
    assert page.open == []
    assert page.active == []
    for id_ in ("R1", "R1.1", "R2", "T1", "T2", "T3", "I1", "S1"):
        assert f"r-{id_}" in page.ids
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert 'role="img" aria-label="late, blocked or far behind">■</span>' in (ledger.parent / "r.html").read_text("utf-8")
    text = " ".join(page.words)
    assert all(item in text for item in ("计划实施方案", "Write the plan", "first visit", "225", "+7%", "2016-12-31"))


def test_the_revision_is_cited(ledger: Path, capsys) -> None:
    assert "no revision (the dataset is not under git)" in report(ledger, "r.txt")


def test_markdown_and_text_say_the_same(ledger: Path) -> None:
    markdown, text = report(ledger, "r.md"), report(ledger, "r.txt")
    assert "| T2 | ■ | 计划实施方案 | todo | – | 2016-12-01 | – |" in markdown
    assert all(cell_len(line) <= 76 for line in text.splitlines())
    assert "T2" in text
    assert "计划实施方案" in text


def test_a_bulletin_counts_and_tells_how_long_late(ledger: Path) -> None:
    closed = LEDGER.replace("done_on = 2016-11-11", "done_on = 2016-11-11\nclosed_on = 2016-12-20")
    (ledger / "ledger.toml").write_text(closed, "utf-8")
    text = report(ledger, "b.txt", "--bulletin")
    assert "3 tasks: 1 done (33.3%), 0 of them verified and closed, 1 late (33.3%)." in text
    assert re.search(r"T2 +计划实施方案 +– +2016-12-01 +30 days", text)
    assert "3. Closed since 2016-12-01" in text
    assert re.search(r"T3 +Third +– +2016-12-20", text)


def test_one_for_each_unit_and_by_a_filter(ledger: Path, capsys) -> None:
    report_path = ledger.parent / "u.md"
    assert run(["-D", str(ledger), "report", "-o", str(report_path), "--by", "lead"]) == 0
    assert capsys.readouterr().out.split() == [str(ledger.parent / f"u-{name}.md") for name in ("Finance", "none")]
    finance = (ledger.parent / "u-Finance.md").read_text("utf-8")
    assert "Write the plan" in finance
    assert "Third" not in finance
    assert "Write the plan" not in report(ledger, "f.md", "--filter", "is:late")
    assert run(["-D", str(ledger), "report", "-o", str(report_path), "--filter", "leed:x"]) == 2
    assert run(["-D", str(ledger), "report", "-o", str(ledger.parent / "r.odd")]) == 2


def test_what_changed_since_another_folder(ledger: Path, tmp_path: Path) -> None:
    old = Path(shutil.copytree(ledger, tmp_path / "old"))
    run(["-D", str(ledger), "set", "T1", "due=2017-03-01", "title=Write the long plan"])
    page = report(ledger, "r.html", "--since", str(old))
    assert "What changed since" in page
    assert "Write the {+long +}plan" in page
    assert "2017-03-01" in page


def test_links_to_what_is_not_in_the_report_are_plain_text(ledger: Path, tmp_path: Path) -> None:
    old = Path(shutil.copytree(ledger, tmp_path / "old"))
    run(["-D", str(ledger), "remove", "T3"])
    for words in (["--since", str(old)], ["--filter", "id:T2"], ["--filter", "id:I1"], ["--by", "lead"]):
        for name in ("r.html", "r-none.html", "r-Finance.html"):
            (ledger.parent / name).unlink(missing_ok=True)
        assert run(["-D", str(ledger), "report", "-o", str(ledger.parent / "r.html"), *words]) == 0
        for path in ledger.parent.glob("r*.html"):
            page = Page(path.read_text("utf-8"))
            assert page.ids
            assert {link.removeprefix("#") for link in page.links} <= set(page.ids), (words, path.name)


def test_comments_and_sign_offs_go_along(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "li")
    assert run(["-D", str(ledger), "comment", "T2", "who pays?", "--field", "lead"]) == 0
    first_id = re.search('"(C-li-1[^"]*)"', (ledger / "reviews" / "li.toml").read_text("utf-8"))[1]
    for words in (
        ("comment", first_id, "we do"),
        ("sign", "T2", "R1", "I1"),
        ("set", "T2", "due=2017-05-01"),
        ("comment", "I1", "what unit?"),
    ):
        assert run(["-D", str(ledger), *words]) == 0
    text = report(ledger, "r.txt")
    assert re.search(r"signed off +li \S+; changed since: due", text)
    assert re.search(r"• li \S+ on lead: who pays\?", text)
    assert re.search(r"↳ li \S+: we do", text)
    page = report(ledger, "r.html")
    assert page.count("signed off") == 3
    assert "what unit?" in page


def test_hostile_text_is_shown_and_does_nothing(ledger: Path) -> None:
    import tomli_w

    texts = [*HOSTILE.values(), "<script>alert(1)</script>", "javascript:alert(1)", '" onclick="x', "</style><b>"]
    texts.append("](http://x) **b** `c` | d")
    observations = [{"period": "2015", "value": 1}, {"period": "2016", "value": 2}]
    tables: dict[str, object] = {"dataset": {"format": 1, "title": "</style><b>"}}
    tables["task"] = [
        {"id": f"T{number}", "title": text, "lead": text, "note": text, "log": [{"text": text}]}
        for number, text in enumerate(texts)
    ]
    tables["indicator"] = [
        {"id": f"I{number}", "name": text, "unit": text, "observations": observations} for number, text in enumerate(texts)
    ]
    (ledger / "ledger.toml").write_text(tomli_w.dumps(tables), "utf-8")
    page = Page(report(ledger, "h.html"))
    assert (page.open, page.active) == ([], [])
    for name in ("h.html", "h.md", "h.txt"):
        raw = (ledger.parent / name).read_text("utf-8") if name == "h.html" else report(ledger, name)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", raw)
    markdown = report(ledger, "h.md")
    assert "](http" not in markdown.replace("\\](http", "")


async def test_the_app_writes_one_too(ledger: Path, tmp_path: Path) -> None:
    app = JinpuApp(Workspace(ledger, today=TODAY))
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Driver(app, pilot, ledger)
        await driver.keys("2", "/", "is:late", "enter", "ctrl+o", "enter")
        await pilot.pause()
        await driver.keys("ctrl+u", str(tmp_path / "r.odd"), "enter")
        assert "Name the file" in driver.text
        await driver.keys("ctrl+u", str(tmp_path / "r.md"), "enter")
        assert "Written:" in driver.text
    text = (tmp_path / "r.md").read_text("utf-8")
    assert "计划实施方案" in text
    assert "Write the plan" not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("1. no list", "1\\. no list"),
        ("&#x202e; &lt;b&gt;", "\\&#x202e; \\&lt;b\\&gt;"),
        ("2016-12-31, 12.5", "2016-12-31, 12.5"),
    ],
)
def test_markdown_begins_nothing_and_decodes_nothing(text: str, shown: str) -> None:
    assert escaped(text) == shown


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_shows_it_without_scrolling_sideways(ledger: Path, tmp_path: Path, width: int) -> None:
    report(ledger, "r.html")
    probe = tmp_path / "probe.html"
    script = "<script>onload=()=>{document.title=document.documentElement.scrollWidth<=innerWidth?'fits':'wide'}</script>"
    text = re.sub(r"<meta http-equiv[^>]*>", "", (ledger.parent / "r.html").read_text("utf-8"))
    probe.write_text(text.replace("</head>", f"{script}</head>"), "utf-8")
    assert CHROMIUM is not None
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    browser = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", profile]
    shown = [*browser, f"--window-size={width},900", "--dump-dom", probe.as_uri()]
    assert b"<title>fits</title>" in subprocess.run(shown, capture_output=True, timeout=60, check=True).stdout
    paper = tmp_path / "r.pdf"
    printed = [*browser, f"--print-to-pdf={paper}", (ledger.parent / "r.html").as_uri()]
    subprocess.run(printed, capture_output=True, timeout=60, check=True)
    assert paper.read_bytes().startswith(b"%PDF")
