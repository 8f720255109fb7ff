"""The header line: it must be that of the kind of file, to the letter; else say what is wrong."""

import unicodedata
from collections.abc import Sequence

from contacts import phones, values
from contacts.imports.rejection import RejectedFile
from contacts.models import CSV_FIELDS, EDIT_COLUMNS, ImportKind

# What a template's header is often turned into, for files that never were the template.
OTHER_DELIMITERS = ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars"))
COLUMNS = {ImportKind.CREATE: CSV_FIELDS, ImportKind.UPDATE: EDIT_COLUMNS}
REMEDIES = {
    ImportKind.CREATE: (
        "Download the template, paste your rows below its header line, and upload that file."
    ),
    ImportKind.UPDATE: (
        "Export the contacts with “CSV to edit and bring back”, make your changes in that file, and"
        " upload it."
    ),
}
# What the file of the one kind is told where the other is taken.
OTHER_KIND = {
    ImportKind.CREATE: (
        "This is a file of edited contacts: it has the columns “id” and “version”.",
        "Upload it under Imports, “Bring back edited contacts”. Bulk Import only adds new ones.",
    ),
    ImportKind.UPDATE: (
        "This is a file of new contacts: it lacks the columns “id” and “version”.",
        "Upload it under Bulk Import. To change contacts that you have, export them with “CSV to"
        " edit and bring back”.",
    ),
}
# Cyrillic and Greek letters that look like the Latin ones of our column names.
LOOK_ALIKES = str.maketrans("аеорсуіѕһкгтмԛոᴏѡьαεορυικντ", "aeopcyishkrtmqnowbaeopuikvt")


def refuse_other_headers(found: Sequence[str], kind: ImportKind = ImportKind.CREATE) -> None:
    """Raise RejectedFile unless the cells of the first line are the column names of this kind."""
    expected = list(COLUMNS[kind])
    if list(found) == expected:
        return
    code, message, remedy = _diagnose(list(found), expected, kind)
    raise RejectedFile(
        code,
        message,
        remedy,
        line=1,
        found=",".join(_visible(cell) for cell in found)[:300],
        expected=",".join(expected),
        columns=_side_by_side(list(found), expected),
    )


def _diagnose(found: list[str], expected: list[str], kind: ImportKind) -> tuple[str, str, str]:
    """Code, message and remedy of a header that is not as expected; most telling cause first."""
    if not any(map(values.has_visible, found)):
        return (
            "header_empty",
            "The first line is empty; it must be the header line.",
            REMEDIES[kind],
        )
    if len(found) <= 2 and found[0].lower().startswith("sep="):
        return (
            "header_sep",
            "The first line is a spreadsheet hint, not the header.",
            ("Delete the first line (“sep=…”), so that the file begins with the header line."),
        )
    if len(found) == 1:
        for delimiter, noun in OTHER_DELIMITERS:
            if delimiter in found[0]:
                return (
                    "delimiter",
                    f"The columns are separated by {noun}, not by commas.",
                    (
                        "Save the file as CSV with commas; what is used instead mostly comes from"
                        " a regional setting of the spreadsheet program."
                    ),
                )
        if found[0].split(",") == expected:
            return (
                "header_quoted",
                "The whole header line is in one pair of quotes.",
                ("Take the quotes around the line off, so that every column is a cell of its own."),
            )
    if any(phones.is_e164(cell.strip()) or "@" in cell for cell in found):
        return (
            "header_missing",
            "The header line is missing: the file begins with data.",
            (f"Put the line “{','.join(expected)}” on top."),
        )
    plain = [_plain(cell) for cell in found]
    if any(kind != other and plain == list(names) for other, names in COLUMNS.items()):
        return ("header_other_kind", *OTHER_KIND[kind])
    if found != plain and plain == expected:
        return _spelling(found, expected)
    if sorted(plain) == sorted(expected):
        return (
            "header_reordered",
            "The columns are in another order.",
            (f"Put them in the order {', '.join(expected)}."),
        )
    if plain == [*expected, "errors"]:
        return (
            "header_errors",
            "The file is a file of problem rows: it still has its column “errors”.",
            "Repair the rows, delete the column “errors”, and upload the file again.",
        )
    return _columns(found, plain, expected, REMEDIES[kind])


def _spelling(found: list[str], expected: list[str]) -> tuple[str, str, str]:
    """Every column is there, but a name is not spelt to the letter."""
    wrong = [(c, n) for c, n in zip(found, expected, strict=True) if c != n]
    cell, name = wrong[0]
    source = "template" if expected == list(CSV_FIELDS) else "export"
    remedy = f"Write it as “{name}”, or copy the header line from the {source}."
    if len(wrong) > 1:
        also = ", ".join(f"“{_visible(c)}”" for c, _ in wrong[1:])
        remedy = (
            f"Not to the letter either: {also}. Write “{','.join(expected)}”, or copy the"
            f" header line from the {source}."
        )
    for character in cell:
        if character in values.INVISIBLE_MARKS or not character.isprintable():
            label = _character(character)
            return "header_invisible", f"“{name}” has an invisible character: {label}.", remedy
        if not character.isascii():
            label = _character(character)
            return "header_look_alike", f"“{name}” has a look-alike letter: {label}.", remedy
    if cell.strip() == name:
        return "header_spaces", f"“{name}” has a space beside it.", remedy
    return "header_case", f"“{cell}” must be in lower case.", remedy


def _columns(
    found: list[str], plain: list[str], expected: list[str], remedy: str
) -> tuple[str, str, str]:
    """Columns are missing, too many, or have other names; quoted as they are in the file."""
    missing = [name for name in expected if name not in plain]
    extra, spelt = [], []
    for position, (cell, name) in enumerate(zip(found, plain, strict=True)):
        if name not in expected or name in plain[:position]:
            extra.append(_visible(cell.strip()))
        elif cell != name:
            spelt.append(f"“{_visible(cell)}” instead of “{name}”")
    if missing and len(missing) == len(extra):
        pairs = [f"“{new}” instead of “{old}”" for old, new in zip(missing, extra, strict=True)]
        return "header_renamed", f"Column names were changed: {', '.join(pairs + spelt)}.", remedy
    parts = []
    if missing:
        parts.append(f"missing: {_names(missing)}")
    if extra:
        parts.append(f"too many: {_names(extra)}")
    if spelt:
        parts.append(f"not to the letter: {', '.join(spelt)}")
    code = "header_columns" if missing and extra else "header_missing_columns"
    if not missing:
        code = "header_extra"
    source = "template" if expected == list(CSV_FIELDS) else "export"
    return code, f"The columns are not the {source}'s ({'; '.join(parts)}).", remedy


def _names(names: list[str]) -> str:
    shown = [f"“{name}”" if name else "a column without a name" for name in names[:8]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _plain(cell: str) -> str:
    """The cell as it looks: lower case, no invisible or look-alike characters."""
    visible = "".join(c for c in cell if c.isprintable() and c not in values.INVISIBLE_MARKS)
    plain = unicodedata.normalize("NFKC", visible).casefold().translate(LOOK_ALIKES)
    return plain.strip()[:50]


def _visible(cell: str) -> str:
    """The cell with what cannot be seen spelt out."""
    return "".join(
        f"[{_character(c)}]" if c in values.INVISIBLE_MARKS or not c.isprintable() else c
        for c in cell[:60]
    )


def _character(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".strip()


def _side_by_side(found: list[str], expected: list[str]) -> list[tuple[str, str]]:
    """Found and expected cells in pairs, for the page."""
    width = min(max(len(found), len(expected)), 20)
    shown = [_visible(cell) for cell in found[:width]] + [""] * (width - len(found))
    wanted = [*expected, *[""] * (width - len(expected))]
    return list(zip(shown, wanted, strict=True))
