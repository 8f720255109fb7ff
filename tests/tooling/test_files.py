"""What the files beside the code promise."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")


def read_by_settings() -> set[str]:
    settings = (ROOT / "contactsite/settings.py").read_text()
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)) - {"TEST_DB_SUFFIX"}


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_pin_and_hash_everything_and_name_no_host(lock: str):
    text = (ROOT / lock).read_text()
    packages = re.split(r"\n(?=\S)", text.strip())

    assert [p for p in packages if "==" not in p or "--hash=sha256:" not in p] == []
    assert "://" not in text


def test_both_locks_agree():
    product, development = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))
        for lock in LOCKS
    )

    assert product.items() <= development.items()


def test_the_example_of_the_environment_lists_all_that_settings_read():
    example = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert example == read_by_settings()


def test_the_readme_explains_all_that_settings_read():
    table = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "README.md").read_text(), re.MULTILINE))

    assert table == read_by_settings()
