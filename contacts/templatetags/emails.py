"""An e-mail address in a narrow place."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def breaks_at(email: str) -> SafeString:
    """The address, which a line too short for it breaks before the @, not within a word."""
    return format_html_join(SafeString("<wbr>@"), "{}", ((part,) for part in email.split("@")))
