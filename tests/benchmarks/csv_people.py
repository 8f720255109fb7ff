"""CSV files of any size: so many rows, of which some are wrong and some repeat a phone."""

from collections.abc import Iterator

HEADER = b"name,phone,email,state,brokerage\r\n"
STATES = ("CA", "Texas", "", "Île-de-France")


def good_file(rows: int) -> Iterator[bytes]:
    """3 % of the rows are wrong (half of the phones, half of the e-mails), 5 % repeat a phone."""
    yield HEADER
    for number in range(rows):
        phone = _phone(number - 7 if number % 20 == 19 else number)
        email = f"person{number}@example.com"
        if number % 100 in (11, 44, 77):
            phone, email = (phone[1:], email) if number % 200 < 100 else (phone, "nobody")
        yield _row(number, phone, email)


def wrong_file(rows: int) -> Iterator[bytes]:
    """Not one row is right."""
    yield HEADER
    for number in range(rows):
        yield _row(number, _phone(number)[1:], "nobody")


def _phone(number: int) -> str:
    return f"+1212{2_000_000 + number * 7}"


def _row(number: int, phone: str, email: str) -> bytes:
    name, state = (
        f"Person {number % 977} Lee{number}",
        ("CA", "Texas", "", "Île-de-France")[number % 4],
    )
    return f'{name},{phone},{email},{state},"Acme {number % 499}, Inc"\r\n'.encode()
