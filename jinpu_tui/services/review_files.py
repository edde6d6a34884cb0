"""Which file of a dataset a reviewer's comments and sign-offs go to.

Reviewers write to files of their own, `reviews/NAME.toml`, so that two of them never edit the same lines. NAME comes from their
name and not from their login: one login may be shared, and one person may have several.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from jinpu_tui.analysis.signoffs import FOLDER, review_file, slug
from jinpu_tui.files.safe_open import read_regular
from jinpu_tui.text.i18n import _

if TYPE_CHECKING:
    from jinpu_tui.services.identity import Identity
    from jinpu_tui.services.workspace import Workspace

_MARK = re.compile(rb"^(?:\xef\xbb\xbf)?#[^\n]*<([^<>\n]+)>")
"""The address, or for want of one the login, in the comment that a file of reviews begins with."""


def heading(identity: Identity) -> str:
    """Return the comment that a new file of reviews begins with. Its address or login distinguishes people of one name."""
    mark = identity.email or re.sub(r"[<>\s]+", " ", identity.login).strip()
    if mark:
        return _("Comments and sign-offs of {name} <{email}>.").format(name=identity.name, email=mark)
    return _("Comments and sign-offs of {name}.").format(name=identity.name)


def own_review_file(workspace: Workspace) -> str:
    """Return the file that the user's comments and sign-offs go to, whether it exists or not.

    A file that holds nobody else's is gone on with: first one with comments under the user's name, then one under their login,
    from before they had a name (see `_is_own_login`). Otherwise it is `reviews/NAME.toml`, or, if somebody else has that,
    one with a few digits after the name that are the same wherever this person works.
    """
    identity, authors = workspace.identity, _authors(workspace)
    usual = review_file(identity.name)
    usual = next((name for name in authors if name.casefold() == usual.casefold()), usual)
    own = [name for name in authors if identity.name in authors[name] and not _is_of_other(workspace, name)]
    if usual in own:
        return usual
    shared_with_login = [name for name in own if all(by == identity.name or slug(by) == _stem(name) for by in authors[name])]
    if shared_with_login:
        return shared_with_login[-1]
    if not (workspace.root / usual).exists():
        of_login = review_file(identity.login)
        is_free = authors.get(of_login) == {identity.login} and not _is_of_other(workspace, of_login)
        return of_login if is_free and _is_own_login(identity) else usual
    if usual not in authors and not _is_of_other(workspace, usual):
        return usual
    mark = identity.email or identity.login
    digits = hashlib.sha256(f"{identity.name}\0{mark}".encode("utf-8", "replace")).hexdigest()[:6]
    return review_file(f"{slug(identity.name)}-{digits}")


def _authors(workspace: Workspace) -> dict[str, set[str]]:
    """Return the names in each file of reviews."""
    authors: dict[str, set[str]] = {}
    dataset = workspace.dataset
    for id_, by in [
        *((comment.id, comment.by) for comment in dataset.comments),
        *((signoff.id, signoff.by) for signoff in dataset.signoffs),
    ]:
        name = workspace.file_of(id_)
        if PurePosixPath(name).parts[0] == FOLDER:
            authors.setdefault(name, set()).add(by)
    return authors


def _stem(name: str) -> str:
    return PurePosixPath(name).stem


def _is_own_login(identity: Identity) -> bool:
    """Return whether what a login wrote was written by this person.

    If git gives the name, that is taken for granted, as its owner changed nothing. Whoever configures a name may do so because
    others have the same login: then the name or the address has to contain it.
    """
    if identity.source != "configuration":
        return True
    login = identity.login.casefold()
    return login == identity.email.partition("@")[0].casefold() or login in re.split(r"\W+", identity.name.casefold())


def is_of_other(workspace: Workspace, id_: str) -> bool:
    """Return whether a record stands in the file of somebody else, who may have the same name."""
    return _is_of_other(workspace, workspace.file_of(id_))


def _is_of_other(workspace: Workspace, name: str) -> bool:
    """Return whether a file begins with the address or login of somebody else.

    To somebody without an address, one that begins with their login is their own. A file without a mark, as earlier versions
    made them, is nobody else's.
    """
    identity = workspace.identity
    mark = _mark(workspace.root / name).casefold()
    if not mark or mark in (identity.email.casefold(), identity.login.casefold()):
        return False
    return bool(identity.email) or mark.partition("@")[0] != identity.login.casefold()


def _mark(path: Path) -> str:
    with suppress(OSError):
        found = _MARK.match(read_regular(path)[0])
        return found[1].decode("utf-8", "replace") if found else ""
    return ""


def own_names(workspace: Workspace, file: str) -> Iterator[str]:
    """Yield the names that the user's records in their file carry: their own, and the login that they were known by before."""
    yield workspace.identity.name
    if _stem(file) == slug(workspace.identity.login):
        yield workspace.identity.login
