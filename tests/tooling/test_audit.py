"""`make audit` tells what is known, and never takes silence for safety."""

import json
import sys
from pathlib import Path

import pytest

from scripts import audit

GOOD = {"name": "django", "version": "5.2.19", "vulns": []}
BAD = {
    "name": "waitress",
    "version": "3.0.0",
    "vulns": [{"id": "CVE-2024-49768", "fix_versions": ["3.0.1"]}],
}
UNKNOWN = {"name": "ours", "skip_reason": "not found"}


@pytest.fixture
def auditor(tmp_path: Path):
    """Makes a stand-in for pip-audit, which asks the network: it prints this, or fails."""

    def make(*packages: dict, fails_at: tuple[str, ...] = ()) -> list[str]:
        program = tmp_path / "pip_audit.py"
        program.write_text(
            "import sys\n"
            f"if sys.argv[-1].split('=')[1] in {fails_at!r}: sys.exit('ERROR: cannot connect')\n"
            f"print({json.dumps({'dependencies': packages})!r})\n"
        )
        return [sys.executable, str(program)]

    return make


def test_nothing_known_is_good(auditor, capsys):
    assert audit.main(auditor(GOOD)) == 0
    assert capsys.readouterr().out == "1 packages asked for at pypi, 0 known.\n"


def test_a_vulnerability_is_named_with_its_remedy(auditor, capsys):
    assert audit.main(auditor(GOOD, BAD)) == 1
    assert "waitress 3.0.0: CVE-2024-49768, fixed in 3.0.1" in capsys.readouterr().out


def test_another_database_is_asked_when_one_does_not_answer(auditor, capsys):
    assert audit.main(auditor(GOOD, fails_at=("pypi",))) == 0

    said = capsys.readouterr()
    assert said.err == "pypi: ERROR: cannot connect\n"
    assert said.out == "1 packages asked for at osv, 0 known.\n"


def test_without_any_database_it_says_so_loudly(auditor, capsys):
    assert audit.main(auditor(GOOD, fails_at=("pypi", "osv"))) == 2
    assert "NOT AUDITED: no database of vulnerabilities" in capsys.readouterr().err


@pytest.mark.parametrize("packages", [(GOOD, UNKNOWN), ()])
def test_what_was_not_asked_for_is_not_called_safe(auditor, packages):
    assert audit.main(auditor(*packages)) == 2


def test_a_machine_without_pip_audit_is_not_audited(capsys):
    assert audit.main([sys.executable, "-m", "no_such_program"]) == 2
    assert "NOT AUDITED" in capsys.readouterr().err
