"""One cell: how it is read, and what is wrong with it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from contacts import phones, values
from contacts.csv_cells import unguard
from contacts.imports.problems import Problem

Check = Callable[[str], Problem | None]

valid_email = EmailValidator()


def read_cell(cell: str) -> str:
    """The value of a cell: trimmed, and without the `'` that keeps it from being a formula."""
    value = values.trim(cell)
    return values.trim(unguard(value)) if value[:1] == "'" else value


def check_name(value: str) -> Problem | None:
    if not values.has_visible(value):
        return Problem("name_missing", "name", value, "the name is missing")
    return _check_text("name", values.NAME_MAX, value)


def check_phone(value: str) -> Problem | None:
    problem = phones.check(value)
    if problem is None:
        return None
    return Problem(
        f"phone_{problem.code}", "phone", value, problem.message, problem.suggestion or ""
    )


def check_email(value: str) -> Problem | None:
    if not value:
        return None
    problem = _check_text("email", values.EMAIL_MAX, value)
    if problem is None:
        try:
            valid_email(value)
        except ValidationError:
            message = "is not an e-mail address: correct it, or leave the cell empty"
            problem = Problem("email_invalid", "email", value, message)
    return problem


def check_state(value: str) -> Problem | None:
    return _check_text("state", values.STATE_MAX, value)


def check_brokerage(value: str) -> Problem | None:
    return _check_text("brokerage", values.BROKERAGE_MAX, value)


CHECKS: dict[str, Check] = {
    "name": check_name,
    "phone": check_phone,
    "email": check_email,
    "state": check_state,
    "brokerage": check_brokerage,
}


def _check_text(field: str, limit: int, value: str) -> Problem | None:
    message = values.one_line_problem(value)
    if message is not None:
        return Problem("character", field, value, message)
    if len(value) > limit:
        message = f"is {len(value):,} characters long, at most {limit:,} are kept: shorten it"
        return Problem("too_long", field, value, message)
    return None
