"""All tests: on SQLite, on PostgreSQL and in a browser; says at the end what was left out.

With --complete nothing may be left out, and the coverage of both databases together is held.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from scripts.postgres import NoPostgreSQL, throwaway_server

BUILD = Path("build/coverage")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Where a forgotten branch loses or leaks somebody's contacts; everything else is held to REST.
EVERY_BRANCH = (
    "contacts/phones.py",
    "contacts/normal.py",
    "contacts/values.py",
    "contacts/writing/*.py",
    "contacts/imports/*.py",
    "contacts/imports/edits/*.py",
    "workspaces/access.py",
)
REST = 90
# To measure takes half as long again. On SQLite these are not: they ask every page thousands of
# times or do all steps in random order, and what they reach counts as covered only where a test of
# its own says what it should do.
UNMEASURED: tuple[str, ...] = (
    "tests/isolation",
    "tests/requests",
    "tests/contacts/test_never_called_again.py",
    "tests/contacts/merging/test_thousand.py",
)
# On PostgreSQL only these are: they reach what SQLite never does.
OF_POSTGRESQL: tuple[str, ...] = (
    "tests/contacts/imports",
    "tests/contacts/search",
    "tests/contacts/test_suppression.py",
    "tests/contacts/test_suppression_order.py",
    "tests/tooling/test_backup.py",
)
# Nothing that tests write is to outlive the machine, so they need not wait for a disk.
MEMORY = Path("/dev/shm")  # noqa: S108  nothing here has a name that others could guess
ROOM = 4 * 1024**3  # bytes


def run(*command: str, **environment: str) -> bool:
    print("$", *command, flush=True)
    return subprocess.run(command, env={**os.environ, **environment}).returncode == 0


def run_on(database: str, url: str, *, measured: bool) -> bool:
    """Run the tests that need no browser on the database at `url`.

    Both parts run, also where the first has failed.
    """
    print(f"\n=== Tests on {database}", flush=True)
    pytest = [sys.executable, "-m", "pytest"]
    if not measured:
        return run(*pytest, DATABASE_URL=url)
    counted, others = all_but(UNMEASURED), UNMEASURED
    if database == "PostgreSQL":
        counted, others = OF_POSTGRESQL, all_but(OF_POSTGRESQL)
    file = str(BUILD / f"coverage.{database}")
    return all(
        [
            run(*pytest, "--cov", "--cov-report=", *counted, DATABASE_URL=url, COVERAGE_FILE=file),
            run(*pytest, *others, DATABASE_URL=url),
        ]
    )


def all_but(paths: Iterable[str]) -> tuple[str, ...]:
    """Return what tells pytest to leave these out."""
    return tuple(f"--ignore={path}" for path in paths)


def run_in_browser(browser: str, url: str) -> bool:
    print("\n=== Tests in a browser", flush=True)
    command = [sys.executable, "-m", "pytest", "-m", "browser", "tests/browser"]
    return run(*command, DATABASE_URL=url, CHROMIUM=browser)


def coverage_holds() -> bool:
    """Combine both databases' coverage; every gate is reported, also after one has failed."""
    gone = [pattern for pattern in EVERY_BRANCH if not list(Path().glob(pattern))]
    if gone:
        print("No such file, so its coverage cannot be held:", *gone)
        return False
    coverage = [sys.executable, "-m", "coverage"]
    data = f"--data-file={BUILD / 'coverage'}"
    strict = ",".join(EVERY_BRANCH)
    return run(*coverage, "combine", "--quiet", data, str(BUILD)) and all(
        [
            run(*coverage, "report", data, f"--include={strict}", "--fail-under=100"),
            run(*coverage, "report", data, f"--omit={strict}", f"--fail-under={REST}"),
        ]
    )


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """Make the folder for all temporary files: in memory, where the machine has enough of it."""
    in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    return tempfile.TemporaryDirectory(prefix="contacts-", dir=MEMORY if in_memory else None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--complete", action="store_true", help="measure, and leave nothing out")
    complete: bool = parser.parse_args().complete
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    passed: dict[str, bool] = {}
    left_out: dict[str, str] = {}

    with scratch_folder() as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        Path(folder).chmod(0o711)  # PostgreSQL's account passes through to its own
        sqlite = f"sqlite:///{folder}/contacts.sqlite3"
        passed["SQLite"] = run_on("SQLite", sqlite, measured=complete)
        try:
            with throwaway_server() as url:
                passed["PostgreSQL"] = run_on("PostgreSQL", url, measured=complete)
        except NoPostgreSQL as missing:
            left_out["PostgreSQL"] = str(missing)
        if complete:
            print("\n=== Coverage", flush=True)
            passed["coverage"] = coverage_holds()
        if browser := next(filter(None, map(shutil.which, BROWSERS)), None):
            passed["browser"] = run_in_browser(browser, sqlite)
        else:
            left_out["browser"] = "Chromium is not installed (Debian: apt-get install chromium)."

    print()
    for name, good in passed.items():
        print(f"{name}: {'passed' if good else 'FAILED'}")
    for name, reason in left_out.items():
        print(f"{name}: LEFT OUT. {reason}")
    return 0 if all(passed.values()) and not (complete and left_out) else 1


if __name__ == "__main__":
    sys.exit(main())
