"""The house rules that no tool knows: one way to write, small files, nothing inline."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.browser.pages import NOT_PAGES, looked_at
from tests.isolation.routes import walk

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("contacts", "workspaces", "contactsite")
MAX_LINES = 300

# Who may write contacts: the one module for people's changes, the engine's bulk insert and its
# undo, and the maker of demo data.
WRITERS = {
    "contacts/writing/bulk.py",
    "contacts/writing/contacts.py",
    "contacts/writing/deleting.py",
    "contacts/writing/flags.py",
    "contacts/writing/journal.py",
    "contacts/writing/merging.py",
    "contacts/writing/unmerging.py",
    "contacts/writing/links.py",
    "contacts/writing/suppression.py",
    "contacts/models/contact.py",
    "contacts/imports/commit.py",
    "contacts/imports/insert.py",
    "contacts/imports/undo.py",
    "contacts/demo.py",
}
WRITES = {
    "add",
    "bulk_create",
    "bulk_update",
    "clear",
    "create",
    "delete",
    "get_or_create",
    "remove",
    "set",
    "update",
    "update_or_create",
}
CONTACT_SETS = re.compile(
    r"\b(Contact|ContactFlag)\.objects\b|\.(contacts|flag_links)\b|\bcontact\.flags\b"
)


def source_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def contact_writes(source: str) -> list[int]:
    """Lines that call a writing method on a set of contacts or of their flags."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and CONTACT_SETS.search(ast.unparse(node.func.value))
    ]


def test_contact_writes_finds_every_way_to_write():
    for line in (
        "Contact.objects.create(name='x')",
        "workspace.contacts.filter(pk=1).update(name='x')",
        "Contact.objects.bulk_create([])",
        "contact.flags.add(flag)",
        "contact.flag_links.all().delete()",
        "ContactFlag.objects.create()",
    ):
        assert contact_writes(line) == [1], line
    assert contact_writes("workspace.contacts.filter(pk=1).count()") == []


def test_contacts_are_written_in_one_place():
    found = [
        f"{name_of(file)}:{line}"
        for file in source_files(*PACKAGES)
        if name_of(file) not in WRITERS
        for line in contact_writes(file.read_text())
    ]
    assert found == []


def test_views_start_every_query_at_the_workspace():
    scoped = re.compile(r"\b(Contact|Flag|ContactFlag|ContactImport|ContactChange|Job)\.objects\b")
    found = [
        f"{name_of(file)}:{number}"
        for file in source_files("contacts/views")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if scoped.search(line)
    ]
    assert found == []


def test_files_stay_small():
    long = {
        name_of(file): count
        for file in source_files(*PACKAGES, "tests")
        if (count := len(file.read_text().splitlines())) > MAX_LINES
    }
    assert long == {}


def test_no_drawer_for_odds_and_ends():
    drawers = {"utils", "helpers", "services", "common", "misc"}
    assert [name_of(f) for f in source_files(*PACKAGES) if f.stem in drawers] == []


def test_templates_hold_no_inline_style_or_script():
    inline = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\bsrc=)""", re.I)
    found = [
        f"{name_of(file)}:{number}"
        for file in sorted((ROOT / "templates").rglob("*.html"))
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if inline.search(line)
    ]
    assert found == []


def test_nothing_left_for_later():
    later = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b|pytest\.mark\.(skip|xfail)\b")
    found = [
        f"{name_of(file)}:{number}"
        for file in source_files(*PACKAGES, "tests")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if later.search(line) and file != Path(__file__)
    ]
    assert found == []


def test_the_browser_looks_at_every_page():
    names = {name for name, _ in walk() if not name.startswith("admin:")}
    assert looked_at() & NOT_PAGES == set()
    assert names == looked_at() | NOT_PAGES, "name the route in tests/browser/pages.py"
