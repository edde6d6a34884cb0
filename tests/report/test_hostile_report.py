"""Reports on a dataset that came from anyone: its texts are text, in every form and in the names of files."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from jinpu_tui.cli.main import run
from jinpu_tui.model.fields import FIELDS, NESTED, Field

EVIL = "\"'><script>x()</script><img src=x onerror=y()>[a](javascript:z())`|#\x1b]0;t\x07\u202e\u200b\r\n- b"

TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "h4", "h5", "p", "nav", "a", "main",
    "section", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "figure", "span", "br", "svg",
    "line", "text", "circle", "path",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "scope", "tabindex", "role", "aria-label",
    "viewbox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "text-anchor",
}  # fmt: skip


def value(field: Field, kind: str) -> Any:
    match field.form:
        case "line" | "text":
            return f"{field.name} {EVIL}"
        case "list":
            return [] if field.refers_to else [EVIL, f"b{EVIL}"]
        case "tables" | "table":
            entry = {item.name: value(item, kind) for item in NESTED[kind, field.name]}
            if "value" in entry:
                entry |= {"period": "2016", "value": 5}
            filled = {name: item for name, item in entry.items() if item is not None}
            return (
                [filled, filled | {"period": "2015"}]
                if field.form == "tables" and "value" in entry
                else ([filled] if field.form == "tables" else filled)
            )
    return None


def dataset(language: str) -> str:
    tables: dict[str, Any] = {"dataset": {"format": 1, "title": f"title {EVIL}", "language": language}}
    for kind in ("source", "requirement", "task", "indicator", "comment"):
        record = {"id": f"{kind}-1", **{item.name: value(item, kind) for item in FIELDS[kind] if item.name not in ("id", "on")}}
        tables[kind] = [{name: item for name, item in record.items() if item is not None}]
    tables["task"][0]["requirements"] = ["requirement-1"]
    tables["comment"][0]["on"] = "task-1"
    tables["task"].append({"id": f"odd {EVIL}", "title": "x"})
    return tomli_w.dumps(tables)


class Looked(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.language: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)
        self.links.update(value or "" for name, value in attrs if name == "href")
        if tag == "html":
            self.language = dict(attrs).get("lang")


def written(tmp_path: Path, language: str, name: str, *options: str) -> str:
    folder = tmp_path / "ledger"
    folder.mkdir(exist_ok=True)
    (folder / "ledger.toml").write_text(dataset(language), "utf-8")
    (tmp_path / "out").mkdir(exist_ok=True)
    assert run(["-D", str(folder), "--as-of", "2016-12-31", "report", "-o", str(tmp_path / "out" / name), *options]) == 0
    return (tmp_path / "out" / name).read_bytes().decode()


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("zh-CN", "zh-CN"),
        ("zh-Hans-CN", "zh-Hans-CN"),
        ("de", "de"),
        ("", "en"),
        ('en" onload="x()', None),
        ("en\u202e", None),
        ("en\x1b", None),
        ("en\n", None),
        ("中文", None),
        ("e", None),
        (EVIL, None),
    ],
)
@pytest.mark.parametrize("options", [(), ("--bulletin",)])
def test_a_page_holds_only_what_we_wrote(tmp_path: Path, capsys, language: str, wanted: str | None, options: tuple) -> None:
    page = written(tmp_path, language, "r.html", *options)
    looked = Looked()
    looked.feed(page)
    assert looked.language == wanted
    assert looked.tags <= TAGS
    assert looked.attributes <= ATTRIBUTES
    assert all(re.fullmatch(r"#r-[\w.-]*", link) for link in looked.links)
    assert not unsafe(page)


@pytest.mark.parametrize("name", ["r.md", "r.txt"])
@pytest.mark.parametrize("options", [(), ("--bulletin",)])
def test_plain_reports_hold_no_control_and_no_markup(tmp_path: Path, capsys, name: str, options: tuple) -> None:
    text = written(tmp_path, "en", name, *options)
    assert not unsafe(text)
    assert "onerror" in text or options
    if name == "r.md":
        assert not re.search(r"(?<!\\)<(?:script|img)", text)
        assert not re.search(r"(?<!\\)\]\(javascript", text)


def unsafe(text: str) -> set[str]:
    return {item for item in text if unicodedata.category(item) in ("Cc", "Cf", "Zl", "Zp") and item not in "\n\t"}


def test_each_value_has_a_file_of_its_own(tmp_path: Path, capsys) -> None:
    leads = ["A/B", "A B", "a-b", "../../x", "..", "财政局" * 60, "财政局" * 60 + "二", "CON", "\x1b[31m", EVIL, "-rf", "名/单"]
    tasks = [{"id": f"T{number}", "title": f"task {number}", "lead": lead} for number, lead in enumerate(leads)]
    folder = tmp_path / "ledger"
    folder.mkdir()
    (folder / "l.toml").write_text(tomli_w.dumps({"dataset": {"format": 1, "title": "x"}, "task": tasks}), "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    assert run(["-D", str(folder), "report", "-o", str(out / "r.txt"), "--by", "lead"]) == 0
    files = sorted(out.rglob("*"))
    assert len(files) == len(leads)
    assert len({path.name.casefold() for path in files}) == len(leads)
    assert all(re.fullmatch(r"r-[\w.-]+\.txt", path.name) for path in files)
    assert sorted(number for path in files for number in re.findall(r"task (\d+)", path.read_text("utf-8"))[:1]) == sorted(
        str(number) for number in range(len(leads))
    )
    assert not [path for path in tmp_path.iterdir() if path.name not in ("ledger", "out", "git-config")]


def test_the_names_in_a_history_are_text_too(tmp_path: Path, capsys) -> None:
    page = written(tmp_path, "en", "first.html")
    assert page
    folder = tmp_path / "ledger"
    identity = ["-c", "user.name=<script>x</script>\x1b", "-c", "user.email=x@x"]
    for words in (["init", "-q"], ["add", "-A"], [*identity, "commit", "-qm", EVIL.replace("\r\n", " ")]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    (folder / "ledger.toml").write_text(dataset("en").replace('title \\"', 'other \\"'), "utf-8")
    for name in ("r.html", "r.md", "r.txt"):
        assert run(["-D", str(folder), "report", "-o", str(tmp_path / "out" / name), "--since", "HEAD"]) == 0
        assert not unsafe((tmp_path / "out" / name).read_bytes().decode())
    looked = Looked()
    looked.feed((tmp_path / "out" / "r.html").read_text("utf-8"))
    assert looked.tags <= TAGS
    assert looked.attributes <= ATTRIBUTES
    capsys.readouterr()
    assert run(["-D", str(folder), "log"]) == 0
    assert not unsafe(capsys.readouterr().out)
