"""A phone number as people read it, beside the E.164 form that is stored."""

from django import template
from django.utils.timezone import localtime

from contacts import phones
from contacts.local_times import LocalTime, local_time
from contacts.models import Contact

register = template.Library()
register.filter("human_phone", phones.human)
register.filter("phone_country", phones.country)


@register.filter
def phone_warning_text(contact: Contact) -> str:
    """What looks wrong with the contact's number, in words; "" when nothing does."""
    return phones.warning_text(contact.phone, contact.phone_warning)


@register.filter
def time_there(phone: str) -> LocalTime | None:
    """What time it is now where the number belongs, beside the person's own clock."""
    return local_time(phone, localtime())
