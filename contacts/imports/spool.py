"""A file that grows step by step with a job, and is right after every crash."""

import os
import shutil
from pathlib import Path
from typing import Any


class Spool:
    """Bytes that a job writes beside the database; its cursor says which of them count.

    Each claim writes a file of its own (its name carries `claim`, the job and its token) and begins
    with what the cursor says was written before. So a process that slept past its lease spoils
    nothing.
    """

    def __init__(self, folder: Path, stem: str, claim: str, known: dict[str, Any] | None) -> None:
        self.folder, self.stem = folder, stem
        self.path = folder / f"{stem}-{claim}"
        self.size = 0
        with self.path.open("wb") as file:
            if known:
                self.size = known["size"]
                with (folder / known["name"]).open("rb") as before:
                    shutil.copyfileobj(before, file)
                file.truncate(self.size)

    def append(self, content: bytes) -> dict[str, Any]:
        """Write to the disk for good; returns what the cursor must hold to count it in."""
        with self.path.open("ab") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self.size += len(content)
        return {"name": self.path.name, "size": self.size}

    def remove_older(self) -> None:
        """Remove what earlier claims left; call it when the job's end is committed."""
        for file in self.folder.glob(f"{self.stem}-*"):
            if file != self.path:
                file.unlink(missing_ok=True)

    def remove_all(self) -> None:
        """The same where the job alone needed what was written."""
        self.remove_older()
        self.path.unlink(missing_ok=True)
