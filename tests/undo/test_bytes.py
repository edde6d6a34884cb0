"""Undo gives back the very bytes, whatever the layout, and the place and comments of a removed record."""

from __future__ import annotations

import pytest

HEAD = '[dataset]\nformat = 1\ntitle = "t"\n'
T1 = '[[task]]\nid = "T1"\ntitle = "one"\n'
T2 = '# two, for Li\n[[task]]  # second\nid = "T2"\ntitle = "two"\n# its notes\nnote = "n"\n'
T3 = '[[task]]\nid = "T3"\ntitle = "three"\n'

LAYOUTS = {
    "dataset between": {"d.toml": f"# head\n\n{T1}\n# -- settings --\n{HEAD}\n# -- tasks --\n{T2}"},
    "dataset between, more behind": {"d.toml": f"{T1}\n{HEAD}\n{T2}\n{T3}"},
    "unknown array between": {"d.toml": f"{HEAD}\n{T1}\n[[budget]]\nyear = 2016\n\n{T2}\n[[budget]]\nyear = 2017\n"},
    "unknown table between": {"d.toml": f"{HEAD}\n{T1}\n[other]\na = 1 # x\n\n\n{T2}"},
    "other kind between": {"d.toml": f'{HEAD}\n{T1}\n[[requirement]]\nid = "R1"\ntitle = "r"\n\n{T2}'},
    "only one": {"d.toml": f"{HEAD}\n# -- tasks --\n\n{T2}\n# end\n"},
    "empty inline array": {"a.toml": f"task = []  # none yet\n{HEAD}", "b.toml": T2},
    "first of the file": {"d.toml": f"{T2}\n{T3}\n{HEAD}"},
    "alone in a file": {"a.toml": HEAD, "two.toml": T2},
    "alone in a file with a comment": {"a.toml": HEAD, "two.toml": f"# tasks of Li\n\n{T2}\n\n\n# end"},
    "in a folder": {"a.toml": HEAD + T1, "finance/2016.toml": f"{T3}\n{T2}"},
    "inline records": {"d.toml": f'task = [ # all\n  {{ id = "T2", title = "two", note = "n" }}, # second\n]\n{HEAD}'},
    "one inline record": {"d.toml": f'task = [{{ id = "T2", title = "two", note = "n" }}]\n{HEAD}'},
    "far sub-table": {"d.toml": f'{HEAD}\n{T2}\n[[task.log]]\ndate = 2016-11-30\ntext = "x"\n\n[other]\n\n{T3}'},
    "twice the same": {"d.toml": f"{HEAD}\n{T2}\n{T3}\n{T2}", "e.toml": T2},
    "text like a record": {"d.toml": f'{HEAD}\n[[task]]\nid = "T9"\ntitle = "x"\nnote = """\n{T2}"""\n\n{T2}'},
}

DRESSES = {
    "as it is": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "byte order mark": lambda text: "\ufeff" + text,
    "no last newline": lambda text: text.rstrip("\n"),
    "Chinese": lambda text: text.replace("Li", "李").replace('"two"', '"完成预算编制"'),
    "blank lines at the end": lambda text: text + "\n \n\n",
}

EDITS = {
    "remove": ("remove", "T2"),
    "set": ("set", "T2", "due=2016-12-31", "note=", "support=a,b"),
    "note": ("note", "T2", "a visit"),
    "add": ("add", "task", "title=new"),
    "add requirement": ("add", "requirement", "title=new"),
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout(dataset, layout: str, dress: str) -> None:
    dataset.write({name: DRESSES[dress](text) for name, text in LAYOUTS[layout].items()})
    before = dataset.bytes()
    for name, words in EDITS.items():
        code = dataset.run(*words)
        after = dataset.bytes()
        if code:
            assert after == before, name
            continue
        assert after != before, name
        dataset.does("undo")
        assert dataset.bytes() == before, name
        dataset.does("redo")
        assert dataset.bytes() == after, name
        dataset.does("undo")
        assert dataset.bytes() == before, name


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if "inline" not in name and name != "twice the same"])
def test_after_a_colleagues_edit_elsewhere_the_record_comes_back_with_its_comments_and_place(dataset, layout: str) -> None:
    files = LAYOUTS[layout]
    name = next(name for name, text in files.items() if T2 in text)
    other = f"{T1.replace('T1', 'T7')}\n"
    dataset.write(
        files | {name: files[name].replace(HEAD, HEAD + "\n" + other) if HEAD in files[name] else other + files[name]}
    )
    before = dataset.bytes()
    dataset.does("remove", "T2")
    dataset.does("set", "T7", "lead=Audit", who="wang")
    dataset.does("undo")
    expected = before[name].replace(b'id = "T7"\ntitle = "one"\n', b'id = "T7"\ntitle = "one"\nlead = "Audit"\n')
    assert dataset.bytes() == before | {name: expected}


def test_several_files_in_one_edit(dataset) -> None:
    dataset.write({"a.toml": HEAD + T1, "b.toml": T2.replace("\n", "\r\n"), "c/c.toml": T3.rstrip("\n")})
    before = dataset.bytes()
    dataset.does("done", "T1", "T2", "T3")
    after = dataset.bytes()
    assert all(before[name] != after[name] for name in before)
    dataset.does("undo")
    assert dataset.bytes() == before
    dataset.does("redo")
    assert dataset.bytes() == after
