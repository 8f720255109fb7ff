"""Fields that behave alike on SQLite and PostgreSQL."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute
from phonenumber_field.modelfields import PhoneNumberField

from contacts import phones, values


class KeyField(models.CharField):
    """A stored sort or match key, compared byte by byte on both databases."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


def validate_phone(value: object) -> None:
    """Raise ValidationError, with the remedy, unless the value passes the gate of `phones`."""
    problem = phones.check(str(value))
    if problem:
        raise ValidationError(problem.message, code=problem.code)


def validate_one_line(value: str) -> None:
    """Raise ValidationError, naming the character, when a one-line value holds a forbidden one."""
    message = values.one_line_problem(value)
    if message:
        raise ValidationError(message, code="character")


class ContactPhoneField(PhoneNumberField):
    """django-phonenumber-field's field with our policy in place of its own validator.

    The value is the E.164 text itself. The library would parse it on every load (60 us) and store
    what it makes of it (`+4402079460018` loses a zero); what passes the gate stays as it is.
    """

    default_validators = [validate_phone]
    descriptor_class = DeferredAttribute

    def to_python(self, value: Any) -> str | None:
        return value if value is None else str(value)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return value

    def get_prep_value(self, value: Any) -> str | None:
        return value if value is None else str(value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return models.CharField.formfield(self, **kwargs)
