"""Named places where a test lets the process die or stand still. Nowhere else do they do anything.

The product's settings name none and read none from the environment: only the tests' settings do.
"""

import itertools
import os
import signal

from django.conf import settings

_hits = itertools.count(1)


def failpoint(name: str) -> None:
    """Send this process the signal of FAILPOINT, (name, signal, hit), if it is at that hit."""
    if settings.FAILPOINT is None:
        return
    wanted, deadly, hit = settings.FAILPOINT
    if name == wanted and next(_hits) == hit:
        os.kill(os.getpid(), signal.Signals[deadly])
