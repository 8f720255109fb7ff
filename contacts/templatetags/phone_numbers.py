"""A phone number as people read it, beside the E.164 form that is stored."""

from django import template

from contacts import phones
from contacts.models import Contact

register = template.Library()
register.filter("human_phone", phones.human)
register.filter("phone_country", phones.country)


@register.filter
def phone_warning_text(contact: Contact) -> str:
    """What looks wrong with the contact's number, in words; "" when nothing does."""
    return phones.warning_text(contact.phone, contact.phone_warning)
