"""No locked dependency is older than the first version without a known vulnerability.

Whoever hears of another one adds a line. `make audit` asks a database for all of them.
"""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")

FLOORS = {
    "django": ("5.2.19", "the security releases of the 5.2 series up to then"),
    "django-filter": ("2.4.0", "CVE-2020-15225: huge numbers in a filter"),
    "marshmallow": ("4.1.2", "CVE-2025-68480: many objects keep the processor busy"),
    "sqlparse": ("0.5.0", "CVE-2024-4340: deeply nested lists"),
    "tablib": ("0.11.5", "CVE-2017-2810: YAML that runs code"),
    "waitress": ("3.0.1", "CVE-2024-49768 and CVE-2024-49769: request smuggling, busy loop"),
    # For development
    "markdown-it-py": ("2.2.0", "CVE-2023-26302: input that breaks it"),
    "pygments": ("2.15.1", "CVE-2022-40896: slow expressions"),
    "pyyaml": ("5.4", "CVE-2020-14343: YAML that runs code"),
}


def locked(file: str) -> dict[str, Version]:
    pins = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / file).read_text(), re.MULTILINE)
    return {name: Version(version) for name, version in pins}


@pytest.mark.parametrize("package", FLOORS)
def test_locked_versions_have_no_known_vulnerability(package: str):
    floor, reason = FLOORS[package]
    pins = [pins[package] for file in LOCKS if package in (pins := locked(file))]

    assert pins, f"{package} is no longer locked: take its line out."
    assert min(pins) >= Version(floor), reason


def test_what_we_ask_for_allows_no_vulnerable_django():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    django = next(r for r in map(Requirement, asked) if r.name == "Django")

    assert not django.specifier.contains("5.2.18")
    assert django.specifier.contains(FLOORS["django"][0])
