"""The likely encoding of a file that is not UTF-8: a guess, and said to be one."""

from pathlib import Path

import pytest

from contacts.imports.encodings import not_utf8


@pytest.mark.parametrize(
    ("encoding", "text", "name"),
    [
        ("windows-1252", "Zoë García,Müller,Straße", "Windows-1252"),
        ("windows-1250", "Łukasz Żółw", "Windows-1250"),
        ("mac_roman", "José Müller", "Mac Roman"),
        ("shift_jis", "ヤマダ タロウ,東京都,株式会社サンプル", "Shift JIS"),
        ("shift_jis", "山田 太郎,東京都", "Shift JIS"),
        ("euc_jp", "やまだ たろう,東京都", "EUC-JP"),
        ("gb18030", "王小明,北京", "GB 18030"),
        ("big5", "王小明,台北市,有限公司", "Big5"),
        ("euc_kr", "김철수,서울특별시,주식회사", "EUC-KR"),
    ],
)
def test_the_likely_encoding_is_named_as_a_guess(encoding, text, name, tmp_path: Path):
    file = tmp_path / "contacts.csv"
    file.write_bytes(b"name\n" + text.encode(encoding))

    refused = not_utf8(file)

    assert refused.message.startswith(f"The file is not UTF-8; it is perhaps {name}")
    assert refused.line == 2
