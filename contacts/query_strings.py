"""A list's query string as data: as it was saved, without a part of it, and in its short form."""

from django.http import QueryDict

from contacts.paging import DEFAULT_ORDER, NEWEST

# These say how the contacts are shown, not which.
PRESENTATION = ("sort", "cursor", "count", "shape")


def query_of(parameters: dict[str, list[str]]) -> QueryDict:
    """A saved filter as the query string that it was."""
    data = QueryDict(mutable=True)
    for name, values in parameters.items():
        data.setlist(name, values)
    return data


def without_part(data: QueryDict, name: str, value: str | None = None) -> QueryDict:
    """The query string without a parameter, or without one value of it."""
    data = query_of(dict(data.lists()))
    kept = [given for given in data.getlist(name) if value is not None and given != value]
    data.setlist(name, kept)
    return data


def short(data: QueryDict, changes: dict[str, str]) -> str:
    """The short form, with its question mark: without page, way to count and what is usual.

    `changes` are made last, so that they can give a page or a way to count.
    """
    data = query_of(dict(data.lists()))
    for name in ("cursor", "count", "shape"):
        data.pop(name, None)
    for name, value in changes.items():
        data[name] = value
    for name, given in list(data.lists()):
        data.setlist(name, [value for value in given if value])
    if data.get("match") == "all":
        del data["match"]
    usual = {DEFAULT_ORDER.name} if data.get("q") else {DEFAULT_ORDER.name, NEWEST.name}
    if data.get("sort") in usual:
        data.pop("sort", None)
    text = data.urlencode()
    return f"?{text}" if text else ""
