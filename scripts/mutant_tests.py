"""Which tests can notice a spoiled line: those that run it, as a measured run of all tells."""

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path

from coverage import CoverageData

# These are for all mutants of a kind, wherever they stand.
MATRIX = ("tests/isolation/test_matrix.py",)
DATABASE = (
    "tests/isolation/test_database.py::test_every_constraint_of_the_models_is_in_the_database",
    *("tests/isolation/test_database.py", "tests/contacts/models", "tests/workspaces"),
)
SETTINGS = (
    "tests/requests/test_headers.py",
    "tests/requests/test_before_the_body.py",
    "tests/requests/test_production.py",
    "tests/requests/test_addresses.py",
    "tests/requests/test_sessions.py",
    "tests/workspaces/test_sign_in.py",
    "tests/workspaces/test_second_factor.py",
)
# Real processes that are killed and waited for, or many examples: they hold what others hold too.
SLOW = ("crash", "killed", "property", "server_full", "plans", "three_workspaces", "weight")
# Where files may not grow, the measurement's may not either.
_MEASURABLE = "not full_disk"
# With so many tests a mutant is tried.
MOST = 300
_SETTINGS = """[run]
source = contacts, contactsite, workspaces
omit = */migrations/*
relative_files = true
"""


class Covered:
    """Which test runs which line of a tree."""

    def __init__(self, root: Path, measured: Path) -> None:
        self.root = root
        self.data = CoverageData(str(measured))
        self.data.read()
        self.size = Counter(
            test
            for file in self.data.measured_files()
            for tests in self._tests_of_lines(file).values()
            for test in tests
        )

    def tests(self, file: str, line: int) -> list[str]:
        """Those that run the statement at the line, up to MOST.

        In turn one that runs little else, tests of isolation first, and one that runs most of the
        line's own file: where all tests come by, only the latter are about it.
        """
        of_lines = self._tests_of_lines(file)
        found = set().union(*(of_lines.get(n, ()) for n in _statement(self.root / file, line)))

        of_file = Counter(test for tests in of_lines.values() for test in tests)

        def apart(test: str) -> tuple[bool, int, str]:
            return not test.startswith("tests/isolation/"), self.size[test], test

        def about(test: str) -> tuple[int, int, str]:
            return -of_file[test], self.size[test], test

        in_turn = zip(sorted(found, key=apart), sorted(found, key=about), strict=True)
        return list(dict.fromkeys(chain.from_iterable(in_turn)))[:MOST]

    @cache  # noqa: B019  there is one, for as long as the process lives
    def _tests_of_lines(self, file: str) -> dict[int, set[str]]:
        """A context is a test and its phase: "tests/test_a.py::test_b|run"."""
        return {
            line: {context.rpartition("|")[0] for context in contexts if context}
            for line, contexts in self.data.contexts_by_lineno(file).items()
        }


def _statement(file: Path, line: int) -> range:
    """The lines of the innermost statement at the line; where that holds others, the line alone."""
    around = [
        node
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    innermost = max(around, key=lambda node: node.lineno, default=None)
    # A decorator stands before its statement.
    if innermost is None or hasattr(innermost, "body"):
        return range(line, line + 1)
    return range(innermost.lineno, (innermost.end_lineno or line) + 1)


def measure(trees: Mapping[Path, Mapping[str, str]], measured: Path) -> None:
    """Run all quick tests, some in each of the trees (folder and environment) at the same time,
    and write down which lines each test runs.

    Raises SystemExit where one fails.
    """
    running = []
    files = _quick_tests(next(iter(trees)))
    for number, (root, environment) in enumerate(trees.items()):
        settings, data = root / "measure.ini", root / "measured"
        settings.write_text(_SETTINGS)
        pytest = subprocess.Popen(
            [
                *(sys.executable, "-m", "pytest", "-n0", "-q", "--no-header", "--tb=line"),
                *("-p", "no:cacheprovider", "--create-db", "-k", _MEASURABLE),
                *("--cov", f"--cov-config={settings}", "--cov-context=test", "--cov-report="),
                *files[number :: len(trees)],
            ],
            cwd=root, env={**environment, "COVERAGE_FILE": str(data)},
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append((pytest, data))
    together = CoverageData(str(measured))
    for pytest, data in running:
        output, _ = pytest.communicate()
        if pytest.returncode:
            raise SystemExit(f"Tests fail without any mutant: {output[-5000:]}")
        part = CoverageData(str(data))
        part.read()
        together.update(part)
    together.write()


def _quick_tests(root: Path) -> list[str]:
    found = (path.relative_to(root) for path in sorted((root / "tests").rglob("test_*.py")))
    return [
        path.as_posix()
        for path in found
        if "browser" not in path.parts and not any(part in path.name for part in SLOW)
    ]
