"""Where a file is not UTF-8: the line, and the encoding it is likely in."""

import codecs
import unicodedata
from pathlib import Path
from string import ascii_letters

from contacts.imports.rejection import RejectedFile

BLOCK = 1024 * 1024
SAMPLE = 64 * 1024

# Longer marks first: UTF-32's begins with UTF-16's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# In order of preference where several fit equally well.
CANDIDATES = (
    ("windows-1252", "Windows-1252 (Western European)"),
    ("windows-1250", "Windows-1250 (Central European)"),
    ("windows-1255", "Windows-1255 (Hebrew)"),
    ("windows-1251", "Windows-1251 (Cyrillic)"),
    ("windows-1253", "Windows-1253 (Greek)"),
    ("windows-1256", "Windows-1256 (Arabic)"),
    ("shift_jis", "Shift JIS (Japanese)"),
    ("euc_jp", "EUC-JP (Japanese)"),
    ("gb18030", "GB 18030 (Chinese)"),
    ("mac_roman", "Mac Roman"),
    ("cp850", "DOS code page 850"),
)
JAPANESE = ("shift_jis", "euc_jp")
MULTI_BYTE = (*JAPANESE, "gb18030")
REMEDY = (
    "Save the file as UTF-8: in Excel “CSV UTF-8 (comma delimited)”, in LibreOffice the character"
    " set “Unicode (UTF-8)”, in Google Sheets any CSV download."
)


def refuse_wide_encodings(head: bytes) -> None:
    """Raise RejectedFile for UTF-16 and UTF-32, which can pass for UTF-8 with NULs in it."""
    for mark, name in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            raise _rejected(name, 1, "")
    first_line = head.split(b"\n", 1)[0]
    if first_line.count(0) * 4 >= len(first_line) > 0:
        raise _rejected("perhaps UTF-16", 1, "")


def not_utf8(path: Path) -> RejectedFile:
    """The refusal of a file that a strict UTF-8 decoder has stumbled over."""
    line, around = _first_bad_line(path)
    bad = next((byte for byte in around if byte >= 0x80), 0)
    # Bytes fit many encodings: what is found by guessing is never claimed.
    guess = f"perhaps {_likely_encoding(around)}"
    return _rejected(guess, line, f"byte 0x{bad:02X}" if bad else "")


def _first_bad_line(path: Path) -> tuple[int, bytes]:
    """The physical line of the first bad byte, and the text to guess by: from its word on."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line_ends, offset, after_cr = 0, 0, False
    with path.open("rb") as file:
        while True:
            held = decoder.getstate()[0]
            block = file.read(BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode()
                # From the start of the word: its letters tell what the bad one may be.
                word = len(before) - len(before.rstrip(ascii_letters))
                file.seek(offset - len(held) + error.start - word)
                return line_ends + _line_ends(before, after_cr) + 1, file.read(SAMPLE)
            line_ends += _line_ends(text, after_cr)
            after_cr = text.endswith("\r")
            offset += len(block)


def _line_ends(text: str, after_cr: bool) -> int:
    """Line ends in a block; CR LF is one, also where it is torn between two blocks."""
    count = text.count("\n") + text.count("\r") - text.count("\r\n")
    return count - (after_cr and text.startswith("\n"))


def _likely_encoding(sample: bytes) -> str:
    """The candidate that reads as the fewest odd words. A guess, offered as one."""
    lines = [line for line in sample.splitlines() if any(byte >= 0x80 for byte in line)][:200]
    if name := _korean_or_big5(b"\n".join(lines)):
        return name
    best, least = CANDIDATES[0][1], float("inf")
    for encoding, name in CANDIDATES:
        try:
            text = b"\n".join(lines).decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding in MULTI_BYTE and not _is_east_asian(text):
            continue
        if encoding in JAPANESE:
            # Its syllables are what no other reading has; without them Chinese is as likely.
            if any("\u3041" <= character <= "\u30ff" for character in text):
                return name
            if encoding == "euc_jp":
                continue
        oddities = _oddities(text)
        if oddities < least:
            best, least = name, oddities
    return best


def _korean_or_big5(sample: bytes) -> str:
    """Both pass for GB 18030; what they are written in every day tells them apart."""
    hangul = _decoded(sample, "euc_kr")
    if hangul and all("\uac00" <= character <= "\ud7a3" for character in hangul):
        return "EUC-KR (Korean)"
    chinese = _decoded(sample, "big5")
    # Chinese of the mainland has no byte below 0x80 in a character; Big5's everyday characters
    # begin with 0xA4 to 0xC6, as no alphabet does all the time.
    everyday = all(0xA4 <= character.encode("big5")[0] <= 0xC6 for character in chinese)
    if chinese and everyday and not _decoded(sample, "gb2312"):
        return "Big5 (Chinese, Taiwan and Hong Kong)"
    return ""


def _decoded(sample: bytes, encoding: str) -> str:
    """The wide characters of an East Asian text; nothing where it is none in this encoding."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return ""
    if not _is_east_asian(text):
        return ""
    return "".join(character for character in text if character >= "\x80")


def _oddities(text: str) -> float:
    """How much of the text looks wrong: control characters, symbols and mixed scripts in words."""
    odd = 0.0
    before = ""
    for character in text:
        if character < "\x80":
            script = "LATIN" if character.isalpha() else ""
        else:
            category = unicodedata.category(character)
            script = unicodedata.name(character, "").split(" ")[0] if category[0] == "L" else ""
            shouting = category == "Lu" and before.islower()
            if category in ("Cc", "Co", "Cn", "Mn"):
                odd += 3
            elif shouting or category[0] == "S" or category in ("Po", "No"):
                odd += 1
        if script and before.isalpha() and script != _script(before):
            odd += 1
        elif script == "LATIN" and character >= "\x80" and before >= "\x80":
            # Accented letters in a row are rare: another alphabet was read as Western.
            odd += 0.5
        before = character
    return odd


def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0]


def _is_east_asian(text: str) -> bool:
    high = [character for character in text if character >= "\x80"]
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in high)
    # In Western text read as two-byte pairs, the second of a pair is mostly plain ASCII.
    return bool(high) and wide == len(high) and len(high) >= 4


def _rejected(name: str, line: int, found: str) -> RejectedFile:
    return RejectedFile(
        "encoding",
        f"The file is not UTF-8; it is {name}.",
        REMEDY,
        line=line,
        found=f"{name}, {found}" if found else name,
        expected="UTF-8",
    )
