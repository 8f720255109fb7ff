"""Files that are refused as a whole: what is in them, the code of the refusal, its line."""

import gzip
import io
import zipfile

from tests.contacts.imports.files import HEADER, csv_bytes

GOOD = "Ann,+14155552671,,,"
NAMES = "name,phone,email,state,brokerage"


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


def encoded(row: str, encoding: str) -> bytes:
    return csv_bytes(GOOD) + row.encode(encoding)


def headed(header: str) -> bytes:
    return csv_bytes(GOOD, header=header + "\r\n")


REJECTED: dict[str, tuple[bytes, str, int]] = {
    # Other formats, whatever their name says
    "nothing at all": (b"", "empty", 0),
    "Excel workbook": (zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx", 0),
    "old Excel workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xls", 0),
    "old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
                          + "WordDocument".encode("utf-16-le"), "doc", 0),
    "OpenDocument spreadsheet": (zipped("mimetype", "content.xml"), "ods", 0),
    "Numbers document": (zipped("Index/Document.iwa"), "numbers", 0),
    "Word document": (zipped("word/document.xml"), "docx", 0),
    "ZIP with a CSV inside": (zipped("people.csv"), "zip", 0),
    "empty ZIP": (zipped(), "zip", 0),
    "broken ZIP": (b"PK\x03\x04" + bytes(50), "zip", 0),
    "gzip": (gzip.compress(csv_bytes(GOOD)), "gzip", 0),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c" + bytes(20), "7z", 0),
    "RAR": (b"Rar!\x1a\x07\x01\x00", "rar", 0),
    "bzip2": (b"BZh91AY&SY", "bzip2", 0),
    "xz": (b"\xfd7zXZ\x00\x00", "xz", 0),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", "pdf", 0),
    "RTF": (b"{\\rtf1\\ansi Ann}", "rtf", 0),
    "PNG": (b"\x89PNG\r\n\x1a\n", "image", 0),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image", 0),
    "GIF": (b"GIF89a\x01", "image", 0),
    "WebP": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image", 0),
    "BMP": (b"BM\x36\x10\x00\x00\x00\x00\x00\x00\x36", "image", 0),
    "HEIC": (b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00", "image", 0),
    "HEIC of a series": (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00", "image", 0),
    "AVIF": (b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00", "image", 0),
    "MP4": (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "video", 0),
    "MP3 with a title": (b"ID3\x04\x00\x00\x00\x00\x00\x23", "audio", 0),
    "MP3": (b"\xff\xfb\x90\x64\x00", "audio", 0),
    "WAV": (b"RIFF\x24\x08\x00\x00WAVEfmt ", "audio", 0),
    "TIFF": (b"II*\x00\x08", "image", 0),
    "SQLite database": (b"SQLite format 3\x00", "sqlite", 0),
    "web page": (b"<!DOCTYPE html><html></html>", "html", 0),
    "web page with a mark and spaces": (b"\xef\xbb\xbf  \n<HTML>", "html", 0),
    "Excel's web page": (b"<table><tr><td>name</td></tr></table>", "html", 0),
    "XML": (b'<?xml version="1.0"?><rows/>', "xml", 0),
    "JSON list": (b'[{"name": "Ann"}]', "json", 0),
    "JSON object": (b'{"name": "Ann"}', "json", 0),
    "vCard": (b"BEGIN:VCARD\r\nVERSION:3.0\r\n", "vcard", 0),
    # Encodings
    "UTF-16 with mark": (HEADER.encode("utf-16"), "encoding", 1),
    "UTF-16 LE without mark": (HEADER.encode("utf-16-le"), "encoding", 1),
    "UTF-16 BE without mark": (HEADER.encode("utf-16-be"), "encoding", 1),
    "UTF-32": (HEADER.encode("utf-32"), "encoding", 1),
    "UTF-32 BE": (b"\x00\x00\xfe\xff" + HEADER.encode("utf-32-be"), "encoding", 1),
    "Windows-1252": (encoded("Zoë,+14155552672,,,", "windows-1252"), "encoding", 3),
    "Latin 1 in the header": (headed("näme,phone").replace(b"\xc3\xa4", b"\xe4"), "encoding", 1),
    "Shift JIS": (encoded("山田 太郎,+819012345678,,東京都,", "shift_jis"), "encoding", 3),
    "GB 18030": (encoded("王小明,+8613812345678,,北京,", "gb18030"), "encoding", 3),
    "cut in mid character": (csv_bytes("Zo") + b"Zo\xc3", "encoding", 3),
    "overlong UTF-8": (csv_bytes(GOOD) + b"\xc0\xaf,+1,,,", "encoding", 3),
    "surrogate in UTF-8": (csv_bytes(GOOD) + b"\xed\xa0\x80,+1,,,", "encoding", 3),
    "UTF-8 with one bad byte": (csv_bytes("Zoë,,,,", "Ren\x00,,,,").replace(b"\0", b"\xe9"),
                                "encoding", 3),
    "bad byte after quoted lines": (csv_bytes('"a\r\nb\rc\nd",,,,') + b"\xff", "encoding", 6),
    # Headers
    "no line at all": (b"\r\n", "header_empty", 1),
    "blank first line": (("\r\n" + HEADER + GOOD).encode(), "header_empty", 1),
    "only a mark": (b"\xef\xbb\xbf", "header_empty", 1),
    "semicolons": (b"name;phone;email;state;brokerage\r\nAnn;+1;;;\r\n", "delimiter", 1),
    "tabs": (b"name\tphone\temail\tstate\tbrokerage\r\n", "delimiter", 1),
    "vertical bars": (b"name|phone|email|state|brokerage\r\n", "delimiter", 1),
    "spreadsheet hint": (b"sep=,\r\n" + csv_bytes(GOOD), "header_sep", 1),
    "spreadsheet hint, semicolon": (b"sep=;\r\nname;phone\r\n", "header_sep", 1),
    "whole header quoted": (f'"{NAMES}"\r\n'.encode(), "header_quoted", 1),
    "data only": (f"{GOOD}\r\n".encode(), "header_missing", 1),
    "data only, with an address": (b"Ann,tel,ann@example.com,,\r\n", "header_missing", 1),
    "capitals": (headed("Name,Phone,Email,State,Brokerage"), "header_case", 1),
    "one capital": (headed("name,phone,Email,state,brokerage"), "header_case", 1),
    "space after a comma": (headed("name, phone,email,state,brokerage"), "header_spaces", 1),
    "space at the end": (headed(NAMES + " "), "header_spaces", 1),
    "zero-width space": (headed("name,pho\u200bne,email,state,brokerage"), "header_invisible", 1),
    "no-break space": (headed("name\xa0,phone,email,state,brokerage"), "header_invisible", 1),
    "two marks": (b"\xef\xbb\xbf" + headed("\ufeff" + NAMES), "header_invisible", 1),
    "Cyrillic а": (headed("nаme,phone,email,state,brokerage"), "header_look_alike", 1),
    "full-width letters": (headed("ｎａｍｅ,phone,email,state,brokerage"), "header_look_alike", 1),
    "reordered": (headed("phone,name,email,state,brokerage"), "header_reordered", 1),
    "renamed": (headed("name,telephone,email,state,brokerage"), "header_renamed", 1),
    "two renamed": (headed("full name,mobile,email,state,brokerage"), "header_renamed", 1),
    "a column is missing": (headed("name,phone,email,state"), "header_missing_columns", 1),
    "only two columns": (headed("name,phone"), "header_missing_columns", 1),
    "an extra column": (headed(NAMES + ",notes"), "header_extra", 1),
    "a repeated column": (headed(NAMES + ",phone"), "header_extra", 1),
    "trailing commas": (headed(NAMES + ",,,"), "header_extra", 1),
    "columns of another tool": (headed("First Name,Last Name,Mobile,Company,City,Zip"),
                                "header_columns", 1),
    "problem rows as downloaded": (headed(NAMES + ",errors"), "header_errors", 1),
    "hundreds of columns": (headed(",".join(f"c{n}" for n in range(400))), "header_columns", 1),
    "prose": (b"Dear all, here are the contacts.\r\n", "header_columns", 1),
    "a header that begins like a BMP": (headed("BMW,phone,email"), "header_columns", 1),
    "one word": (b"contacts\r\n", "header_columns", 1),
    "NUL in the header": (headed("na\0me,phone,email,state,brokerage"), "header_invisible", 1),
    # Structure
    "header only": (HEADER.encode(), "no_rows", 2),
    "header without line end": (NAMES.encode(), "no_rows", 2),
    "empty rows only": (csv_bytes("", ",,,,", " , ,\t, ,"), "no_rows", 2),
    "quote never closed": (csv_bytes(GOOD, '"Ben,+14155552672,,,', "Cy,+14155552673,,,"),
                           "quote", 3),
    "quote never closed in the last cell": (csv_bytes(GOOD, 'Ben,+14155552672,,,"'), "quote", 3),
    "quote never closed after blank lines": (csv_bytes("", "", '"'), "quote", 4),
    "quote never closed in the header": (b'name,phone,email,state,"brokerage\r\n', "quote", 1),
    "quote that swallows a megabyte": (csv_bytes('"') + b"x,y\n" * 300_000, "quote", 2),
    "a line of a megabyte": (csv_bytes(GOOD) + b"x" * 1_100_000, "line_length", 3),
}  # fmt: skip
