"""Bodies that arrive in chunks: what frames them is bounded, as what they hold is elsewhere.

The server's own reader keeps a line of a size or the trailers until they end, however long they
are, and joins them anew with each packet.
"""

from typing import Any

from waitress.receiver import ChunkedReceiver
from waitress.utilities import BadRequest

# Bytes of an unfinished line, or of trailers. What ends within one packet (8 kB) is not kept.
LONGEST_LINE = 4 * 1024
# Sizes, extensions, line ends and trailers in all: this much, and more by what the body holds.
# Each chunk costs time in the one thread that serves all connections; ours would be a few large.
FRAME = 16 * 1024
FRAME_SHARE = 8


class Chunks(ChunkedReceiver):
    """Refuses a body that is more frame than content, as soon as that is seen."""

    error: Any
    arrived = 0

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        self.arrived += consumed
        held = len(self)
        kept_line = len(self.control_line) + len(self.trailer)
        framed = self.arrived - held
        if kept_line > LONGEST_LINE or framed > FRAME + held // FRAME_SHARE:
            self.error = self.error or BadRequest("")
        return consumed
