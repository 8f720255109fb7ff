"""Why a file is refused as a whole: one message that says where, what, and what to do."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class RejectedFile(Exception):
    """The file cannot be imported at all.

    `line` is the physical line where it shows (0: the file as such), `found` and `expected` are
    shown side by side; `columns` does that cell by cell where the header is wrong.
    """

    code: str
    message: str
    remedy: str
    line: int = 0
    found: str = ""
    expected: str = ""
    columns: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}" if self.line else self.message

    def parts(self) -> dict[str, Any]:
        """As it is kept in the import's record."""
        return asdict(self)
