"""`python -m tests.benchmarks [name…]`: measure on SQLite and PostgreSQL, each of them new.

With DATABASE_URL set, only there; with `--keep FOLDER` on databases in this folder, which are
filled once and stay (`--only sqlite` or `postgresql`). A benchmark is a module beside this one; its
`run()` prints a Markdown table. Nothing else should run meanwhile, and only ratios say much on a
shared machine.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from scripts.postgres import NoPostgreSQL, throwaway_server
from tests.benchmarks.kept import kept_server

BENCHMARKS = ("clean", "imports", "pages", "search")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of: {', '.join(BENCHMARKS)}")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="for search only")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="with --keep")
    options = parser.parse_args()
    names = options.names or BENCHMARKS
    if unknown := set(names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if os.environ.get("DATABASE_URL"):
        return measure(names)
    if options.keep:
        return measure_kept(options.keep.resolve(), options.only)
    with tempfile.TemporaryDirectory(prefix="contacts-benchmarks-") as folder:
        codes = [measure_at(f"sqlite:///{folder}/contacts.sqlite3", *names)]
    try:
        with throwaway_server() as url:
            codes.append(measure_at(url, *names))
    except NoPostgreSQL as missing:
        print(missing, file=sys.stderr)
        codes.append(1)
    return max(codes)


def measure_at(url: str, *names: str, **environment: str) -> int:
    """Start this module anew: settings are read once in a process."""
    command = [sys.executable, "-m", "tests.benchmarks", *names]
    environment = {**os.environ, "DATABASE_URL": url, **environment}
    return subprocess.run(command, env=environment).returncode


def measure_kept(folder: Path, only: str | None) -> int:
    """Search, in databases that are filled once."""
    folder.mkdir(parents=True, exist_ok=True)
    codes = []
    if only != "postgresql":
        url = f"sqlite:///{folder}/contacts.sqlite3"
        codes.append(measure_at(url, "search", BENCH_KEPT="1"))
    if only != "sqlite":
        with kept_server(folder / "postgresql") as url:
            codes.append(measure_at(url, "search", BENCH_KEPT="1"))
    return max(codes)


def measure(names: list[str] | tuple[str, ...]) -> int:
    """Run benchmarks on the database of the environment, in a test database that is removed."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    django.setup()
    with tempfile.TemporaryDirectory(prefix="contacts-benchmarks-") as folder:
        if os.environ.get("BENCH_KEPT"):
            from django.core.management import call_command

            settings.DATA_DIR = Path(folder)
            call_command("migrate", verbosity=0)
            print(f"\n## {connection.display_name}\n", flush=True)
            import_module("tests.benchmarks.search").run()
            return 0
        use_data_dir(folder)
        for name in names:
            # Each begins with an empty database.
            databases = setup_databases(verbosity=0, interactive=False)
            try:
                print(f"\n## {connection.display_name}\n", flush=True)
                import_module(f"tests.benchmarks.{name}").run()
            finally:
                teardown_databases(databases, verbosity=0)
    return 0


def use_data_dir(folder: str) -> None:
    """Keep uploads, and the SQLite database, where they vanish with the run."""
    from django.conf import settings
    from django.db import connection

    settings.DATA_DIR = Path(folder)
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "tests.sqlite3")


if __name__ == "__main__":
    sys.exit(main())
