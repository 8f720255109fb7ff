"""The throw-away server: gone with its command, whose exit code it passes on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import postgres


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.postgres", *command],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


def test_a_machine_without_postgresql_hears_what_to_install(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)

    with pytest.raises(postgres.NoPostgreSQL, match="apt-get install postgresql"):
        postgres.find_programs()


def test_the_newest_programs_are_chosen(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    for version in ("9.6", "15", "17"):
        programs = tmp_path / version / "bin"
        programs.mkdir(parents=True)
        (programs / "initdb").touch()

    assert postgres.find_programs() == tmp_path / "17" / "bin"


def test_without_a_command_it_says_so():
    refused = run()

    assert refused.returncode == 2
    assert "say which command to run" in refused.stderr
