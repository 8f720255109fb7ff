"""Take one safeguard away at a time, in a copy of the tree: the tests must notice each.

Each is tried with the tests that run its line, which a measured run of all of them tells at first.
Prints a table for docs/security.md; ends with an error when a mutant survives. What was caught is
kept under build/: a run that was stopped goes on where it was, and tries those again whose file has
changed, and all that survived.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from scripts.mutant_equivalents import EQUIVALENT
from scripts.mutant_tests import Covered, measure
from scripts.mutations import CONSTRAINT, TESTS, TOGETHER, Mutant, all_mutants

ROOT = Path(__file__).resolve().parent.parent
# All that belongs to the project, whether it is committed or not.
FILES = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT, check=True, capture_output=True, text=True,
).stdout.splitlines()  # fmt: skip
RESULTS = ROOT / "build" / "mutants.jsonl"
PYTEST = ("-m", "pytest", "-n0", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider")
# Tests that do not end any more have noticed something.
LONGEST = 600


class Tree:
    """A copy to spoil, never the one that people work in; its database is made once."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.data.mkdir(parents=True)
        for name in FILES:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
        self.made, self.prepared = self.data / "tests.sqlite3", folder / "prepared.sqlite3"
        if failing := self.failures("tests/workspaces/test_home.py", remake=True):
            raise SystemExit(f"The tests fail without any mutant: {failing}")
        shutil.copy2(self.made, self.prepared)

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        return kept | {
            "PYTHONDONTWRITEBYTECODE": "1", "DATA_DIR": str(self.data), "DEBUG": "true",
        }  # fmt: skip

    def failures(self, *arguments: str, remake: bool = False) -> list[str]:
        """The tests that fail; `-x` among the arguments stops at the first."""
        if not remake:
            for leftover in self.data.glob("tests.sqlite3*"):
                leftover.unlink()
            shutil.copy2(self.prepared, self.made)
        database = ("--reuse-db", *(("--create-db",) if remake else ()))
        try:
            done = subprocess.run(
                [sys.executable, *PYTEST, *database, *arguments], cwd=self.folder,
                env=self.environment, capture_output=True, text=True, timeout=LONGEST,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return ["does not end"]
        if done.returncode in (0, 5):  # all passed, or no test is about it
            return []
        if "ERROR: not found" in done.stdout + done.stderr:
            raise SystemExit(f"There is no such test: {done.stdout}{done.stderr}")
        failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        # With no such line the tree did not even start.
        named = [line.split(" - ")[0].split(" ", 1)[1] for line in failed]
        return named or [f"exit {done.returncode}"]

    def spoil(self, mutants: list[Mutant], *arguments: str, remake: bool = False) -> list[str]:
        """The tests that fail while these are in the tree, all at once."""
        before = {file: (self.folder / file).read_text() for file in {m.file for m in mutants}}
        try:
            for mutant in mutants:
                file = self.folder / mutant.file
                file.write_text(mutant.apply(file.read_text()))
            return self.failures(*arguments, remake=remake)
        finally:
            for name, text in before.items():
                (self.folder / name).write_text(text)

    def catcher(self, mutant: Mutant, covered: Covered | None) -> str:
        """The test that notices the mutant; empty when none does."""
        tests = tests_named(mutant)
        if not tests and covered:
            tests = tuple(covered.tests(mutant.file, mutant.line))
        if not tests:
            return ""
        return next(iter(self.spoil([mutant], "-x", *tests, remake=mutant.kind == CONSTRAINT)), "")

    def catchers_together(self, kind: str, mutants: list[Mutant]) -> list[tuple[Mutant, str]]:
        """The same of all mutants of a kind: of each the test of its own page."""
        failed = self.spoil([m for m in mutants if m.kind == kind], *TESTS[kind])
        own = {test.rpartition("[")[2].removesuffix("]"): test for test in failed}
        return [(mutant, own.get(mutant.route, "")) for mutant in mutants if mutant.kind == kind]


def tests_named(mutant: Mutant) -> tuple[str, ...]:
    """Its own, or those of its kind; of most mutants none are named, and a measured run tells."""
    return mutant.tests or TESTS.get(mutant.kind, ())


def digest(mutant: Mutant) -> str:
    """Names the very change: another one as soon as its file is another."""
    spoiled = mutant.apply((ROOT / mutant.file).read_text())
    return hashlib.sha256(f"{mutant}\n{spoiled}".encode()).hexdigest()[:16]


def caught_before() -> dict[str, str]:
    """The test that caught each mutant, of all runs so far."""
    if not RESULTS.exists():
        return {}
    lines = map(json.loads, RESULTS.read_text().splitlines())
    return {line["digest"]: line["test"] for line in lines if line["test"]}


def measured_by(trees: list[Tree]) -> Covered:
    """Which test runs which line; measured once for the same code and the same tests."""
    folder = trees[0].folder
    everything = b"\0".join((folder / name).read_bytes() for name in FILES)
    code = hashlib.sha256(everything).hexdigest()[:16]
    measured = RESULTS.with_name(f"mutants-{code}.coverage")
    if not measured.exists():
        for old in RESULTS.parent.glob("mutants-*.coverage"):
            old.unlink()
        measure({tree.folder: tree.environment for tree in trees}, folder / "measured-by-all")
        shutil.move(folder / "measured-by-all", measured)
    return Covered(folder, measured)


def try_all(
    mutants: list[Mutant], trees: list[Tree], covered: Covered | None
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant and the test that noticed it."""
    for kind in TOGETHER:
        if any(mutant.kind == kind for mutant in mutants):
            yield from trees[0].catchers_together(kind, mutants)
    free: SimpleQueue[Tree] = SimpleQueue()
    for tree in trees:
        free.put(tree)

    def try_one(mutant: Mutant) -> str:
        tree = free.get()
        try:
            return tree.catcher(mutant, covered)
        finally:
            free.put(tree)

    singly = [mutant for mutant in mutants if mutant.kind not in TOGETHER]
    with ThreadPoolExecutor(len(trees)) as pool:
        yield from zip(singly, pool.map(try_one, singly), strict=True)


def write_down(
    tried: Iterator[tuple[Mutant, str]], digests: dict[Mutant, str]
) -> Iterator[tuple[Mutant, str]]:
    """Each result at once, so that a run that is stopped loses none."""
    with RESULTS.open("a") as results:
        for mutant, test in tried:
            line = {"digest": digests[mutant], "mutant": str(mutant), "test": test}
            print(json.dumps(line), file=results, flush=True)
            print(f"{'caught' if test else 'NOT YET'}: {mutant}  [{test}]", flush=True)
            yield mutant, test


def check_without_mutants(tree: Tree, catching: set[str]) -> None:
    """A test that fails anyway would seem to notice every mutant."""
    tests = sorted(test for test in catching if "::" in test)
    if tests and (failing := tree.failures("-x", *tests)):
        raise SystemExit(f"This test fails without any mutant: {failing}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only mutants whose name holds this text")
    parser.add_argument("--list", action="store_true", help="name them, and try none")
    parser.add_argument("--again", action="store_true", help="forget what was caught before")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    mutants = [mutant for mutant in all_mutants(ROOT) if options.only in str(mutant)]
    if options.list:
        print(*mutants, sep="\n")
        return 0

    started = time.monotonic()
    RESULTS.parent.mkdir(exist_ok=True)
    if options.again:
        RESULTS.unlink(missing_ok=True)
    known = caught_before()
    # Named now: people may go on working in the tree meanwhile.
    digests = {mutant: digest(mutant) for mutant in mutants}
    caught = {mutant: known.get(digests[mutant], "") for mutant in mutants}
    left = [mutant for mutant, test in caught.items() if not test]
    with tempfile.TemporaryDirectory(prefix="contacts-mutants-") as name:
        trees = [Tree(Path(name) / str(number)) for number in range(options.processes)]
        covered = None if all(map(tests_named, left)) else measured_by(trees)
        caught |= dict(write_down(try_all(left, trees, covered), digests))
        check_without_mutants(trees[0], {test for test in caught.values() if test})
    survived = [mutant for mutant in mutants if not caught[mutant]]
    report(mutants, survived)
    print(f"{len(left)} tried in {time.monotonic() - started:.0f} seconds, the others before.")
    return 1 if survived else 0


def report(mutants: list[Mutant], survived: list[Mutant]) -> None:
    lost = Counter(mutant.kind for mutant in survived)
    print("\n| what is taken away | mutants | caught |\n|---|---|---|")
    for kind, number in Counter(mutant.kind for mutant in mutants).items():
        print(f"| {kind} | {number} | {number - lost[kind]} |")
    print(f"| **all** | **{len(mutants)}** | **{len(mutants) - len(survived)}** |")
    print(f"\n{len(EQUIVALENT)} changes that change nothing are left out.")
    for mutant in survived:
        print("SURVIVED:", mutant)


if __name__ == "__main__":
    sys.exit(main())
