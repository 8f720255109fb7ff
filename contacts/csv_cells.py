"""How a cell of an export is kept from being a formula in a spreadsheet, and read back. Pure."""

import re

from contacts.phones import is_e164

# What makes a spreadsheet take a cell for a formula, also in the full-width forms that some turn
# into plain ones. Leading apostrophes count along, so that taking one off is always the inverse.
_RISKY = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_GUARDED = re.compile("'" + _RISKY.pattern)


def guard(cell: str) -> str:
    """The cell as it is exported: one more `'` before what could run, except before a phone."""
    if _RISKY.match(cell) and not is_e164(cell):
        return "'" + cell
    return cell


def unguard(cell: str) -> str:
    """The cell as it was before `guard`: one `'` is taken off, nothing else changes."""
    return cell[1:] if _GUARDED.match(cell) else cell
