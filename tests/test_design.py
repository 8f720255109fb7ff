"""The component sheet, and the pages that must render when nothing else does."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from contactsite.design import design_sheet

urlpatterns = [
    path("", include("contactsite.urls")),
    path("design/", design_sheet),
]


@override_settings(ROOT_URLCONF=__name__)
def test_design_sheet_shows_a_field_with_its_error_tied_to_it(db: None) -> None:
    page = Client().get("/design/").content.decode()

    assert '<span class="chip chip-red stop"' in page
    assert 'aria-describedby="wrong_phone_helptext wrong_phone_error"' in page
    assert '<a href="#wrong_phone">Phone number</a>' in page
    assert "style=" not in page


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "csrf_failure"])
def test_error_pages_render_without_a_context(name: str) -> None:
    page = render_to_string(f"{name}.html")

    assert page.count("<h1>") == 1
    assert 'href="/"' in page


@pytest.mark.parametrize("page", ["locked", "logged_out", "password_reset_done"])
def test_account_pages_render_for_strangers(page: str) -> None:
    request = RequestFactory().get("/")

    assert "<h1>" in render_to_string(f"registration/{page}.html", request=request)
