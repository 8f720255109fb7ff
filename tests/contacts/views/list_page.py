"""What the tests of the list share: how its page is read, and three contacts of two states."""

import re
from html import unescape

from django.test import Client

from tests import factories
from workspaces.models import Workspace

URL = "/w/acme/contacts/"
HTMX = {"HX-Request": "true"}


def page(client: Client, query: str = "", **options) -> str:
    """The text of a page, white space collapsed and without tags."""
    response = client.get(f"{URL}{query}", **options)
    assert response.status_code == 200
    main = re.sub(r"(?s).*<main[^>]*>", "", response.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def names(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{URL}{query}")
    assert response.status_code == 200
    return [row.plain["name"] for row in response.context["rows"]]


def make_texans(workspace: Workspace) -> None:
    """Ann (VIP, Follow-up Needed) and Bob (also Do Not Call) of Texas, Cy (VIP) of Ohio."""
    vip, follow_up, stop = (
        workspace.flags.get(name=name) for name in ("VIP", "Follow-up Needed", "Do Not Call")
    )
    factories.make_contact(workspace, name="Ann Texas", state="TX", flags=[vip, follow_up])
    factories.make_contact(workspace, name="Bob Texas", state="TX", flags=[vip, follow_up, stop])
    factories.make_contact(workspace, name="Cy Ohio", state="OH", flags=[vip])
