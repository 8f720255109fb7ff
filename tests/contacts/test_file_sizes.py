"""Sizes of files in words."""

import pytest

from contacts.templatetags.file_sizes import file_size


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1\xa0byte"),
        (512, "512\xa0bytes"),
        (10 * 2**10, "10\xa0KB"),
        (100 * 2**20, "100\xa0MB"),
        (3 * 2**19, "1.5\xa0MB"),
        (5 * 2**30, "5\xa0GB"),
    ],
)
def test_size_is_said_without_idle_decimals(size: int, words: str) -> None:
    assert file_size(size) == words
