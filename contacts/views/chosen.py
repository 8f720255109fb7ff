"""The contacts that a query string or a form names: all of them the workspace's own, or 404."""

from django.http import Http404, QueryDict

from contacts.models import Contact
from workspaces.models import Workspace

# Whoever acts on contacts side by side acts on so many.
MOST = 20
ID_DIGITS = 18


def chosen_contacts(
    workspace: Workspace, data: QueryDict, *, least: int = 2, most: int = MOST
) -> list[Contact]:
    """The contacts named by `contacts`, repeated. An id that is none here is not found."""
    given = set(data.getlist("contacts"))
    if not least <= len(given) <= most:
        raise Http404
    if not all(text.isascii() and text.isdecimal() and len(text) <= ID_DIGITS for text in given):
        raise Http404
    found = workspace.contacts.filter(pk__in={int(text) for text in given})
    contacts = list(found.select_related("contact_import", "created_by").order_by("pk"))
    if len(contacts) != len({int(text) for text in given}) or len(contacts) < least:
        raise Http404
    return contacts
