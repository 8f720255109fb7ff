"""Take one safeguard away at a time, in a copy of the tree: the tests must notice each.

Prints a table for docs/security.md; ends with an error when a mutant survives. Each is tried with
the isolation and request tests first, then with all others that need no browser.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from scripts.mutations import EQUIVALENT, FIRST, Mutant, all_mutants

ROOT = Path(__file__).resolve().parent.parent
COPIED = (
    *("contacts", "contactsite", "workspaces", "templates", "static", "tests", "scripts"),
    *("manage.py", "pyproject.toml"),
)
THEN = ("tests/isolation", "tests/requests", "tests/contacts", "tests/workspaces")
PYTEST = ("-m", "pytest", "-n0", "-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider")


def make_copy(folder: Path) -> Path:
    """A tree to spoil: never the one that people work in."""
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy2(source, folder / name)
    return folder


def first_failure(tree: Path, *arguments: str) -> str:
    """The first test that fails in the tree; empty when all pass."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "DATA_DIR": str(tree / "data"), "DEBUG": "true"}
    done = subprocess.run(
        [sys.executable, *PYTEST, *arguments],
        cwd=tree, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode in (0, 5):  # all passed, or no test is about it
        return ""
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    # With no such line the tree did not even start.
    return failed[0].split(" - ")[0].split(" ", 1)[1] if failed else f"exit {done.returncode}"


def catcher(mutant: Mutant, tree: Path, tests: tuple[str, ...]) -> str:
    """The test that notices the mutant; empty when none does."""
    file = tree / mutant.file
    before = file.read_text()
    file.write_text(mutant.apply(before))
    try:
        return first_failure(tree, *tests)
    finally:
        file.write_text(before)


def check_untouched(tree: Path, *tests: str) -> None:
    """A test that fails anyway would seem to notice every mutant."""
    if failing := first_failure(tree, *tests):
        raise SystemExit(f"The tests fail without any mutant: {failing}")


def try_all(
    mutants: list[Mutant], trees: list[Path], tests: Callable[[Mutant], tuple[str, ...]]
) -> list[Mutant]:
    """The mutants that their tests do not notice."""
    free: SimpleQueue[Path] = SimpleQueue()
    for tree in trees:
        free.put(tree)

    def try_one(mutant: Mutant) -> str:
        tree = free.get()
        try:
            return catcher(mutant, tree, tests(mutant))
        finally:
            free.put(tree)

    survived = []
    with ThreadPoolExecutor(len(trees)) as pool:
        for mutant, test in zip(mutants, pool.map(try_one, mutants), strict=True):
            print(f"{'caught' if test else 'NOT YET'}: {mutant}  [{test}]", flush=True)
            if not test:
                survived.append(mutant)
    return survived


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only mutants whose name holds this text")
    parser.add_argument("--list", action="store_true", help="name them, and try none")
    options = parser.parse_args()
    mutants = [mutant for mutant in all_mutants(ROOT) if options.only in str(mutant)]
    if options.list:
        print(*mutants, sep="\n")
        return 0

    started, kinds = time.monotonic(), {mutant.kind for mutant in mutants}
    with tempfile.TemporaryDirectory(prefix="contacts-mutants-") as name:
        trees = [make_copy(Path(name) / str(number)) for number in range(os.cpu_count() or 1)]
        check_untouched(trees[0], *{path for kind in kinds for path in FIRST[kind]})
        survived = try_all(mutants, trees, lambda mutant: mutant.tests)
        if survived:
            check_untouched(trees[0], *THEN)
            survived = try_all(survived, trees, lambda mutant: THEN)
    report(mutants, survived, time.monotonic() - started)
    return 1 if survived else 0


def report(mutants: list[Mutant], survived: list[Mutant], seconds: float) -> None:
    lost = Counter(mutant.kind for mutant in survived)
    print("\n| what is taken away | mutants | caught |\n|---|---|---|")
    for kind, number in Counter(mutant.kind for mutant in mutants).items():
        print(f"| {kind} | {number} | {number - lost[kind]} |")
    print(f"| **all** | **{len(mutants)}** | **{len(mutants) - len(survived)}** |")
    print(f"\n{len(EQUIVALENT)} changes that change nothing are left out; {seconds:.0f} seconds.")
    for mutant in survived:
        print("SURVIVED:", mutant)


if __name__ == "__main__":
    sys.exit(main())
