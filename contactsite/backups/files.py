"""The uploaded files of a backup."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Where the site keeps what was uploaded."""
    data_dir: Path = settings.DATA_DIR
    return data_dir / "imports"


@contextmanager
def held() -> Iterator[Path]:
    """A folder beside the site's own, to hold its files in until the block ends."""
    place = settings.DATA_DIR / f".backup-{os.getpid()}"
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def hold(place: Path) -> None:
    """Give each file that is there a second name: what is removed from now on stays readable.

    A job only ever appends to its files, so an early link also holds what is written later.
    """
    for file in all_files(folder()):
        link = place / file
        link.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError, FileNotFoundError):
            os.link(folder() / file, link)


def copy(source: Path, target: Path) -> list[Path]:
    """Copy all files; returns their names within the folder."""
    names = sorted(all_files(source))
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)
    return names


def replace(source: Path) -> None:
    """Put copies of the files of `source` in the place of the site's own."""
    ours = folder()
    new, old = ours.with_name("imports.restoring"), ours.with_name("imports.replaced")
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    new.mkdir(parents=True)
    copy(source, new)
    if ours.exists():
        ours.rename(old)
    new.rename(ours)
    shutil.rmtree(old, ignore_errors=True)


def all_files(place: Path) -> set[Path]:
    """Every file below the folder, named from there."""
    return {
        Path(parent, name).relative_to(place)
        for parent, _, names in os.walk(place)
        for name in names
    }
