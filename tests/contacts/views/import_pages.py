"""The pages of imports as a browser uses them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from workspaces.models import Workspace


def url(name: str, workspace: Workspace, *args: int) -> str:
    return reverse(name, args=[workspace.slug, *args])


def upload(client: Client, workspace: Workspace, content: bytes, name: str = "people.csv") -> str:
    """Upload through the form; the address of the import's page."""
    response = client.post(
        url("import_create", workspace), {"file": SimpleUploadedFile(name, content)}
    )
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()
