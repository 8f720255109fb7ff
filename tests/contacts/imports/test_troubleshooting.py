"""The documentation's list of what goes wrong, each with a real file, each with its own message."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.contacts.imports.files import DOCUMENTED

DATA = Path(__file__).resolve().parents[2] / "data"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def review(as_eve: Client, acme):
    """Upload a file of tests/data as a browser does; the text of the page that follows."""

    def review(name: str) -> str:
        file = SimpleUploadedFile(name, (DATA / name).read_bytes(), "text/csv")
        response = as_eve.post(reverse("import_create", args=["acme"]), {"file": file}, follow=True)
        return response.content.decode()

    return review


def test_documented_example_is_the_file_of_the_documentation(review):
    assert (DATA / "documented.csv").read_bytes() == DOCUMENTED
    assert "Import 3 contacts into Acme" in review("documented.csv")


def test_header_names_changed(review):
    page = review("header-changed.csv")

    assert "Line 1: Column names were changed" in page
    for found, expected in (("Full Name", "name"), ("Phone Number", "phone")):
        assert f"“{found}” instead of “{expected}”" in page
    assert "Download Template" in page


def test_invalid_phone_format(review):
    page = review("invalid-phone.csv")

    assert "Import 1 contact into Acme" in page
    assert "Phone without + and country code" in page
    assert "(123) 456-7890" in page
    assert '<code class="fix">+1234567890</code>' in page


def test_missing_required_fields(review):
    page = review("missing-required.csv")

    assert "Import 1 contact into Acme" in page
    assert "Name missing" in page
    assert "Phone number missing" in page
    assert "Line 3" in page
    assert "Line 4" in page


def test_file_encoding(review, acme):
    page = review("windows-1252.csv")

    assert "Line 3: The file is not UTF-8; it is perhaps Windows-1252" in page
    assert "Save the file as UTF-8" in page
    assert "Zoë García" in review("utf-8-with-mark.csv")


def test_file_too_large(review, settings):
    settings.IMPORT_MAX_BYTES = 100

    page = review("documented.csv")

    assert "The file is too large" in page
    assert "Split it into smaller files" in page


def test_too_many_rows(review, settings):
    settings.IMPORT_MAX_ROWS = 2

    page = review("documented.csv")

    assert "The file has more than 2 rows" in page
    assert "Split it into smaller files" in page


def test_empty_rows(review, acme):
    page = review("empty-rows.csv")

    assert "Import 2 contacts into Acme" in page
    assert "Empty rows" in page
    assert acme.imports.get().empty_rows == 4
    assert [row["line"] for row in acme.imports.get().sample] == [3, 6]
