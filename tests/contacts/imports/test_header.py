"""The refusal of a header quotes what is in the file, and names all that differs."""

import pytest

from contacts.imports.header import refuse_other_headers
from contacts.imports.rejection import RejectedFile


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (
            "Name,Phone Number,email,state,brokerage",
            ["“Phone Number” instead of “phone”", "“Name” instead of “name”"],
        ),
        (
            "Name,Phone,Email,State,Brokerage",
            ["“Name” must be in lower case", "“Phone”, “Email”, “State”, “Brokerage”"],
        ),
        ("name,Phone,email,state", ["missing: “brokerage”", "“Phone” instead of “phone”"]),
        ("name,phone,email,state,brokerage,Notes", ["too many: “Notes”"]),
        ("name,phone,email,state,brokerage,", ["a column without a name"]),
        ("name,phone,email,state,brokerage,errors", ["delete the column “errors”"]),
    ],
)
def test_header_is_quoted_as_it_is(header, said):
    with pytest.raises(RejectedFile) as refused:
        refuse_other_headers(header.split(","))

    text = f"{refused.value.message} {refused.value.remedy}"
    for words in said:
        assert words in text
