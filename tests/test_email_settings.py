"""A site that could not send any mail says so at its start, not at each mail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRINT = "from contactsite import settings; print(settings.EMAIL_BACKEND)"


def start(url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DEBUG": "true", "DATA_DIR": str(folder), "EMAIL_URL": url}
    return subprocess.run(
        [sys.executable, "-c", PRINT], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("url", ["consolemail://", "mail.example.com", "http://mail.example.com"])
def test_an_unknown_way_to_send_mail_is_refused(url, tmp_path):
    refused = start(url, tmp_path)

    assert refused.returncode == 1
    assert "EMAIL_URL begins with no way to send mail that is known" in refused.stderr


@pytest.mark.parametrize(
    ("url", "backend"),
    [("submission://me:secret@mail.example.com:587", "smtp"), ("console://", "console")],
)
def test_a_known_way_to_send_mail_is_taken(url, backend, tmp_path):
    assert start(url, tmp_path).stdout == f"django.core.mail.backends.{backend}.EmailBackend\n"
