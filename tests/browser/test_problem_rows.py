"""Broken cells on a phone's screen: the cells beside them are left out, but not whose row it is."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import sign_in
from tests.contacts.imports import edited
from tests.contacts.views.import_pages import url
from workspaces.models import User, Workspace


def test_row_with_a_broken_version_says_whose_it_is(
    open_page: Callable[..., Page], owner: User, office: Workspace
):
    factories.make_contact(office, name="Ana Lopez", state="Madrid")
    rows = [edited.exported(office)[0] | {"version": "999"}]
    contact_import = edited.bring_back(office, owner, rows)
    page = open_page(viewport={"width": 390, "height": 844})
    sign_in(page, "olga")

    page.goto(url("import_detail", office, contact_import.pk))

    row = page.locator(".found-row")
    expect(row.locator(".broken")).to_be_visible()
    expect(row.get_by_text("Ana Lopez")).to_be_visible()
    expect(row.get_by_text("Madrid")).to_be_hidden()
