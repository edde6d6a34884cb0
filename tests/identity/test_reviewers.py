"""Whose name a comment, note or sign-off carries, which file it goes to, and ids that copies of a dataset cannot both make."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest


def comment_files(person, text: str = "x") -> list[str]:
    """The files in which a new comment of a person stands."""
    person.does("comment", "T1", text)
    return [
        name for name in person.files() if any(review["text"] == text for review in person.reviews(name).get("comment", ()))
    ]


def test_the_configured_name_comes_first(office) -> None:
    li = office.reviewer("office")
    li.git_setting("user.name", "Git Name")
    li.configure('[user]\nname = "李伟"\nemail = "li@office"\n')
    li.does("comment", "T1", "谁出钱？")
    li.does("sign", "T1")
    li.does("note", "T1", "sent")
    [comment], [signed] = li.reviews("李伟.toml")["comment"], li.reviews("李伟.toml")["signoff"]
    assert (comment["by"], signed["by"], li.files()) == ("李伟", "李伟", ["李伟.toml"])
    text = (li.folder / "ledger.toml").read_bytes()
    assert 'by = "李伟", text = "sent"'.encode() in text
    assert text.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_then_the_name_in_git(office) -> None:
    li = office.reviewer("office")
    li.git_setting("user.name", "Li Wei")
    assert comment_files(li, "of the user") == ["Li-Wei.toml"]
    li.git("init", "-q")
    li.git("config", "user.name", "王芳")
    assert comment_files(li, "of the repository") == ["王芳.toml"]


def test_then_the_login(office) -> None:
    li = office.reviewer("li")
    assert comment_files(li) == ["li.toml"]
    assert li.reviews("li.toml")["comment"][0]["by"] == "li"


def test_by_still_says_who_reports(office) -> None:
    li = office.reviewer("li")
    li.configure('[user]\nname = "Li Wei"\n')
    li.does("note", "T1", "sent", "--by", "财政局")
    assert 'by = "财政局"'.encode() in (li.folder / "ledger.toml").read_bytes()


def test_a_dataset_in_one_file(office, tmp_path: Path) -> None:
    li = office.reviewer("li")
    li.configure('[user]\nname = "Li Wei"\n')
    li.folder /= "ledger.toml"
    li.does("comment", "T1", "x")
    assert tomllib.loads(li.folder.read_text("utf-8-sig"))["comment"][0]["by"] == "Li Wei"


NAMES = {
    "a terminal's commands": "E\x1b[31mvil\x1b]0;x\x07",
    "several lines": "Li\n[[task]]\nid = 'T9'",
    "a path": "../../etc/passwd",
    "very long": "名" * 5000,
    "signs only": "***",
    "a device": "/dev/null",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_the_name_of_a_hostile_repository_is_only_text(office, name: str) -> None:
    li = office.reviewer("li")
    li.git("init", "-q")
    li.git("config", "user.name", name)
    output = li.does("comment", "T1", "x")
    assert "\x1b" not in output
    [file] = li.files()
    assert len(file.encode()) <= 255
    [comment] = li.reviews(file)["comment"]
    assert comment["by"].isprintable()
    assert len(comment["by"]) <= 200
    assert li.does("check").endswith("0 problems\n")
    assert {path.name for path in li.folder.iterdir()} == {".git", ".jinpu", "ledger.toml", "reviews"}


def test_nothing_of_the_repository_is_run(office, tmp_path: Path) -> None:
    li = office.reviewer("li")
    li.git("init", "-q")
    trap = tmp_path / "ran"
    for name in ("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "credential.helper", "alias.config"):
        li.git("config", name, f"!touch '{trap}'" if name.startswith("alias") else f"touch '{trap}'")
    li.does("comment", "T1", "x")
    assert not trap.exists()


def test_one_login_and_two_names_have_two_files(office) -> None:
    li = office.reviewer("office")
    wang = office.reviewer("office", at=li.folder)
    li.configure('[user]\nname = "Li Wei"\n')
    wang.configure('[user]\nname = "王芳"\n')
    assert (comment_files(li, "1"), comment_files(wang, "2")) == (["Li-Wei.toml"], ["王芳.toml"])
    assert (comment_files(li, "3"), comment_files(wang, "4")) == (["Li-Wei.toml"], ["王芳.toml"])


def test_also_if_a_file_of_the_shared_login_is_there(office) -> None:
    somebody = office.reviewer("office")
    before = comment_files(somebody, "before")
    for name, email, texts in (("Li Wei", "li@x", "13"), ("王芳", "wang@x", "24")):
        person = office.reviewer("office", at=somebody.folder)
        person.configure(f'[user]\nname = "{name}"\nemail = "{email}"\n')
        files = [comment_files(person, text) for text in texts]
        assert files[0] == files[1] == [name.replace(" ", "-") + ".toml"]
    assert comment_files(somebody, "after") == before == ["office.toml"]


def test_names_that_look_the_same_in_a_file_name_have_two_files(office) -> None:
    files = []
    li = office.reviewer("a")
    for name in ("Li Wei", "Li-Wei", "Li/Wei", "li wei"):
        person = office.reviewer("a", at=li.folder)
        person.configure(f'[user]\nname = "{name}"\n')
        files += [comment_files(person, f"1 {name}"), comment_files(person, f"2 {name}")]
    assert files[::2] == files[1::2]
    assert len({name.casefold() for [name] in files}) == 4


def test_people_of_one_name_without_an_address_are_told_apart_by_their_login(office) -> None:
    first = office.reviewer("wang1")
    second = office.reviewer("wang2", at=first.folder)
    for person in (first, second):
        person.configure('[user]\nname = "王伟"\n')
    assert comment_files(first, "1") == ["王伟.toml"]
    [other] = comment_files(second, "2")
    assert other.startswith("王伟-")
    assert (comment_files(first, "3"), comment_files(second, "4")) == (["王伟.toml"], [other])
    second.configure('[user]\nname = "王伟"\nemail = "wang@b"\n')
    assert comment_files(second, "5") != ["王伟.toml"], "an address does not make another's file one's own"
    first.configure('[user]\nname = "王伟"\nemail = "wang@a"\n')
    assert comment_files(first, "6") == ["王伟.toml"], "a file from before one had an address stays one's own"


def test_who_has_no_address_does_not_go_on_with_the_file_of_one_who_has(office) -> None:
    first = office.reviewer("a")
    second = office.reviewer("b", at=first.folder)
    first.configure('[user]\nname = "王伟"\nemail = "wang@a"\n')
    second.configure('[user]\nname = "王伟"\n')
    assert comment_files(first, "1") == ["王伟.toml"]
    [other] = comment_files(second, "2")
    assert other.startswith("王伟-")
    assert (comment_files(first, "3"), comment_files(second, "4")) == (["王伟.toml"], [other])


def test_people_of_one_name_are_told_apart_by_their_address(office) -> None:
    first = office.reviewer("a")
    second, again = office.reviewer("b", at=first.folder), office.reviewer("c", at=first.folder)
    for person, email in ((first, "wang@a"), (second, "wang@b"), (again, "wang@b")):
        person.configure(f'[user]\nname = "王伟"\nemail = "{email}"\n')
    assert comment_files(first, "1") == ["王伟.toml"]
    [other] = comment_files(second, "2")
    assert other.startswith("王伟-")
    assert (comment_files(first, "3"), comment_files(second, "4"), comment_files(again, "5")) == (
        ["王伟.toml"],
        [other],
        [other],
    )
    first.does("sign", "T1")
    second.does("sign", "T1")
    second.does("sign", "T1")
    assert [len(first.reviews(name)["signoff"]) for name in ("王伟.toml", other)] == [1, 1]


def test_one_person_at_two_machines_has_one_file(office) -> None:
    desk = office.reviewer("li")
    laptop = office.reviewer("liwei", at=desk.folder)
    for person in (desk, laptop):
        person.configure('[user]\nname = "Li Wei"\nemail = "li@x"\n')
    assert comment_files(desk, "1") == comment_files(laptop, "2") == comment_files(desk, "3") == ["Li-Wei.toml"]
    desk.does("sign", "T1")
    desk.does("set", "T1", "due=2017-01-31")
    laptop.does("sign", "T1")
    assert len(desk.reviews("Li-Wei.toml")["signoff"]) == 1
    assert "T1" not in desk.does("list", "tasks", "is:outdated")


@pytest.mark.parametrize("source", ["git", "configuration", "address"])
def test_a_reviewer_who_gets_a_name_goes_on_with_their_file(office, source: str) -> None:
    li = office.reviewer("li")
    li.does("sign", "T1")
    assert comment_files(li, "before") == ["li.toml"]
    li.does("set", "T1", "due=2017-01-31")
    if source == "git":
        li.git_setting("user.name", "李伟")
    else:
        li.configure('[user]\nname = "Li Wei"\n' if source == "configuration" else '[user]\nname = "李伟"\nemail = "li@x"\n')
    assert comment_files(li, "after") == ["li.toml"]
    assert "T1" in li.does("list", "tasks", "is:outdated")
    li.does("sign", "T1")
    assert "T1" not in li.does("list", "tasks", "is:outdated")
    assert len(li.reviews("li.toml")["signoff"]) == 1
    assert comment_files(li, "later") == ["li.toml"]
    assert [review["text"] for review in li.reviews("li.toml")["comment"]] == ["before", "after", "later"]


def test_a_hand_written_file_is_gone_on_with(office) -> None:
    li = office.reviewer("li")
    (li.folder / "reviews").mkdir()
    text = b'# mine\r\n[[comment]]\r\nid = "C-li-7"\r\non = "T1"\r\nby = "li"\r\ntext = "x" # why\r\n'
    (li.folder / "reviews" / "li.toml").write_bytes(text)
    li.does("comment", "C-li-7", "y")
    assert (li.folder / "reviews" / "li.toml").read_bytes().startswith(text)
    [_old, new] = li.reviews("li.toml")["comment"]
    assert new["id"].startswith("C-li-8-")
    assert new["reply_to"] == "C-li-7"


@pytest.mark.parametrize("has_driver", [True, False])
def test_comments_made_offline_on_two_machines_are_both_kept(office, has_driver: bool) -> None:
    desk = office.reviewer("li")
    desk.does("comment", "T1", "first")
    desk.git("init", "-q", "-b", "main")
    (desk.folder / ".gitignore").write_text(".jinpu\n")
    desk.git("add", "-A")
    desk.git("commit", "-qm", "first")
    laptop = office.clone(desk, "li")
    if has_driver:
        laptop.does("git-setup")
        laptop.git("add", "-A")
    texts = {"first"}
    for person in (desk, laptop):
        for number in (1, 2):
            text = f"{number} on {person.folder.name}"
            texts.add(text)
            person.does("comment", "T1", text)
        person.does("sign", "I1" if has_driver else "T1")
        person.git("add", "-A")
        person.git("commit", "-qm", "offline")
    both = [review["id"] for person in (desk, laptop) for review in person.reviews("li.toml")["comment"]]
    assert len(set(both)) == len(both) - 1  # all but the first, which both have
    signed = [review["id"] for person in (desk, laptop) for review in person.reviews("li.toml")["signoff"]]
    assert len(set(signed)) == 2
    if has_driver:
        laptop.git("pull", "-q", "--no-rebase", "--no-edit", "origin", "main")
        assert {review["text"] for review in laptop.reviews("li.toml")["comment"]} == texts
        assert {review["id"] for review in laptop.reviews("li.toml")["signoff"]} == set(signed)
        assert laptop.does("list", "conflicts").count("\n") <= 2


def test_the_login_owns_entries_of_the_journal_and_the_name_is_shown(office) -> None:
    li = office.reviewer("li")
    li.does("set", "T1", "progress=20")
    li.configure('[user]\nname = "李伟"\n')
    li.does("set", "T1", "progress=40")
    [old, new] = tomllib.loads((li.folder / ".jinpu" / "journal.toml").read_text("utf-8"))["entry"]
    assert (old["who"], new["who"], old.get("name"), new["name"]) == ("li", "li", None, "李伟")
    li.git("init", "-q")
    li.git("add", "ledger.toml")
    li.git("commit", "-qm", "first")
    li.does("set", "T1", "progress=60")
    assert "李伟" in li.does("log", "T1")
    for _number in range(3):
        assert "Undone" in li.does("undo")
    assert (li.folder / "ledger.toml").read_bytes().find(b"progress") < 0
    assert "Redone" in li.does("redo")


def test_a_name_in_a_journal_is_only_text(office) -> None:
    li = office.reviewer("li")
    li.does("set", "T1", "progress=20")
    journal = li.folder / ".jinpu" / "journal.toml"
    journal.write_text(journal.read_text("utf-8").replace('act = "edit"', 'act = "edit"\nname = "\\u001b[2Jx"'), "utf-8")
    li.git("init", "-q")
    assert "\x1b" not in li.does("undo")
    journal.write_text(journal.read_text("utf-8").replace('name = "\\u001b[2Jx"', "name = 5"), "utf-8")
    assert "Redone" in li.does("redo")


def test_a_proposal_says_whose_it_is(office, tmp_path: Path) -> None:
    li = office.reviewer("li")
    wang = office.reviewer("wang")
    wang.does("comment", "T1", "said by wang")
    [comment] = wang.reviews("wang.toml")["comment"]
    li.folder = wang.folder
    pending = f'[[entry]]\nnumber = 1\nwhen = 2016-12-01T00:00:00Z\nwho = "li"\nname = "Li Wei"\nact = "edit"\npatches = []\nchanges = [{{kind = "comment", id = "{comment["id"]}", field = "text", before = "said by wang", after = "no"}}]\n'  # noqa: E501
    (tmp_path / "p.toml").write_text(pending, "utf-8")
    shown = wang.does("apply", str(tmp_path / "p.toml"))
    assert "1. Li Wei (li) " in shown
    assert "changes a comment of wang, proposed by Li Wei (li)" in shown
