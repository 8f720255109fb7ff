"""The worker's sign of life: a file beside the uploads, which both sides must share anyway."""

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from contactsite.safe_start import make_private

EVERY = 10.0  # seconds
# Of a worker that was not heard of for so long nobody knows whether it still works.
SILENCE = 45.0


def file() -> Path:
    folder: Path = settings.DATA_DIR
    return folder / "worker-heartbeat"


def is_heard() -> bool:
    """Whether a worker gave a sign of life lately."""
    try:
        return time.time() - file().stat().st_mtime < SILENCE
    except OSError:
        return False


@contextlib.contextmanager
def beating() -> Iterator[None]:
    """Give signs of life, also during long steps, until the block ends."""
    ended = threading.Event()
    path = file()
    make_private(path.parent)

    def beat() -> None:
        while not ended.is_set():
            # A full disk stops the signs, not the work.
            with contextlib.suppress(OSError):
                path.touch()
            ended.wait(EVERY)

    heart = threading.Thread(target=beat, daemon=True, name="heartbeat")
    heart.start()
    try:
        yield
    finally:
        ended.set()
        heart.join()
        path.unlink(missing_ok=True)
