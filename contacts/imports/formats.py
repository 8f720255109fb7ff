"""Files that are no CSV, recognised by their content: the name's extension decides nothing."""

import zipfile
from pathlib import Path

from contacts.imports.rejection import RejectedFile

# Enough to recognise a format by; also what is read to guess an encoding.
HEAD = 64 * 1024

SPREADSHEET_REMEDY = (
    "Open it in your spreadsheet program, choose “Save as” and the format"
    " “CSV UTF-8 (comma delimited)”, and upload that file."
)
UNPACK_REMEDY = "Unpack it and upload the CSV file inside."
OTHER_REMEDY = "Upload a CSV file: download the template, fill it and save it as CSV UTF-8."

# First bytes, code, what it is, what to do. ZIP files and old Office files are looked into.
SIGNATURES: tuple[tuple[bytes, str, str, str], ...] = (
    (b"\x1f\x8b", "gzip", "a gzip archive", UNPACK_REMEDY),
    (b"7z\xbc\xaf\x27\x1c", "7z", "a 7-Zip archive", UNPACK_REMEDY),
    (b"Rar!\x1a\x07", "rar", "a RAR archive", UNPACK_REMEDY),
    (b"BZh", "bzip2", "a bzip2 archive", UNPACK_REMEDY),
    (b"\xfd7zXZ\x00", "xz", "an xz archive", UNPACK_REMEDY),
    (b"%PDF", "pdf", "a PDF document", OTHER_REMEDY),
    (b"{\\rtf", "rtf", "a Rich Text document", OTHER_REMEDY),
    (b"\x89PNG\r\n", "image", "an image (PNG)", OTHER_REMEDY),
    (b"\xff\xd8\xff", "image", "an image (JPEG)", OTHER_REMEDY),
    (b"GIF8", "image", "an image (GIF)", OTHER_REMEDY),
    (b"II*\x00", "image", "an image (TIFF)", OTHER_REMEDY),
    (b"MM\x00*", "image", "an image (TIFF)", OTHER_REMEDY),
    # With a title before it, of the versions 2 to 4; without, of the versions 1, 2 and 2.5.
    *(
        (beginning, "audio", "a sound file (MP3)", OTHER_REMEDY)
        for beginning in (
            b"ID3\x02",
            b"ID3\x03",
            b"ID3\x04",
            b"\xff\xfa",
            b"\xff\xfb",
            b"\xff\xf3",
            b"\xff\xe3",
        )
    ),
    (b"SQLite format 3\x00", "sqlite", "an SQLite database", OTHER_REMEDY),
)
# First bytes, what stands at which place behind them, and the same as above.
INNER_SIGNATURES: tuple[tuple[bytes, int, bytes, str, str, str], ...] = (
    (b"RIFF", 8, b"WEBP", "image", "an image (WebP)", OTHER_REMEDY),
    (b"RIFF", 8, b"WAVE", "audio", "a sound file (WAV)", OTHER_REMEDY),
    # Two letters alone could begin a text.
    (b"BM", 6, bytes(4), "image", "an image (BMP)", OTHER_REMEDY),
    (b"\0", 4, b"ftypavif", "image", "an image (AVIF)", OTHER_REMEDY),
    (b"\0", 4, b"ftyphe", "image", "an image (HEIC)", OTHER_REMEDY),
    (b"\0", 4, b"ftypmif1", "image", "an image (HEIC)", OTHER_REMEDY),
    (b"\0", 4, b"ftyp", "video", "a video or sound file (MP4)", OTHER_REMEDY),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Formats that are text themselves: compared in lower case, after white space.
TEXT_SIGNATURES: tuple[tuple[tuple[bytes, ...], str, str, str], ...] = (
    ((b"<!doctype html", b"<html", b"<head", b"<body", b"<table"), "html", "a web page (HTML)",
     OTHER_REMEDY),
    ((b"<?xml", b"<svg"), "xml", "an XML document", OTHER_REMEDY),
    ((b"{", b"["), "json", "JSON data", OTHER_REMEDY),
    ((b"begin:vcard",), "vcard", "a vCard address book",
     "Import it into a spreadsheet or an address book program and export it from there as CSV."),
)  # fmt: skip
ZIP_CONTENTS: tuple[tuple[str, str, str, str], ...] = (
    ("xl/", "xlsx", "an Excel workbook (.xlsx)", SPREADSHEET_REMEDY),
    ("content.xml", "ods", "an OpenDocument spreadsheet or text", SPREADSHEET_REMEDY),
    ("Index/", "numbers", "an Apple Numbers document", SPREADSHEET_REMEDY),
    ("word/", "docx", "a Word document", OTHER_REMEDY),
)


def refuse_other_formats(path: Path, head: bytes) -> None:
    """Raise RejectedFile, naming the format, when the file is plainly something else than text."""
    if not head:
        raise RejectedFile("empty", "The file is empty.", OTHER_REMEDY)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise _rejected(*_zip_content(path))
    if head.startswith(OLD_OFFICE):
        raise _rejected(*_old_office_content(head))
    for signature, code, what, remedy in SIGNATURES:
        if head.startswith(signature):
            raise _rejected(code, what, remedy)
    for beginning, place, signature, code, what, remedy in INNER_SIGNATURES:
        if head.startswith(beginning) and head.startswith(signature, place):
            raise _rejected(code, what, remedy)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginnings, code, what, remedy in TEXT_SIGNATURES:
        if text.startswith(beginnings):
            raise _rejected(code, what, remedy)


def _zip_content(path: Path) -> tuple[str, str, str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        names = []
    for beginning, code, what, remedy in ZIP_CONTENTS:
        if any(name.startswith(beginning) for name in names):
            return code, what, remedy
    return "zip", "a ZIP archive", UNPACK_REMEDY


def _old_office_content(head: bytes) -> tuple[str, str, str]:
    if "WordDocument".encode("utf-16-le") in head:
        return "doc", "an old Word document (.doc)", OTHER_REMEDY
    return "xls", "an old Excel workbook (.xls)", SPREADSHEET_REMEDY


def _rejected(code: str, what: str, remedy: str) -> RejectedFile:
    return RejectedFile(
        code, f"This is {what}, not a CSV file.", remedy, found=what, expected="a CSV text file"
    )
