"""What an upload may be: whose, how large, and what happens when the disk is full."""

import io
import resource
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from contacts.upload_limit import LimitedUploadHandler
from tests.contacts.imports.files import DOCUMENTED, csv_bytes
from tests.contacts.views.import_pages import page, upload, url

pytestmark = pytest.mark.django_db(transaction=True)


class SmallFilesOnly:
    """As on a full disk: no file of this process grows beyond a few hundred kilobytes."""

    LIMIT = 450_000

    def __init__(self) -> None:
        self.before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.LIMIT, self.before[1]))

    def lift(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self.before)


@pytest.fixture
def small_files_only(as_eve: Client) -> Iterator[SmallFilesOnly]:
    if connection.vendor == "sqlite":
        # What the tests before wrote is not to leave SQLite's log at the limit.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    disk = SmallFilesOnly()
    yield disk
    disk.lift()


def test_form_without_a_file_says_so(as_eve, acme):
    response = as_eve.post(url("import_create", acme), {})

    assert response.status_code == 200
    assert "Choose the CSV file" in response.content.decode()


@pytest.mark.parametrize("announced", [True, False])
def test_upload_over_the_limit_is_cut_off(as_eve, acme, settings, tmp_path, announced):
    settings.IMPORT_MAX_BYTES = 200_000 if announced else 299_000
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    content = SimpleUploadedFile("big.csv", b"x" * 300_000)

    response = as_eve.post(url("import_create", acme), {"file": content})

    assert response.status_code == 413
    assert "The file is too large" in response.content.decode()
    assert list(tmp_path.iterdir()) == []
    assert not acme.imports.exists()


def test_upload_whose_process_dies_leaves_nothing(settings, tmp_path, rf):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    handler = LimitedUploadHandler(rf.post("/"))
    handler.new_file("file", "people.csv", "text/csv", None)

    handler.receive_data_chunk(b"x" * 100_000, 0)

    assert list(tmp_path.iterdir()) == []
    with handler.file_complete(100_000).open() as file:
        assert file.read() == b"x" * 100_000


@pytest.mark.parametrize("content", [DOCUMENTED, DOCUMENTED.rstrip(b"\n")])
@pytest.mark.parametrize(("rows", "state"), [(3, "ready"), (2, "uploaded")])
def test_file_of_so_many_rows_is_answered_at_once(as_eve, acme, settings, content, rows, state):
    settings.IMPORT_INLINE_ROWS = rows

    upload(as_eve, acme, content)

    contact_import = acme.imports.get()
    assert (contact_import.state, contact_import.jobs.get().total) == (state, 3)


def test_strangers_and_viewers_upload_nothing(client, as_vic, as_gus, acme):
    for person, status in ((client, 302), (as_vic, 403), (as_gus, 404)):
        response = person.post(url("import_create", acme), {"file": io.BytesIO(DOCUMENTED)})
        assert response.status_code == status
    assert not acme.imports.exists()


def test_upload_needs_the_csrf_token(eve, acme):
    client = Client(enforce_csrf_checks=True)
    client.force_login(eve, backend="workspaces.backends.NameOrEmailBackend")

    response = client.post(url("import_create", acme), {"file": io.BytesIO(DOCUMENTED)})

    assert response.status_code == 403
    assert not acme.imports.exists()


def test_quota_of_the_workspace_holds(as_eve, acme, settings):
    settings.WORKSPACE_MAX_BYTES = 300
    upload(as_eve, acme, DOCUMENTED)

    response = as_eve.post(
        url("import_create", acme), {"file": SimpleUploadedFile("b.csv", DOCUMENTED)}
    )

    assert "would take more than its" in response.content.decode()
    assert acme.imports.count() == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("..\\..\\boot.csv", "boot.csv"),
        ("<b>x</b>.csv", "b&gt;.csv"),
        ("x" * 300 + ".csv", "x" * 200),
    ],
)
def test_file_name_is_made_harmless(as_eve, acme, name, shown):
    assert shown in page(as_eve, upload(as_eve, acme, DOCUMENTED, name))


def test_full_disk_is_said_plainly(as_eve, acme, settings, tmp_path, small_files_only):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)

    response = as_eve.post(
        url("import_create", acme), {"file": SimpleUploadedFile("big.csv", b"x" * 2_000_000)}
    )

    assert response.status_code == 507
    assert "The server could not store the file" in response.content.decode()
    assert not acme.imports.exists()


def test_full_disk_while_reviewing_can_be_resumed(as_eve, acme, small_files_only):
    rows = csv_bytes(*(f"{'x' * 200},{n},,," for n in range(1_900)))
    address = upload(as_eve, acme, rows)
    assert "no space left on its disk" in page(as_eve, address)
    small_files_only.lift()

    as_eve.post(address + "resume/")

    assert acme.imports.get().error_rows == 1_900
