"""Files that are read: their counts (total, valid, duplicates, errors, empty) and the problems."""

from tests.contacts.imports.files import DOCUMENTED, HEADER, csv_bytes

P = "+1415555"
BOM = b"\xef\xbb\xbf"

Counts = tuple[int, int, int, int, int]
ONE: Counts = (1, 1, 0, 0, 0)
NONE: Counts = (1, 0, 0, 1, 0)


def row(
    name: str = "Ann", phone: str = P + "2671", email: str = "", state: str = "", company: str = ""
) -> str:
    return ",".join((name, phone, email, state, company))


READ: dict[str, tuple[bytes, Counts, set[str]]] = {
    "the documented example": (DOCUMENTED, (3, 3, 0, 0, 0), {"warning_too_short"}),
    # Line ends and the mark
    "with a mark": (BOM + csv_bytes(row()), ONE, set()),
    "LF": (csv_bytes(row()).replace(b"\r\n", b"\n"), ONE, set()),
    "CR": (csv_bytes(row()).replace(b"\r\n", b"\r"), ONE, set()),
    "mixed line ends": (f"{HEADER}{row()}\n{row(phone=P + '2672')}\r".encode(), (2, 2, 0, 0, 0),
                        set()),
    "no line end at the end": (csv_bytes(row()).rstrip(), ONE, set()),
    "CR CR LF": (csv_bytes(row()).replace(b"\r\n", b"\r\r\n"), (1, 1, 0, 0, 2), set()),
    # Quoting
    "everything quoted": (csv_bytes('"Ann","+14155552671","","",""', header='"name","phone","email"'
                                    ',"state","brokerage"\r\n'), ONE, set()),
    "comma in quotes": (csv_bytes(row(company='"Smith, Jane"')), ONE, set()),
    "doubled quotes": (csv_bytes(row(name='"Ann ""Annie"" Lee"')), ONE, set()),
    "quote inside an unquoted cell": (csv_bytes(row(name='5" pipe "x" co')), ONE, set()),
    "text behind a closing quote": (csv_bytes(row(name='"Ann" Lee')), ONE, set()),
    "line break in quotes": (csv_bytes(row(company='"a\r\nb"')), NONE, {"character"}),
    # Empty records
    "blank lines": (csv_bytes("", row(), "", ""), (1, 1, 0, 0, 3), set()),
    "blank cells": (csv_bytes(row(), ",,,,", " ,\u200b,\xa0,,", ","), (1, 1, 0, 0, 3), set()),
    # Structure
    "too many cells": (csv_bytes(row(company="Smith, Jane")), NONE, {"cells"}),
    "one comma too many": (csv_bytes(row() + ","), NONE, {"cells"}),
    "too few cells": (csv_bytes(f"Ann,{P}2671"), NONE, {"cells"}),
    "one cell": (csv_bytes("Ann"), NONE, {"cells"}),
    "semicolons in the rows": (csv_bytes(f"Ann;{P}2671;;;"), NONE, {"cells"}),
    "quote closed rows later": (csv_bytes('"Ann,x,,,', row(), 'Cy",x'), NONE, {"cells"}),
    # Names
    "no name": (csv_bytes(row(name="")), NONE, {"name_missing"}),
    "name of spaces": (csv_bytes(row(name="  ")), NONE, {"name_missing"}),
    "name that shows nothing": (csv_bytes(row(name="\u200b\u3164")), NONE, {"name_missing"}),
    "200 characters": (csv_bytes(row(name="é" * 200)), ONE, set()),
    "201 characters": (csv_bytes(row(name="é" * 201)), NONE, {"too_long"}),
    "a megabyte of name": (csv_bytes(row(name="x" * 900_000)), NONE, {"too_long"}),
    "NUL in a name": (csv_bytes(row(name="A\0nn")), NONE, {"character"}),
    "tab in a name": (csv_bytes(row(name="A\tnn")), NONE, {"character"}),
    "tab around a name": (csv_bytes(row(name="\tAnn\t")), ONE, set()),
    "override of direction": (csv_bytes(row(name="A\u202enn")), NONE, {"character"}),
    "zero-width joiner": (csv_bytes(row(name="👩\u200d🚀 Ann")), ONE, set()),
    "markup": (csv_bytes(row(name="<b>Ann</b>")), ONE, set()),
    "formula": (csv_bytes(row(name="=1+1")), ONE, set()),
    "guarded formula": (csv_bytes(row(name="'=1+1")), ONE, set()),
    "line separator": (csv_bytes(row(name="A\u2028nn")), NONE, {"character"}),
    "next line character": (csv_bytes(row(name="A\x85nn")), NONE, {"character"}),
    # Phones
    "no phone": (csv_bytes(row(phone="")), NONE, {"phone_missing"}),
    "apostrophe before the phone": (csv_bytes(row(phone="'+14155552671")), ONE, set()),
    "spaces around the phone": (csv_bytes(row(phone=" +14155552671\xa0")), ONE, set()),
    "spaces in the phone": (csv_bytes(row(phone="+1 415 555 2671")), NONE,
                            {"phone_needs_cleaning"}),
    "dashes and parentheses": (csv_bytes(row(phone="+1 (415) 555-2671")), NONE,
                               {"phone_needs_cleaning"}),
    "00 for +": (csv_bytes(row(phone="00442079460018")), NONE, {"phone_double_zero"}),
    "full-width digits": (csv_bytes(row(phone="＋１４１５５５５２６７１")), NONE,
                          {"phone_fullwidth"}),
    "bare digits": (csv_bytes(row(phone="4155552671")), NONE, {"phone_no_plus"}),
    "scientific": (csv_bytes(row(phone="1.4155E+10")), NONE, {"phone_scientific"}),
    "vanity number": (csv_bytes(row(phone="+1-800-FLOWERS")), NONE, {"phone_letters"}),
    "tel link": (csv_bytes(row(phone="tel:+14155552671")), NONE, {"phone_letters"}),
    "extension": (csv_bytes(row(phone="+14155552671 ext 12")), NONE, {"phone_extension"}),
    "six digits": (csv_bytes(row(phone="+123456")), NONE, {"phone_too_short"}),
    "seven digits": (csv_bytes(row(phone="+1234567")), ONE, {"warning_too_short"}),
    "fifteen digits": (csv_bytes(row(phone="+123456789012345")), ONE, {"warning_too_long"}),
    "sixteen digits": (csv_bytes(row(phone="+1234567890123456")), NONE, {"phone_too_long"}),
    "a country code with 0": (csv_bytes(row(phone="+0441234567")), NONE, {"phone_leading_zero"}),
    "not a number": (csv_bytes(row(phone="?")), NONE, {"phone_invalid"}),
    "two numbers": (csv_bytes(row(phone="+14155552671/+14155552672")), NONE, {"phone_invalid"}),
    # E-mails and the rest
    "not an address": (csv_bytes(row(email="n/a")), NONE, {"email_invalid"}),
    "address in angle brackets": (csv_bytes(row(email="Ann <a@example.com>")), NONE,
                                  {"email_invalid"}),
    "address with spaces around": (csv_bytes(row(email=" Ann@Example.com ")), ONE, set()),
    "address of 255 characters": (csv_bytes(row(email="a" * 243 + "@example.com")), NONE,
                                  {"too_long"}),
    "state of 101 characters": (csv_bytes(row(state="x" * 101)), NONE, {"too_long"}),
    "company of 201 characters": (csv_bytes(row(company="x" * 201)), NONE, {"too_long"}),
    "control character in a state": (csv_bytes(row(state="C\x07A")), NONE, {"character"}),
    "all errors of a row": (csv_bytes(row("", "12", "x", "\x00", "y" * 201)), NONE,
                            {"name_missing", "phone_no_plus", "email_invalid", "character",
                             "too_long"}),
    # Duplicates
    "the same row twice": (csv_bytes(row(), row()), (2, 1, 1, 0, 0), {"duplicate_in_file"}),
    "the same phone written differently": (csv_bytes(row(), row("Ben", " '+14155552671")),
                                           (2, 1, 1, 0, 0), {"duplicate_in_file"}),
    "an invalid row is no first": (csv_bytes(row(name=""), row("Ben"), row("Cy")),
                                   (3, 1, 1, 1, 0), {"name_missing", "duplicate_in_file"}),
    "a wrong row is no duplicate": (csv_bytes(row(), row("Ben", email="x")), (2, 1, 0, 1, 0),
                                    {"email_invalid"}),
    "the same name and e-mail": (csv_bytes(row(), row(phone=P + "2672")), (2, 2, 0, 0, 0), set()),
}  # fmt: skip
