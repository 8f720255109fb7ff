"""The main job, end to end: sign in, add, import, flag all, find, mend, delete, export."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from workspaces.models import User, Workspace

DOCUMENTED = Path(__file__).resolve().parents[1] / "data" / "documented.csv"


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_newcomer_does_the_main_job(
    script: bool, open_page: Callable[..., Page], owner: User, office: Workspace
):
    page = open_page(java_script_enabled=script)
    sign_in(page, "olga")
    expect(page).to_have_title(re.compile("Office"))

    page.get_by_role("link", name="Contacts", exact=True).first.click()
    page.get_by_role("link", name="Add Contact").first.click()
    page.get_by_label("Name").fill("Élodie Martin")
    page.get_by_label("Phone").fill("+33 1 23 45 67 89")
    page.get_by_role("group", name="Flags").locator("summary").click()
    page.get_by_role("checkbox", name="VIP").check()
    page.get_by_role("button", name="Create Contact").click()
    page.get_by_role("button", name=re.compile(re.escape("+33123456789"))).click()
    expect(page.get_by_role("heading", level=1, name="Élodie Martin")).to_be_visible()

    page.get_by_role("link", name="Contacts", exact=True).first.click()
    page.get_by_role("link", name="Bulk Import").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Template").click()
    assert Path(download.value.path()).read_bytes() == (
        b"\xef\xbb\xbfname,phone,email,state,brokerage\r\n"
    )
    page.get_by_label("CSV file").set_input_files(DOCUMENTED)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("documented.csv").first).to_be_visible()
    page.get_by_role("button", name="Import 3 contacts into Office").click()
    page.get_by_role("link", name="See the 3 contacts").click()
    for name in ("John Doe", "Jane Smith", "Bob Johnson"):
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Élodie Martin", exact=True)).to_have_count(0)

    page.get_by_role("checkbox", name="Select all on this page").check()
    page.get_by_role("button", name="Add flags").click()
    page.get_by_role("main").get_by_label("Follow-up Needed").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add to 3 contacts").click()
    expect(page.get_by_text("3 contacts got “Follow-up Needed”.")).to_be_visible()

    page.get_by_role("link", name="Contacts", exact=True).first.click()
    page.get_by_role("searchbox").first.fill("(234) 567-890")
    if not script:
        page.get_by_role("button", name="Search").first.click()
    expect(page.get_by_role("link", name="John Doe", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Jane Smith", exact=True)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"[?&]q="))
    page.get_by_role("link", name="Edit John Doe").click()
    page.get_by_label("Name").fill("John Q. Doe")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("heading", level=1, name="John Q. Doe")).to_be_visible()

    page.get_by_role("link", name="Contacts", exact=True).first.click()
    page.get_by_role("link", name="Jane Smith", exact=True).click()
    page.get_by_role("link", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Jane Smith was deleted.")).to_be_visible()

    page.get_by_role("link", name="Contacts", exact=True).first.click()
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV with flags").click()
    assert sorted(Path(download.value.path()).read_text("utf-8-sig").splitlines()) == [
        "Bob Johnson,+1555123456,,TX,,Follow-up Needed",
        "John Q. Doe,+1234567890,john@example.com,CA,ABC Corp,Follow-up Needed",
        "name,phone,email,state,brokerage,flags",
        "Élodie Martin,+33123456789,,,,VIP",
    ]
