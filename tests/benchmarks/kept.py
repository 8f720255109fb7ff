"""A PostgreSQL server whose data stay: a million contacts are made once, and measured often."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from scripts.postgres import Server, find_programs, free_port, server_account

# As a server has them that holds gigabytes: PostgreSQL's own defaults suit the smallest machines.
SETTINGS = {"shared_buffers": "1GB"}


@contextlib.contextmanager
def kept_server(folder: Path) -> Iterator[str]:
    """Yield the DATABASE_URL of a server whose data stay in a folder, for the next time."""
    server = Server(find_programs(), server_account(), folder, free_port())
    folder.mkdir(parents=True, exist_ok=True)
    if server.account:
        shutil.chown(folder, server.account)
    if not (folder / "data").exists():
        server.make()
    server.start(**SETTINGS)
    try:
        yield server.url
    finally:
        server.stop("fast")
