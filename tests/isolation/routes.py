"""Every route of the URL configuration, found by walking it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def walk(
    resolver: URLResolver | None = None, namespace: str = ""
) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The full name and the view of each route; a route without a name has its pattern for one."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or str(pattern.pattern)), pattern.callback
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from walk(pattern, namespace + inner)
