"""Who else on the machine reads the site's files: nobody its data, everybody its assets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A site's data, made by commands of an operator whose files everybody reads."""
    folder = tmp_path / "data"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.load.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/contacts.sqlite3",
        "DEBUG": "true",
    }
    for command in (
        ("migrate", "--verbosity=0"),
        ("seed_demo",),
        ("worker", "--once"),
        ("collectstatic", "--no-input", "--verbosity=0"),
        ("backup", str(tmp_path / "backup")),
        ("restore", str(tmp_path / "backup"), "--overwrite"),
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=environment, umask=0o022, check=True, capture_output=True,
        )  # fmt: skip
    return folder


def rights(path: Path) -> str:
    return f"{path.stat().st_mode & 0o777:o}"


def test_data_is_the_sites_own_and_assets_are_for_everybody(data: Path, tmp_path: Path):
    static = data / "static"
    files = [
        path
        for folder in (data, tmp_path / "backup")
        for path in folder.rglob("*")
        if not path.is_relative_to(static)
    ]

    assert rights(data) == rights(tmp_path / "backup") == "700"
    assert {path.name for path in files} >= {"contacts.sqlite3", "upload.csv", "manifest.json"}
    assert {rights(path) for path in files if path.is_file()} == {"600"}
    assert {rights(path) for path in files if path.is_dir()} == {"700"}
    assets = [path for path in static.rglob("*") if path.is_file()]
    assert len(assets) > 20
    assert {rights(path) for path in assets} == {"644"}
    assert {rights(path.parent) for path in assets if path.parent != static} == {"755"}
