"""The contacts that a query string or a form names: all of them the workspace's own, or 404."""

from django.http import Http404, QueryDict

from contacts.models import Contact
from contactsite.ids import id_of
from workspaces.models import Workspace

# Whoever acts on contacts side by side acts on so many.
MOST = 20


def chosen_contacts(
    workspace: Workspace, data: QueryDict, *, least: int = 2, most: int = MOST
) -> list[Contact]:
    """The contacts named by `contacts`, repeated. An id that is none here is not found."""
    ids = set(chosen_ids(data, "contacts", least, most))
    found = workspace.contacts.filter(pk__in=ids)
    contacts = list(found.select_related("contact_import", "created_by").order_by("pk"))
    if len(contacts) != len(ids) or len(contacts) < least:
        raise Http404
    return contacts


def chosen_ids(data: QueryDict, name: str, least: int, most: int) -> list[int]:
    """The ids given under the name, one for each different text.

    What is no id is not found, nor are too few or too many.
    """
    given = set(data.getlist(name))
    ids = [pk for text in given if (pk := id_of(text)) is not None]
    if len(ids) != len(given) or not least <= len(given) <= most:
        raise Http404
    return ids
