"""An import for the demonstration, of a file as people send it: mostly good, with mistakes."""

import csv
import io
from itertools import islice
from random import Random

from contacts import uploads
from contacts.demo_people import people
from contacts.models import CSV_FIELDS, ContactImport
from workspaces.models import User, Workspace

FILE_NAME = "open-house-visitors.csv"
GOOD_ROWS = 25


def import_visitors(workspace: Workspace, actor: User) -> ContactImport:
    """Upload, review and confirm the file, as a person would."""
    contact_import = uploads.receive(workspace, actor, FILE_NAME, [csv_file(workspace)])
    contact_import.refresh_from_db()
    uploads.confirm(contact_import, actor)
    contact_import.refresh_from_db()
    return contact_import


def csv_file(workspace: Workspace) -> bytes:
    """A file whose rows are new to the workspace, but for one, and of which some cannot be used."""
    taken = set(workspace.contacts.values_list("phone", flat=True))
    visitors = list(islice(people(Random(FILE_NAME), taken), GOOD_ROWS))
    rows = [[visitor[field] for field in CSV_FIELDS] for visitor in visitors]
    known = workspace.contacts.earliest("id")
    twice = rows[3]
    rows[5:5] = [["Nadia Ferrand", "+33 1 99 00 27 15", "nadia.ferrand@example.org", "", ""]]
    rows[9:9] = [twice, ["Owen Talbot", "2125550143", "owen.talbot@example.com", "NY", ""]]
    rows[14:14] = [["", "+17135550168", "", "TX", ""], [""] * 5]
    rows[17:17] = [[known.name, known.phone, known.email, known.state, known.brokerage]]
    rows[20:20] = [["Petra Lang", "4.93023E+11", "petra.lang@example.net", "Berlin", ""]]
    rows[22:22] = [["Silas Wynn", "+16175550192", "silas.wynn(at)example.com", "MA", ""]]
    rows[25:25] = [["Hollis Crane", "+120255501", "", "DC", "Capitol Row Homes"]]
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([CSV_FIELDS, *rows])
    return text.getvalue().encode("utf-8-sig")
