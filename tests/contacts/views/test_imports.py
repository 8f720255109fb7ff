"""The pages of imports, as people meet them."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contacts import jobs
from contacts.imports import storage
from contacts.models import ContactImport, Job
from tests import factories
from tests.contacts.imports.files import DOCUMENTED, csv_bytes
from tests.contacts.views.import_pages import page, upload, url
from workspaces.models import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def test_template_is_one_header_line_with_mark_and_crlf(as_vic, acme):
    response = as_vic.get(url("import_template", acme))

    assert response.content == b"\xef\xbb\xbfname,phone,email,state,brokerage\r\n"
    assert response["Content-Disposition"] == 'attachment; filename="contacts-template.csv"'


def test_documented_file_from_upload_to_result(as_eve, acme):
    address = upload(as_eve, acme, DOCUMENTED)
    review = page(as_eve, address)
    assert "Import 3 contacts into Acme" in review
    assert "John Doe" in review

    response = as_eve.post(address + "confirm/")

    assert response["Location"] == address
    result = page(as_eve, address)
    assert "3 contacts imported into Acme" in result
    assert "See the 3 contacts" in result
    assert "Add a flag to them" in result
    assert acme.contacts.count() == 3


def test_result_leads_to_flags_for_what_was_imported_and_for_nobody_else(as_eve, acme):
    factories.make_contact(acme)
    address = upload(as_eve, acme, DOCUMENTED)
    as_eve.post(address + "confirm/")

    link = re.search(r'href="([^"]*/bulk/add-flags/[^"]*)"', page(as_eve, address))

    assert link is not None
    assert as_eve.get(html.unescape(link[1])).context["count"] == 3


def test_second_confirm_back_and_reload_lead_to_the_result(as_eve, as_ada, acme):
    address = upload(as_eve, acme, DOCUMENTED)
    as_eve.post(address + "confirm/")

    for client in (as_eve, as_ada):
        assert client.post(address + "confirm/")["Location"] == address
        assert "3 contacts imported" in page(client, address)
    assert acme.contacts.count() == 3


def test_review_shows_each_kind_of_problem_with_its_repair(as_eve, acme):
    address = upload(
        as_eve,
        acme,
        csv_bytes(
            "Ann,+14155552671,,,",
            "Ben,+1 (415) 555-2672,,,",
            "Cy,4155552673,,,",
            ",+14155552674,nobody,,",
            "Dee,+14155552671,,,",
        ),
    )

    review = page(as_eve, address)

    for words in (
        "Import 1 contact into Acme",
        "Phone with spaces, dashes or parentheses",
        '<code class="fix">+14155552672</code>',
        "Phone without + and country code",
        "Name missing",
        "E-mail is not an address",
        "same phone as line 2",
        "Download the 4 problem rows",
    ):
        assert words in review, words


def test_review_shows_a_broken_cell_in_its_row(as_eve, acme):
    address = upload(as_eve, acme, csv_bytes("Ann,+14155552671,nobody,CA,Lee", ",+14155552672,,,"))

    review = page(as_eve, address)

    cells = re.findall(
        r'class="found-cell( broken)?(?: whose)?"[^>]*>(.*?)</span>(?=<span class="found|</span>)',
        review,
    )
    told = [(re.sub(r"<[^>]*>", "", text).strip(), bool(broken)) for broken, text in cells]
    assert told == [
        ("name: empty (this one);", True),
        ("phone: +14155552672;", False),
        ("email: empty;", False),
        ("state: empty;", False),
        ("brokerage: empty;", False),
        ("name: Ann;", False),
        ("phone: +14155552671;", False),
        ("email: nobody (this one);", True),
        ("state: CA;", False),
        ("brokerage: Lee;", False),
    ]


def test_no_confirm_where_nothing_is_valid(as_eve, acme):
    address = upload(as_eve, acme, csv_bytes("Ann,,,,"))

    assert "There is nothing to import" in page(as_eve, address)
    assert "confirm/" not in page(as_eve, address)
    as_eve.post(address + "confirm/")
    assert acme.imports.get().state == "ready"


def test_rejected_file_shows_found_and_expected_side_by_side(as_eve, acme):
    address = upload(
        as_eve, acme, b"Name,Telephone,email,state,brokerage\r\nAnn,+14155552671,,,\r\n"
    )

    rejected = page(as_eve, address)

    assert "This file cannot be imported" in rejected
    assert '<code class="found">Telephone</code>' in rejected
    assert '<code class="fix">phone</code>' in rejected


def test_problem_rows_and_the_file_itself_are_downloads(as_vic, as_eve, acme):
    content = csv_bytes("Ann,+14155552671,,,", "=Ben,,,,")
    address = upload(as_eve, acme, content, "list ä.csv")

    errors = as_vic.get(address + "errors.csv")
    assert b"".join(errors).decode("utf-8-sig").splitlines()[1].startswith("'=Ben,,,,,")
    assert errors["Content-Disposition"].startswith("attachment; filename*=utf-8''problems-list")
    file = as_vic.get(address + "file.csv")
    assert b"".join(file) == content
    assert file["X-Content-Type-Options"] == "nosniff"


def test_downloads_that_are_gone_are_not_found(as_eve, acme, tmp_path):
    address = upload(as_eve, acme, DOCUMENTED)
    ContactImport.objects.update(problems_file="problems-0")
    assert as_eve.get(address + "errors.csv").status_code == 404
    ContactImport.objects.update(stored_file="")
    assert as_eve.get(address + "file.csv").status_code == 404


def test_viewer_sees_the_review_without_the_button(as_eve, as_vic, acme):
    address = upload(as_eve, acme, DOCUMENTED)

    review = page(as_vic, address)

    assert "John Doe" in review
    assert "confirm/" not in review
    assert as_vic.post(address + "confirm/").status_code == 403


def test_import_of_another_workspace_is_not_found(as_ada, as_eve, acme, globex):
    address = upload(as_eve, acme, DOCUMENTED)
    foreign = address.replace("/acme/", "/globex/")

    assert as_ada.get(foreign).status_code == 404
    assert as_ada.post(foreign + "confirm/").status_code == 404


def test_cancel_drops_what_was_not_confirmed(as_eve, acme):
    address = upload(as_eve, acme, DOCUMENTED)

    as_eve.post(address + "cancel/")

    assert "This import was cancelled" in page(as_eve, address)
    as_eve.post(address + "confirm/")
    assert acme.contacts.count() == 0


def test_large_file_shows_progress_until_the_worker_has_done_it(
    as_eve: Client, acme: Workspace, settings, run_worker: Callable[[], None]
):
    settings.IMPORT_INLINE_ROWS = 2
    address = upload(as_eve, acme, DOCUMENTED)
    waiting = page(as_eve, address)
    assert "Checking every row" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    partial = as_eve.get(address, headers={"HX-Request": "true"})
    assert "<html" not in partial.content.decode()

    run_worker()

    assert as_eve.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    as_eve.post(address + "confirm/")
    assert "Importing into Acme" in page(as_eve, address)
    run_worker()
    assert "3 contacts imported" in page(as_eve, address)


def test_list_shows_every_import_newest_first(as_vic, as_eve, acme, django_assert_num_queries):
    assert "No imports yet" in page(as_vic, url("import_list", acme))
    upload(as_eve, acme, DOCUMENTED, "first.csv")
    with django_assert_num_queries(6):
        page(as_vic, url("import_list", acme))
    upload(as_eve, acme, DOCUMENTED, "second.csv")
    upload(as_eve, acme, DOCUMENTED, "third.csv")

    with django_assert_num_queries(6):
        listed = page(as_vic, url("import_list", acme))

    assert listed.index("third.csv") < listed.index("second.csv") < listed.index("first.csv")


def test_list_goes_on_to_older_imports(as_eve, acme, monkeypatch):
    monkeypatch.setattr("contacts.views.imports.PAGE", 1)
    upload(as_eve, acme, DOCUMENTED, "first.csv")
    address = upload(as_eve, acme, DOCUMENTED, "second.csv")

    newest = int(address.rstrip("/").rsplit("/", 1)[-1])
    older = page(as_eve, url("import_list", acme) + f"?before={newest}")

    assert f"?before={newest}" in page(as_eve, url("import_list", acme))
    assert "first.csv" in older
    assert "second.csv" not in older
    assert "second.csv" in page(as_eve, url("import_list", acme) + "?before=%00x")


def test_failed_import_offers_to_resume(as_eve, acme):
    address = upload(as_eve, acme, DOCUMENTED)
    file = storage.upload_path(acme.imports.get())
    hidden = file.rename(file.parent / "hidden")
    as_eve.post(address + "confirm/")
    assert "This stopped half-way" in page(as_eve, address)
    hidden.rename(file)

    as_eve.post(address + "resume/")

    assert "3 contacts imported" in page(as_eve, address)
    again = as_eve.post(address + "resume/", follow=True)
    assert "There was nothing to resume" in again.content.decode()


def test_page_says_when_no_worker_runs(as_eve, acme, settings):
    settings.IMPORT_INLINE_ROWS = -1
    address = upload(as_eve, acme, DOCUMENTED)
    assert "does not seem to run" not in page(as_eve, address)

    Job.objects.update(created_at=timezone.now() - timedelta(seconds=31))

    assert "does not seem to run" in page(as_eve, address)


def test_page_tells_of_the_import_before(as_eve, acme, settings):
    settings.IMPORT_INLINE_ROWS = -1
    upload(as_eve, acme, DOCUMENTED)
    address = upload(as_eve, acme, DOCUMENTED)
    jobs.claim(Job.objects.earliest("pk").pk)

    assert "Other work in Acme is under way" in page(as_eve, address)


def test_progress_tells_speed_and_time_left(as_eve, acme, settings):
    settings.IMPORT_INLINE_ROWS = -1
    address = upload(as_eve, acme, DOCUMENTED)
    jobs.claim(Job.objects.get().pk)
    Job.objects.update(started_at=timezone.now() - timedelta(seconds=100), done=5_000, total=5_100)

    shown = page(as_eve, address)

    assert "5,000 of 5,100 rows" in shown
    assert "50 rows a second · about 2 seconds left" in shown


def test_upload_page_shows_the_way_and_the_rules(as_eve, acme):
    shown = page(as_eve, url("import_create", acme))

    for words in ("Download Template", "Upload and review", "At most 1,000,000 rows"):
        assert words in shown
