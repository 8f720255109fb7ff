"""A number of bytes as people say it."""

from django import template
from django.template.defaultfilters import filesizeformat

register = template.Library()


@register.filter
def file_size(size: int) -> str:
    """Size in bytes as "100 MB" or "1.5 MB": Django's own words, without an idle ".0"."""
    return filesizeformat(size).replace(".0\xa0", "\xa0")
