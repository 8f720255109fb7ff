"""Which safeguards there are to take away: decorators, filters, constraints, middleware."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.mutant_checks import CHECKS, Check
from scripts.mutant_equivalents import EQUIVALENT
from scripts.mutant_tests import DATABASE, MATRIX, SETTINGS

PACKAGES = ("contacts", "workspaces")
DECORATOR_GONE = "decorator: any person who is signed in passes for an owner"
DECORATOR_WEAK = "decorator: the next lesser role is enough"
SET = "query: all rows there are, in place of the workspace's"
FILTER = "query: its `workspace=` removed"
CONSTRAINT = "constraint of the database"
MIDDLEWARE = "middleware"
CHECK = "check: a line of its own"
PERSON = "query: its `user=` removed"
# Of these each has a test of its own, which must fail: they are taken away all at once.
TOGETHER = (DECORATOR_GONE, DECORATOR_WEAK)
# Kinds that have tests of their own; the others are tried with those that run the line.
TESTS: dict[str, tuple[str, ...]] = {
    DECORATOR_GONE: MATRIX,
    DECORATOR_WEAK: MATRIX,
    CONSTRAINT: DATABASE,
    MIDDLEWARE: SETTINGS,
}

# Generated data for demonstrations is no safeguard.
LEFT_OUT = re.compile(r"/(demo\w*|seed_demo|apps)\.py$")

DECORATORS = {"workspace_viewer": "", "workspace_editor": "viewer", "workspace_owner": "editor"}
# What a decorator is replaced with, in its line: everybody who is signed in is an owner.
OPEN = '@__import__("scripts.mutant_open").mutant_open.workspace_open'
SETS = {
    "contacts": "contacts.Contact",
    "api_tokens": "contacts.ApiToken",
    "audiences": "contacts.Audience",
    "distinctions": "contacts.Distinction",
    "flag_distinctions": "contacts.FlagDistinction",
    "merges": "contacts.Merge",
    "frozen_lists": "contacts.FrozenList",
    "flags": "contacts.Flag",
    "imports": "contacts.ContactImport",
    "jobs": "contacts.Job",
    "interactions": "contacts.Interaction",
    "distinct_contacts": "contacts.DistinctContact",
    "suppressed_numbers": "contacts.SuppressedNumber",
    "contactchange_set": "contacts.ContactChange",
    "contactflag_set": "contacts.ContactFlag",
    "audit_entries": "workspaces.AuditEntry",
    "memberships": "workspaces.Membership",
    "invitations": "workspaces.Invitation",
    "members": "workspaces.User",
}
# Not of nobody: that is the same wherever it is taken from.
WORKSPACE_SET = re.compile(
    rf"(?<![\w.\"])(?:\w+\.)*workspace\.({'|'.join(SETS)})\b(?=\.|,|\))(?!\.none\(\))"
)
EVERY = '__import__("django.apps").apps.apps.get_model("{}").objects'
CONSTRAINTS = ("CompositeForeignKey", "UniqueConstraint", "CheckConstraint")
MIDDLEWARE_NAMES = (
    "SecurityMiddleware",
    "CSPMiddleware",
    "response_headers",
    "LoginRequiredMiddleware",
    "SecondFactorMiddleware",
    "CsrfViewMiddleware",
    "XFrameOptionsMiddleware",
    "AxesMiddleware",
)


@dataclass(frozen=True)
class Mutant:
    """One change of one file; `route` names the page that it opens, `tests` what to try it with."""

    kind: str
    file: str
    line: int
    what: str
    apply: Callable[[str], str]
    route: str = ""
    tests: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.kind}: {self.what}"


def all_mutants(root: Path) -> list[Mutant]:
    found: list[Mutant] = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            file, source = path.relative_to(root).as_posix(), path.read_text()
            if LEFT_OUT.search(f"/{file}"):
                continue
            if "migrations" in path.parts:
                found += constraints(file, source)
            else:
                found += [*decorators(file, source), *sets(file, source), *filters(file, source)]
    found += [
        Mutant(CHECK, check.file, line_of(root, check), check.what, check.apply, tests=check.tests)
        for check in CHECKS
    ]
    found += middleware("contactsite/settings.py", (root / "contactsite/settings.py").read_text())
    return [mutant for mutant in found if not is_equivalent(root, mutant)]


def is_equivalent(root: Path, mutant: Mutant) -> bool:
    """Whether its change changes nothing: named by what it is, or by its whole line."""
    line = (root / mutant.file).read_text().splitlines()[mutant.line - 1].strip()
    return not {(mutant.file, mutant.what), (mutant.file, line)}.isdisjoint(EQUIVALENT)


def line_of(root: Path, check: Check) -> int:
    """Where the check stands; a list that is out of date says so."""
    source = (root / check.file).read_text()
    assert source.count(check.old) == 1, f"{check.file} has no longer one: {check.old}"
    return source.count("\n", 0, source.index(check.old)) + 1


def decorators(file: str, source: str) -> Iterator[Mutant]:
    """Each one replaced by one that lets everybody in, and by one that asks for a lesser role."""
    for node in ast.walk(ast.parse(source)):
        for decorator in getattr(node, "decorator_list", ()):
            name = ast.unparse(decorator)
            if name in DECORATORS:
                assert isinstance(node, ast.FunctionDef)
                line, view = decorator.lineno, node.name
                yield Mutant(
                    DECORATOR_GONE, file, line, f"{view}, {name}",
                    replace_line(line, f"@{name}", OPEN), view,
                )  # fmt: skip
                if lesser := DECORATORS[name]:
                    weak = f'@__import__("workspaces.access").access.workspace_{lesser}'
                    yield Mutant(
                        DECORATOR_WEAK, file, line, f"{view}, {lesser}",
                        replace_line(line, f"@{name}", weak), view,
                    )  # fmt: skip


def sets(file: str, source: str) -> Iterator[Mutant]:
    """Each `workspace.contacts` replaced by all contacts there are, and so on."""
    for match in WORKSPACE_SET.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        if source.splitlines()[line - 1].lstrip().startswith(("#", '"')):
            continue
        every = EVERY.format(SETS[match[1]])
        yield Mutant(
            SET, file, line, match[0],
            splice(match.start(), match.end(), every),
        )  # fmt: skip


def filters(file: str, source: str) -> Iterator[Mutant]:
    """Each `workspace=` of a filter() or get() removed."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr not in ("filter", "get", "exclude"):
            continue
        for keyword in node.keywords:
            name = keyword.arg or ""
            of_person = name in ("user", "device__user") and file.startswith("workspaces/")
            if name.startswith("workspace") or of_person:
                start, end = offset(source, keyword), offset(source, keyword, end=True)
                if source[end] == ",":
                    end += 1
                yield Mutant(
                    PERSON if of_person else FILTER, file, keyword.lineno, call_text(node, keyword),
                    splice(start, end, ""),
                )  # fmt: skip


def call_text(call: ast.Call, keyword: ast.keyword) -> str:
    """The keyword, and the last words of the query it stands in."""
    return f"{ast.unparse(keyword)} of {ast.unparse(call.func)[-60:]}({len(call.keywords)})"


def constraints(file: str, source: str) -> Iterator[Mutant]:
    """Each constraint left out of the migration that makes it."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).rsplit(".", 1)[-1]
        if name == "AddConstraint" or (name in CONSTRAINTS and in_options(source, node)):
            label = next(
                str(k.value.value)
                for inner in ast.walk(node)
                if isinstance(inner, ast.Call)
                for k in inner.keywords
                if k.arg == "name" and isinstance(k.value, ast.Constant)
            )
            start, end = offset(source, node), offset(source, node, end=True)
            if source[end] == ",":
                end += 1
            yield Mutant(CONSTRAINT, file, node.lineno, label,
                         splice(start, end, ""))  # fmt: skip


def in_options(source: str, node: ast.Call) -> bool:
    """Not the constraint of an AddConstraint, which is taken away with it."""
    return not source[: offset(source, node)].rstrip().endswith("constraint=")


def middleware(file: str, source: str) -> Iterator[Mutant]:
    for number, line in enumerate(source.splitlines(), 1):
        for name in MIDDLEWARE_NAMES:
            if line.strip().endswith(f'.{name}",'):
                yield Mutant(MIDDLEWARE, file, number, name, replace_line(number, line, ""))


def splice(start: int, end: int, text: str) -> Callable[[str], str]:
    return lambda source: source[:start] + text + source[end:]


def replace_line(number: int, old: str, new: str) -> Callable[[str], str]:
    def apply(source: str) -> str:
        lines = source.splitlines(keepends=True)
        assert old in lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(old, new)
        return "".join(lines)

    return apply


def offset(source: str, node: ast.expr | ast.keyword, *, end: bool = False) -> int:
    """Where the node begins or ends, in characters (ast counts bytes of a line)."""
    line = (node.end_lineno if end else node.lineno) or 0
    column = (node.end_col_offset if end else node.col_offset) or 0
    lines = source.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())
