"""A PostgreSQL server that lives as long as one command: `python -m scripts.postgres make bench`.

The command finds the server in DATABASE_URL. Nothing is kept: the data lie in a temporary folder,
and durability is switched off.
"""

import argparse
import contextlib
import locale
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
UNSAFE_BUT_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
    # A socket file's path may be too long in a deep temporary folder; nobody here needs one.
    "unix_socket_directories": "",
}


class NoPostgreSQL(Exception):
    """No server's programs on this machine, or no account to run them with."""


def find_programs() -> Path:
    """Return the folder that holds initdb and pg_ctl: on PATH, or the newest of Debian's.

    Raises NoPostgreSQL with the remedy.
    """
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [file.parent for file in DEBIAN.glob("*/bin/initdb")]
    if not folders:
        raise NoPostgreSQL("PostgreSQL is not installed (Debian: apt-get install postgresql).")
    return max(folders, key=lambda folder: float(folder.parent.name))


def server_account() -> str | None:
    """Return whom the server runs as; None for whoever calls. PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoPostgreSQL(
            "PostgreSQL refuses to run as root, and there is no user `postgres` to run it."
        ) from None


@dataclass(frozen=True)
class Server:
    """A server of our own, with all that is its own in one folder."""

    programs: Path
    account: str | None
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        ours = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync"]
        self._run("initdb", *ours, f"--locale={unicode_locale()}")
        with (self.folder / "data" / "postgresql.conf").open("a") as configuration:
            for key, value in {**UNSAFE_BUT_FAST, "port": str(self.port)}.items():
                configuration.write(f"{key} = '{value}'\n")

    def start(self, **settings: str) -> None:
        log = f"--log={self.folder / 'server.log'}"
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._run("pg_ctl", "--wait", log, f"--options=-p {self.port} {options}", "start")

    def kill(self) -> None:
        """Let all its processes die at once; the next start recovers what was committed."""
        self.stop("immediate")

    def stop(self, mode: str) -> None:
        self._run("pg_ctl", "--wait", f"--mode={mode}", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        log = self.folder / f"{program}.log"
        with log.open("wb") as output:
            done = subprocess.run(
                [self.programs / program, "-D", self.folder / "data", *arguments],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=self.account,
                # Left alone, the server would keep root's groups.
                extra_groups=[] if self.account else None,
            )
        if done.returncode:
            logs = "\n".join(file.read_text(errors="replace") for file in self.folder.glob("*.log"))
            raise RuntimeError(f"{program} failed.\n{logs}")


@contextlib.contextmanager
def own_server() -> Iterator[Server]:
    """Start a server, yield it, stop it and remove its data whatever happens."""
    programs, account = find_programs(), server_account()
    with tempfile.TemporaryDirectory(prefix="contacts-postgresql-") as name:
        server = Server(programs, account, Path(name), free_port())
        if account:
            shutil.chown(server.folder, account)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.kill()


@contextlib.contextmanager
def throwaway_server() -> Iterator[str]:
    """Yield the DATABASE_URL of a server that vanishes afterwards."""
    with own_server() as server:
        yield server.url


def unicode_locale() -> str:
    """Return a locale that knows what a letter is (trigrams need it) on this machine."""
    kept = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "en_US.UTF-8"):
        with contextlib.suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            locale.setlocale(locale.LC_CTYPE, kept)
            return name
    return "C"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what to run")
    command = parser.parse_args().command
    if not command:
        parser.error("say which command to run")
    # Turned into an exception, a polite kill stops the server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with throwaway_server() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
    except NoPostgreSQL as missing:
        print(missing, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
